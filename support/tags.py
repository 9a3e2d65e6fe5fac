"""The tags that features may carry, and what those beginning with `needs_` ask for."""

from collections.abc import Callable, Iterator

from behave.model import Scenario

from support.airweave.generation import Ability
from support.bongos import SOURCES, bongo_of
from support.bugs import BUGS, PREFIX
from support.errors import Failure
from support.settings import Settings
from support.systems import SYSTEMS

NEEDS = {
    "needs_second_organization": "airweave_other_api_key",
    "needs_api_keys": "sentinai_other_api_key",
    "needs_database": "database_url",
    "needs_kafka": "kafka_bootstrap_servers",
    "needs_control": "sentinai_control_url",
}
# What a user wants to be skipped, although it could run.
UNWANTED = {"needs_kafka": "skip_kafka_integration_tests"}

# What no setting brings to a deployment that lacks it, so that REQUIRE cannot ask for it.
NEEDED_EMULATION = {"needs_github_faults": "github_faults_url"}
NEEDED_ABILITIES = {"needs_full_sync": Ability.FULL_SYNC}

# What some sources cannot do; each bongo tells in `lacks` what and why.
CAPABILITIES = {"needs_edit", "needs_sync"}

# Its scenario changes what all others rely on, or measures them: no other may run meanwhile.
ISOLATED = "isolated"

# The names under which people know these promises from SentinAI's own tests.
FAMILIAR = {
    "test_post_exception_worker_chain_playbook_tool_exec",
    "test_ordering_per_exception",
    "test_idempotency_duplicate_events",
    "test_retry_dlq_path",
    "test_tenant_isolation",
}

KNOWN = {
    *SYSTEMS,
    *("connectors", "journey", ISOLATED),
    *FAMILIAR,
    *SOURCES.values(),
    *(*NEEDS, *NEEDED_EMULATION, *NEEDED_ABILITIES, *CAPABILITIES),
    *(f"{PREFIX}{bug}" for bug in BUGS),
}


def sources_of(scenario: Scenario) -> list[str]:
    """Return the sources that a scenario reads from."""
    return [source for source in SOURCES.values() if source in scenario.effective_tags]


def unmet_need(
    scenario: Scenario, settings: Settings, cannot: Callable[[Ability], str | None]
) -> str | None:
    """Return why a scenario cannot run, or None if it can.

    Args:
        scenario: with the tags.
        settings: some needs are variables.
        cannot: says why the system under test lacks an ability; None if it has it.

    Raises:
        Failure: it cannot run for want of a setting, but one of its tags is required.
    """
    missing = next(_missing(scenario, settings), None)
    if missing is None:
        return _incapable(scenario, settings, cannot)
    if required := settings.require & set(scenario.effective_tags):
        raise Failure(f"{missing}, and REQUIRE names {', '.join(sorted(required))}")
    return missing


def _missing(scenario: Scenario, settings: Settings) -> Iterator[str]:
    """Yield what is not set, naming the variable."""
    for tag in scenario.effective_tags:
        if tag in UNWANTED and getattr(settings, UNWANTED[tag]):
            yield f"@{tag}: {UNWANTED[tag].upper()} is set"
        if tag in NEEDS and getattr(settings, NEEDS[tag]) is None:
            yield f"@{tag}: {NEEDS[tag].upper()} is not set"
    for source in sources_of(scenario):
        if missing := bongo_of(source).missing(settings):
            yield f"@{source}: {missing} is not set"


def _incapable(
    scenario: Scenario, settings: Settings, cannot: Callable[[Ability], str | None]
) -> str | None:
    """Return what source, product or deployment cannot do, and why."""
    for tag in scenario.effective_tags:
        if tag in NEEDED_ABILITIES and (lack := cannot(NEEDED_ABILITIES[tag])):
            return f"@{tag}: {lack}"
        if tag in NEEDED_EMULATION and getattr(settings, NEEDED_EMULATION[tag]) is None:
            return f"@{tag}: {NEEDED_EMULATION[tag].upper()} is not set"
    for source in sources_of(scenario):
        kind = bongo_of(source)
        for capability, reason in kind.lacks.items():
            if f"needs_{capability}" in scenario.effective_tags:
                return f"{kind.vendor}: {reason}"
    return None
