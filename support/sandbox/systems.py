"""The systems that the sandbox can deploy: which engines each is made of, and how it is reached.

To add one, write a function that returns its `System`, and name it in `SYSTEMS`.
"""

import json
import os
import secrets
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from support.sandbox.processes import Engine
from support.sandbox.sentinai.engines import EarlyEngine
from support.sandbox.sockets import free_listener, url_of
from support.sandbox.vendors import SOURCES, module, postgresql, supplies


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


def sentinai(logs: Path) -> System:
    """Return SentinAI with its database and a broker, or with KAFKA_BOOTSTRAP_SERVERS if set.

    Args:
        logs: the folder for the engines' log files.

    Raises:
        EngineFailed: the broker did not start.
    """
    database, database_url = postgresql(logs / "sentinai-postgresql.log")
    names = ("TENANT_001", "TENANT_002", "PLATFORM")
    tenants = [{"id": name, "api_key": secrets.token_hex(20)} for name in names]
    engines: list[Engine] = [database]
    brokers, broker_process = os.environ.get("KAFKA_BOOTSTRAP_SERVERS"), ""
    if not brokers:
        command = module("support.sandbox.sentinai.kafka")
        broker = EarlyEngine("kafka", command, log=logs / "kafka.log")
        brokers, broker_process = broker.start_early().split()
        engines.append(broker)
    reached = {
        "DATABASE_URL": database_url,
        "KAFKA_BOOTSTRAP_SERVERS": brokers,
        "SENTINAI_JWT_SECRET": secrets.token_hex(32),
        "SENTINAI_RETRY_FIRST_DELAY_S": "0.2",
    }
    private = {
        "SANDBOX_TENANTS": json.dumps([*tenants[:2], tenants[2] | {"is_platform": True}]),
        "SANDBOX_KAFKA_PID": broker_process,
    }
    api_listener = free_listener()
    engines.append(
        Engine(
            "sentinai",
            module("support.sandbox.sentinai"),
            log=logs / "sentinai.log",
            environment=reached | private,
            listener=api_listener,
        )
    )
    url = url_of(api_listener)
    settings = {
        "SENTINAI_API_URL": url,
        "SENTINAI_CONTROL_URL": f"{url}/_sandbox",
        "SENTINAI_TENANT_ID": names[0],
        "SENTINAI_API_KEY": tenants[0]["api_key"],
        "SENTINAI_OTHER_TENANT_ID": names[1],
        "SENTINAI_OTHER_API_KEY": tenants[1]["api_key"],
        "SENTINAI_ADMIN_API_KEY": tenants[2]["api_key"],
    }
    return System(engines, settings | reached)


SYSTEMS: dict[str, Callable[..., System]] = {"airweave": airweave, "sentinai": sentinai}


def _organization(name: str) -> dict[str, str]:
    return {"id": str(uuid.uuid4()), "name": name, "api_key": secrets.token_hex(20)}
