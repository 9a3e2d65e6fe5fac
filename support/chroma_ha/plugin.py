"""Chroma HA, as the registry knows it."""

from support.chroma_ha.known_bugs import KNOWN_BUGS
from support.chroma_ha.settings import ChromaHaSettings
from support.run.plugin import Need, Plugin

PLUGIN = Plugin(
    tag="chroma_ha",
    name="Chroma HA",
    settings=ChromaHaSettings,
    url="chroma_ha_url",
    key="chroma_ha_token",
    opener="support.chroma_ha.system:open_chroma_ha",
    scenario="support.chroma_ha.scenario:ChromaHaScenario",
    needs={
        "needs_servers": Need("primary_url"),
        "needs_slack": Need("slack_webhook_url"),
        "needs_control": Need("chroma_ha_control_url"),
        "needs_sync_mode": Need("sync_distributed"),
        "needs_database": Need("database_url"),
    },
    abilities={
        "needs_log",
        "needs_usage",
        "needs_cool_down",
        "needs_starts",
        "needs_strategies",
        "needs_workers",
        "needs_worker_switches",
    },
    known_bugs=KNOWN_BUGS,
    parameter_types={"Server": "primary|replica"},
    further_modules={"chroma_ha": ["chromadb", "chromadb.api.fastapi", "psycopg"]},
)
