"""The tags that features may carry, and what those beginning with `needs_` ask for."""

from collections.abc import Callable

from behave.model import Scenario

from support.airweave.generation import Ability
from support.settings import Settings

NEEDS = {
    "needs_second_organization": "airweave_other_api_key",
    "needs_github_faults": "github_faults_url",
}
NEEDED_ABILITIES = {"needs_full_sync": Ability.FULL_SYNC}

KNOWN = {"airweave", "github", "journey", *NEEDS, *NEEDED_ABILITIES}


def unmet_need(
    scenario: Scenario, settings: Settings, cannot: Callable[[Ability], str | None]
) -> str | None:
    """Return why a scenario cannot run, or None if it can.

    Args:
        scenario: with the tags.
        settings: some needs are variables.
        cannot: says why the system under test lacks an ability; None if it has it.
    """
    for tag in scenario.effective_tags:
        reason = cannot(NEEDED_ABILITIES[tag]) if tag in NEEDED_ABILITIES else None
        if reason is not None:
            return f"@{tag}: {reason}"
        field = NEEDS.get(tag)
        if field is not None and getattr(settings, field) is None:
            return f"@{tag}: {field.upper()} is not set"
    return None
