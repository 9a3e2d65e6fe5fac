"""DataWeaver in the sandbox: which engines it is made of, and how it is reached."""

import argparse
import secrets
from pathlib import Path

from support.sandbox.kit.deployment import Deployment, module
from support.sandbox.kit.processes import Engine
from support.sandbox.kit.sockets import free_listener, url_of


def add_options(parser: argparse._ArgumentGroup) -> None:
    """Add nothing: this sandbox can be told nothing."""


def deploy(logs: Path, options: argparse.Namespace) -> Deployment:
    """Return DataWeaver.

    Args:
        logs: the folder for the engines' log files.
        options: there are none.
    """
    listener, key = free_listener(), secrets.token_hex(20)
    engine = Engine(
        "dataweaver",
        module("support.sandbox.dataweaver.app"),
        log=logs / "dataweaver.log",
        environment={"SANDBOX_DATAWEAVER_API_KEY": key},
        listener=listener,
    )
    settings = {
        "DATAWEAVER_API_URL": url_of(listener),
        "DATAWEAVER_API_KEY": key,
        "TIMEOUT_MULTIPLIER": "0.1",
    }
    return Deployment([engine], settings)
