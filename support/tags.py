"""The tags that features may carry, and what those beginning with `needs_` ask for."""

from behave.model import Scenario

from support.settings import Settings

NEEDS = {"needs_second_organization": "airweave_other_api_key"}

KNOWN = {"airweave", "github", "journey", *NEEDS}


def unmet_need(scenario: Scenario, settings: Settings) -> str | None:
    """Return why a scenario cannot run, naming the variable, or None if it can."""
    for tag in scenario.effective_tags:
        field = NEEDS.get(tag)
        if field is not None and getattr(settings, field) is None:
            return f"@{tag}: {field.upper()} is not set"
    return None
