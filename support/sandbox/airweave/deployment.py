"""Airweave in the sandbox: which engines it is made of, and how it is reached."""

import argparse
import json
import os
import secrets
import uuid
from importlib.util import find_spec
from pathlib import Path

from support import bongos
from support.core.command_line import one_of
from support.core.errors import SetupError
from support.sandbox.airweave import VESPA_PATH
from support.sandbox.kit.deployment import Deployment, module
from support.sandbox.kit.processes import Engine
from support.sandbox.kit.sockets import free_listener, url_of
from support.sandbox.vendors import SOURCES, supplies


def add_options(parser: argparse._ArgumentGroup) -> None:
    """Add what this sandbox can be told."""
    parser.add_argument(
        "--generation",
        choices=["2025-08", "today"],
        default=os.environ.get("SANDBOX_GENERATION", "today"),
        help="which Airweave to be",
    )
    parser.add_argument(
        "--sources", type=_sources, default=SOURCES, help="what it can read from, as a,b,c"
    )


def deploy(logs: Path, options: argparse.Namespace) -> Deployment:
    """Return Airweave with the vector store it writes to and the sources it reads from.

    Args:
        logs: the folder for the engines' log files.
        options: the generation, and the sources whose engines are to be started.

    Raises:
        SetupError: an emulator could not be installed, or nothing reads one of the sources.
    """
    for source in options.sources:
        _require_connector(source)
    vendors = supplies(options.sources, logs)
    qdrant_listener, airweave_listener = free_listener(), free_listener()
    qdrant_url = url_of(qdrant_listener)
    qdrant_key = {"SANDBOX_QDRANT_API_KEY": secrets.token_hex(20)}
    ours, others = _organization("Acme"), _organization("Globex")
    addresses = [f"--source={source}={vendor.url}" for source, vendor in vendors.items()]
    engines = [
        Engine(
            "qdrant",
            module("support.sandbox.engines.qdrant"),
            log=logs / "qdrant.log",
            environment=qdrant_key,
            listener=qdrant_listener,
        ),
        Engine(
            "airweave",
            module("support.sandbox.airweave.app", "--qdrant", qdrant_url, *addresses),
            log=logs / "airweave.log",
            environment={
                "SANDBOX_ORGANIZATIONS": json.dumps([ours, others]),
                "SANDBOX_GENERATION": options.generation,
                **qdrant_key,
            },
            listener=airweave_listener,
        ),
    ]
    settings = {
        "AIRWEAVE_API_URL": url_of(airweave_listener),
        "AIRWEAVE_API_KEY": ours["api_key"],
        "AIRWEAVE_ORGANIZATION_ID": ours["id"],
        "AIRWEAVE_OTHER_API_KEY": others["api_key"],
        "QDRANT_URL": qdrant_url,
        "QDRANT_API_KEY": qdrant_key["SANDBOX_QDRANT_API_KEY"],
        "VESPA_URL": url_of(airweave_listener) + VESPA_PATH,
        "RATE_LIMIT_DELAY_MS": "0",
        "TIMEOUT_MULTIPLIER": "0.25",
    }
    for vendor in vendors.values():
        engines += vendor.engines
        settings |= vendor.settings
    return Deployment(engines, settings)


def _sources(text: str) -> list[str]:
    known = one_of([*bongos.SOURCES.values()], "source")
    return [known(name) for name in text.split(",") if name]


def _require_connector(source: str) -> None:
    """Look whether there is one, without loading what it needs."""
    module = f"support.sandbox.airweave.app.sources.{source}"
    if find_spec(module) is None:
        raise SetupError(
            f"the sandbox is to read {source}, but there is no {module.replace('.', '/')}.py"
        )


def _organization(name: str) -> dict[str, str]:
    return {"id": str(uuid.uuid4()), "name": name, "api_key": secrets.token_hex(20)}
