"""SentinAI, as the registry knows it."""

from support.run.plugin import Need, Plugin
from support.sentinai.known_bugs import KNOWN_BUGS
from support.sentinai.settings import SentinaiSettings

PLUGIN = Plugin(
    tag="sentinai",
    name="SentinAI",
    settings=SentinaiSettings,
    url="sentinai_api_url",
    key="sentinai_admin_api_key",
    opener="support.sentinai.system:open_sentinai",
    scenario="support.sentinai.scenario:SentinaiScenario",
    needs={
        "needs_api_keys": Need("sentinai_other_api_key"),
        "needs_database": Need("database_url"),
        "needs_kafka": Need("kafka_bootstrap_servers", declined="skip_kafka_integration_tests"),
        "needs_control": Need("sentinai_control_url"),
        "needs_resolution": Need("sentinai_resolves", demandable=False),
    },
    abilities=frozenset({"needs_idempotency_keys"}),
    known_bugs=KNOWN_BUGS,
    further_modules={"sentinai": ["confluent_kafka.admin", "psycopg"]},
    # The names under which people know these promises from SentinAI's own tests.
    tags=frozenset(
        {
            "test_post_exception_worker_chain_playbook_tool_exec",
            "test_ordering_per_exception",
            "test_idempotency_duplicate_events",
            "test_retry_dlq_path",
            "test_tenant_isolation",
        }
    ),
)
