"""The tags that features may carry, and what those beginning with `needs_` ask for."""

from collections.abc import Callable

from behave.model import Scenario

from support.airweave.generation import Ability
from support.bugs import BUGS, PREFIX
from support.errors import Failure
from support.settings import Settings

NEEDS = {"needs_second_organization": "airweave_other_api_key"}

# What no setting brings to a deployment that lacks it, so that REQUIRE cannot ask for it.
NEEDED_EMULATION = {"needs_github_faults": "github_faults_url"}
NEEDED_ABILITIES = {"needs_full_sync": Ability.FULL_SYNC}

KNOWN = {
    *("airweave", "github", "journey"),
    *(*NEEDS, *NEEDED_EMULATION, *NEEDED_ABILITIES),
    *(f"{PREFIX}{bug}" for bug in BUGS),
}


def unmet_need(
    scenario: Scenario, settings: Settings, cannot: Callable[[Ability], str | None]
) -> str | None:
    """Return why a scenario cannot run, or None if it can.

    Args:
        scenario: with the tags.
        settings: some needs are variables.
        cannot: says why the system under test lacks an ability; None if it has it.

    Raises:
        Failure: it cannot run for lack of a setting, but one of its tags is required.
    """
    for tag in scenario.effective_tags:
        field = (NEEDS | NEEDED_EMULATION).get(tag)
        if field is not None and getattr(settings, field) is None:
            reason = f"@{tag}: {field.upper()} is not set"
            required = settings.require & set(scenario.effective_tags)
            if required and tag in NEEDS:
                raise Failure(f"{reason}, and REQUIRE names {', '.join(sorted(required))}")
            return reason
        if tag in NEEDED_ABILITIES and (lack := cannot(NEEDED_ABILITIES[tag])):
            return f"@{tag}: {lack}"
    return None
