"""ReplantWorld, as the registry knows it."""

from support.bongos.settings import SeiSettings
from support.replantworld.client.command import TESTS
from support.replantworld.client.runner import KINDS
from support.replantworld.known_bugs import KNOWN_BUGS
from support.replantworld.settings import ReplantworldSettings
from support.run.plugin import Need, Plugin

PLUGIN = Plugin(
    tag="replantworld",
    name="ReplantWorld",
    settings=ReplantworldSettings,
    further_settings=(SeiSettings,),
    url="replantworld_api_url",
    key="replantworld_api_key",
    opener="support.replantworld.system:open_replantworld",
    scenario="support.replantworld.scenario:ReplantworldScenario",
    needs={
        "needs_solana": Need("solana_rpc_url"),
        "needs_database": Need("database_url"),
        "needs_cache": Need("redis_url"),
        "needs_control": Need("replantworld_control_url"),
        "needs_sei_control": Need("replantworld_sei_control_url"),
        "needs_manage": Need("replantworld_manage"),
    },
    abilities={"needs_rollback", "needs_alerts", "needs_restart"},
    known_bugs=KNOWN_BUGS,
    parameter_types={
        "Part": "Sei|Solana|the cache",
        "Chain": "Sei|Solana",
        "Tested": "|".join(KINDS),
        "Commanded": "|".join(TESTS),
    },
    further_modules={"replantworld": ["psycopg"]},
)
