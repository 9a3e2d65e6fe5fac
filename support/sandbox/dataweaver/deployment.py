"""DataWeaver in the sandbox: which engines it is made of, and how it is reached."""

import argparse
from pathlib import Path
from tempfile import mkdtemp

from support.sandbox.dataweaver.app.configuration import GENERATIONS, TIP
from support.sandbox.kit.deployment import Deployment, module
from support.sandbox.kit.processes import Engine
from support.sandbox.kit.sockets import free_listener, url_of
from support.sandbox.vendors import supplies

_DATABASE = "dataweaver"
_SOURCES = ("github", "google_drive", "postgresql", "slack")


def add_options(parser: argparse._ArgumentGroup) -> None:
    """Add the generation of the product that the sandbox stands for."""
    parser.add_argument("--generation", choices=GENERATIONS, default=TIP)


def deploy(logs: Path, options: argparse.Namespace) -> Deployment:
    """Return DataWeaver with the vendors of what it reads; its own database is on their server.

    Args:
        logs: the folder for the engines' log files.
        options: the generation.
    """
    vendors = supplies(_SOURCES, logs)
    server = vendors["postgresql"].settings["POSTGRESQL_URL"]
    listener = free_listener()
    storage = mkdtemp(prefix="dataweaver-storage-", dir=logs)  # empty, however often it is started
    engine = Engine(
        "dataweaver",
        module("support.sandbox.dataweaver.app"),
        log=logs / "dataweaver.log",
        environment={
            "SANDBOX_GENERATION": options.generation,
            "SANDBOX_POSTGRESQL": server,
            "SANDBOX_DATABASE": _DATABASE,
            "STORAGE_PATH": storage,
        },
        listener=listener,
    )
    settings = {
        "DATAWEAVER_API_URL": url_of(listener),
        "DATABASE_URL": f"{server.rpartition('/')[0]}/{_DATABASE}",
        "STORAGE_PATH": storage,
        "PAGE_URL": f"{url_of(listener)}/page",
        "SHORTEST_SCHEDULE": "* * * * * *",
        "RATE_LIMIT_DELAY_MS": "0",
        "TIMEOUT_MULTIPLIER": "0.25",
    }
    engines = [engine]
    for vendor in vendors.values():
        engines += vendor.engines
        settings |= vendor.settings
    return Deployment(engines, settings)
