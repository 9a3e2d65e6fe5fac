"""The tags that features may carry, and what those beginning with `needs_` ask for."""

from behave.model import Scenario

from support.bugs import BUGS, PREFIX
from support.errors import Failure
from support.settings import Settings

NEEDS = {"needs_second_organization": "airweave_other_api_key"}

KNOWN = {"airweave", "github", "journey", *NEEDS, *(f"{PREFIX}{bug}" for bug in BUGS)}


def unmet_need(scenario: Scenario, settings: Settings) -> str | None:
    """Return why a scenario cannot run, naming the variable, or None if it can.

    Raises:
        Failure: it cannot run, but one of its tags is required.
    """
    for tag in scenario.effective_tags:
        field = NEEDS.get(tag)
        if field is not None and getattr(settings, field) is None:
            reason = f"@{tag}: {field.upper()} is not set"
            if required := settings.require & set(scenario.effective_tags):
                raise Failure(f"{reason}, and REQUIRE names {', '.join(sorted(required))}")
            return reason
    return None
