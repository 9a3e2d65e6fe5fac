"""The tags that features may carry, and what those beginning with `needs_` ask for."""

from collections.abc import Iterator

from behave.model import Scenario

from support.bongos import SOURCES, bongo_of
from support.bugs import BUGS, PREFIX
from support.errors import Failure
from support.settings import Settings

NEEDS = {"needs_second_organization": "airweave_other_api_key"}

# What some sources cannot do; each bongo tells in `lacks` what and why.
CAPABILITIES = {"needs_edit", "needs_sync"}

KNOWN = {
    "airweave",
    "connectors",
    "journey",
    *SOURCES.values(),
    *CAPABILITIES,
    *NEEDS,
    *(f"{PREFIX}{bug}" for bug in BUGS),
}


def sources_of(scenario: Scenario) -> list[str]:
    """Return the sources that a scenario reads from."""
    return [source for source in SOURCES.values() if source in scenario.effective_tags]


def unmet_need(scenario: Scenario, settings: Settings) -> str | None:
    """Return why a scenario cannot run, or None if it can.

    Raises:
        Failure: it cannot run for want of a setting, but one of its tags is required.
    """
    missing = next(_missing(scenario, settings), None)
    if missing is None:
        return _incapable(scenario)
    if required := settings.require & set(scenario.effective_tags):
        raise Failure(f"{missing}, and REQUIRE names {', '.join(sorted(required))}")
    return missing


def _missing(scenario: Scenario, settings: Settings) -> Iterator[str]:
    """Yield what is not set, naming the variable."""
    for tag in scenario.effective_tags:
        field = NEEDS.get(tag)
        if field is not None and getattr(settings, field) is None:
            yield f"@{tag}: {field.upper()} is not set"
    for source in sources_of(scenario):
        if missing := bongo_of(source).missing(settings):
            yield f"@{source}: {missing} is not set"


def _incapable(scenario: Scenario) -> str | None:
    """Return what the source of the scenario cannot do, and why."""
    for source in sources_of(scenario):
        kind = bongo_of(source)
        for capability, reason in kind.lacks.items():
            if f"needs_{capability}" in scenario.effective_tags:
                return f"{kind.vendor}: {reason}"
    return None
