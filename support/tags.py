"""The tags that features may carry, and what those beginning with `needs_` ask for."""

from behave.model import Scenario

from support.bongos import SOURCES, bongo_of
from support.settings import Settings

NEEDS = {"needs_second_organization": "airweave_other_api_key"}

# What some sources cannot do; each bongo tells in `lacks` what and why.
CAPABILITIES = {"needs_edit", "needs_sync"}

KNOWN = {"airweave", "connectors", "journey", *SOURCES.values(), *CAPABILITIES, *NEEDS}


def sources_of(scenario: Scenario) -> list[str]:
    """Return the sources that a scenario reads from."""
    return [source for source in SOURCES.values() if source in scenario.effective_tags]


def unmet_need(scenario: Scenario, settings: Settings) -> str | None:
    """Return why a scenario cannot run, or None if it can."""
    for tag in scenario.effective_tags:
        field = NEEDS.get(tag)
        if field is not None and getattr(settings, field) is None:
            return f"@{tag}: {field.upper()} is not set"
    for source in sources_of(scenario):
        kind = bongo_of(source)
        if missing := kind.missing(settings):
            return f"@{source}: {missing} is not set"
        for capability, reason in kind.lacks.items():
            if f"needs_{capability}" in scenario.effective_tags:
                return f"{kind.vendor}: {reason}"
    return None
