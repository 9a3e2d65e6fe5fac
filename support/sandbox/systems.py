"""The systems that the sandbox can deploy: which engines each is made of, and how it is reached.

To add one, write a function that returns its `System`, and name it in `SYSTEMS`.
"""

import json
import secrets
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from support.sandbox.processes import Engine
from support.sandbox.sockets import free_listener, url_of
from support.sandbox.vendors import SOURCES, module, supplies


@dataclass(frozen=True)
class System:
    """A system under test as a set of engines.

    Attributes:
        engines: started together; each takes over a listener, so their order does not matter.
        settings: the lines for `env.test` with which the suite reaches the system.
    """

    engines: list[Engine]
    settings: dict[str, str]


def airweave(logs: Path, sources: Sequence[str] = SOURCES) -> System:
    """Return Airweave with the vector store it writes to and the sources it reads from.

    Args:
        logs: the folder for the engines' log files.
        sources: the short names of the sources; only their engines are started.

    Raises:
        SetupError: an emulator could not be installed.
    """
    vendors = supplies(sources, logs)
    qdrant_listener, airweave_listener = free_listener(), free_listener()
    qdrant_url = url_of(qdrant_listener)
    ours, others = _organization("Acme"), _organization("Globex")
    addresses = [f"--source={source}={vendor.url}" for source, vendor in vendors.items()]
    engines = [
        Engine(
            "qdrant",
            module("support.sandbox.qdrant"),
            log=logs / "qdrant.log",
            listener=qdrant_listener,
        ),
        Engine(
            "airweave",
            module("support.sandbox.airweave", "--qdrant", qdrant_url, *addresses),
            log=logs / "airweave.log",
            environment={"SANDBOX_ORGANIZATIONS": json.dumps([ours, others])},
            listener=airweave_listener,
        ),
    ]
    settings = {
        "AIRWEAVE_API_URL": url_of(airweave_listener),
        "AIRWEAVE_API_KEY": ours["api_key"],
        "AIRWEAVE_ORGANIZATION_ID": ours["id"],
        "AIRWEAVE_OTHER_API_KEY": others["api_key"],
        "QDRANT_URL": qdrant_url,
        "RATE_LIMIT_DELAY_MS": "0",
        "TIMEOUT_MULTIPLIER": "0.1",
    }
    for vendor in vendors.values():
        engines += vendor.engines
        settings |= vendor.settings
    return System(engines, settings)


SYSTEMS: dict[str, Callable[..., System]] = {"airweave": airweave}


def _organization(name: str) -> dict[str, str]:
    return {"id": str(uuid.uuid4()), "name": name, "api_key": secrets.token_hex(20)}
