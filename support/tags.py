"""The tags that features may carry, and what those beginning with `needs_` ask for."""

from behave.model import Scenario

from support.bugs import BUGS, PREFIX
from support.errors import Failure
from support.settings import Settings
from support.systems import SYSTEMS

NEEDS = {
    "needs_second_organization": "airweave_other_api_key",
    "needs_own_tenant": "sentinai_jwt_secret",
    "needs_api_keys": "sentinai_other_api_key",
    "needs_database": "database_url",
    "needs_kafka": "kafka_bootstrap_servers",
    "needs_control": "sentinai_control_url",
}
# What a user wants to be skipped, although it could run.
UNWANTED = {"needs_kafka": "skip_kafka_integration_tests"}

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
    *("github", "journey"),
    *FAMILIAR,
    *NEEDS,
    *(f"{PREFIX}{bug}" for bug in BUGS),
}


def unmet_need(scenario: Scenario, settings: Settings) -> str | None:
    """Return why a scenario cannot run, naming the variable, or None if it can.

    Raises:
        Failure: it cannot run, but one of its tags is required.
    """
    for tag in scenario.effective_tags:
        reason = _unmet(tag, settings)
        if reason is not None:
            if required := settings.require & set(scenario.effective_tags):
                raise Failure(f"{reason}, and REQUIRE names {', '.join(sorted(required))}")
            return reason
    return None


def _unmet(tag: str, settings: Settings) -> str | None:
    if tag in UNWANTED and getattr(settings, UNWANTED[tag]):
        return f"@{tag}: {UNWANTED[tag].upper()} is set"
    if tag in NEEDS and getattr(settings, NEEDS[tag]) is None:
        return f"@{tag}: {NEEDS[tag].upper()} is not set"
    return None
