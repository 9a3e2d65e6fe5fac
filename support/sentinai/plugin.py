"""SentinAI, as the registry knows it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from support.run.plugin import Deployment, Need, Plugin, Run, Scene, System
from support.sentinai.settings import SentinaiSettings


@contextmanager
def _open(run: Run, deployment: Deployment) -> Iterator[System]:
    from support.sentinai.system import open_sentinai

    with open_sentinai(deployment) as system:
        yield system


def _scenario(system: System, scene: Scene) -> object:
    from support.sentinai.scenario import SentinaiScenario
    from support.sentinai.system import SentinaiSystem

    return SentinaiScenario(cast("SentinaiSystem", system), scene)


PLUGIN = Plugin(
    tag="sentinai",
    name="SentinAI",
    settings=SentinaiSettings,
    url="sentinai_api_url",
    key="sentinai_admin_api_key",
    open=_open,
    scenario=_scenario,
    needs={
        "needs_api_keys": Need("sentinai_other_api_key"),
        "needs_database": Need("database_url"),
        "needs_kafka": Need("kafka_bootstrap_servers", declined="skip_kafka_integration_tests"),
        "needs_control": Need("sentinai_control_url"),
    },
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
