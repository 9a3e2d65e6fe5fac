"""Chroma HA in the sandbox: which engines it is made of, and how it is reached."""

import argparse
from pathlib import Path

from support.sandbox.chroma_ha.app.configuration import GENERATIONS, JUNE_2025
from support.sandbox.engines.postgresql.server import postgresql
from support.sandbox.kit import private
from support.sandbox.kit.deployment import Deployment, module
from support.sandbox.kit.processes import Engine
from support.sandbox.kit.sockets import free_listener, free_port, url_of

_DATABASE = "chroma_ha"


def add_options(parser: argparse._ArgumentGroup) -> None:
    """Add the generation of the product that the sandbox stands for."""
    parser.add_argument("--generation", choices=GENERATIONS, default=GENERATIONS[0])


def deploy(logs: Path, options: argparse.Namespace) -> Deployment:
    """Return Chroma HA with its database.

    Args:
        logs: the folder for the engines' log files.
        options: the generation.
    """
    database, server = postgresql(logs / "chroma_ha-postgresql.log")
    database_url = server.rpartition("/")[0] + f"/{_DATABASE}"
    primary, replica, balancer, webhook = (free_port() for _ in range(4))
    control = free_listener()
    distributed = str(options.generation == JUNE_2025).lower()  # later ones cannot
    engine = Engine(
        "chroma_ha",
        module("support.sandbox.chroma_ha.app"),
        log=logs / "chroma_ha-control.log",
        environment={
            "DATABASE_URL": database_url,
            "CHECK_INTERVAL": "0.3",
            "RESOURCE_CHECK_INTERVAL": "0.2",
            "WAL_SYNC_INTERVAL": "0.2",
            "REQUEST_TIMEOUT": "3",
            "SYNC_DISTRIBUTED": distributed,
            "SLACK_WEBHOOK_URL": _url(webhook),
            "SANDBOX_GENERATION": options.generation,
            "SANDBOX_POSTGRESQL": server,
            "SANDBOX_DATABASE": _DATABASE,
            "SANDBOX_PORTS": f"{primary},{replica},{balancer}",
            "SANDBOX_LOGS": str(logs),
        },
        listener=control,
    )
    settings = {
        "CHROMA_HA_URL": _url(balancer),
        "PRIMARY_URL": _url(primary),
        "REPLICA_URL": _url(replica),
        "DATABASE_URL": database_url,
        **private.settings_at("CHROMA_HA_CONTROL", url_of(control)),
        "SYNC_DISTRIBUTED": distributed,
        "SLACK_WEBHOOK_URL": _url(webhook),
        "REPLICATION_TIMEOUT_S": "60",
        "MONITORING_TIMEOUT_S": "15",
        "TAKEOVER_TIMEOUT_S": "20",
        "HEARTBEAT_TIMEOUT_S": "6",
        "ALERT_COOL_DOWN_S": "0.001",
    }
    return Deployment([database, engine], settings)


def _url(port: int) -> str:
    return f"http://127.0.0.1:{port}"
