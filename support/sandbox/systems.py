"""The systems that the sandbox can deploy: which engines each is made of, and how it is reached.

To add one, write a function that returns its `System`, and name it in `SYSTEMS`.
"""

import json
import os
import secrets
import string
import sys
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from support import npm
from support.sandbox.processes import Engine
from support.sandbox.sentinai.engines import EarlyEngine
from support.sandbox.sockets import free_listener, url_of

_GITHUB_REPOSITORY = "acme/acceptance"


@dataclass(frozen=True)
class System:
    """A system under test as a set of engines.

    Attributes:
        engines: started together; each takes over a listener, so their order does not matter.
        settings: the lines for `env.test` with which the suite reaches the system.
    """

    engines: list[Engine]
    settings: dict[str, str]


def airweave(logs: Path) -> System:
    """Return Airweave with the vector store it writes to and the GitHub it reads from.

    Args:
        logs: the folder for the engines' log files.

    Raises:
        SetupError: the GitHub emulator could not be installed.
    """
    github_folder = Path(__file__).parent / "github"
    npm.ensure_installed(github_folder, "the GitHub emulator (once, about 11 MB)")

    qdrant_listener, github_listener, airweave_listener = (free_listener() for _ in range(3))
    qdrant_url = url_of(qdrant_listener)
    github_url = url_of(github_listener, "localhost")
    token = _github_token()
    ours, others = _organization("Acme"), _organization("Globex")

    engines = [
        Engine(
            "qdrant",
            _module("support.sandbox.qdrant"),
            log=logs / "qdrant.log",
            listener=qdrant_listener,
        ),
        Engine(
            "airweave",
            _module("support.sandbox.airweave", "--qdrant", qdrant_url, "--github", github_url),
            log=logs / "airweave.log",
            environment={"SANDBOX_ORGANIZATIONS": json.dumps([ours, others])},
            listener=airweave_listener,
        ),
        Engine(
            "github",
            _module("support.sandbox.github"),
            log=logs / "github.log",
            environment={
                "SANDBOX_GITHUB_TOKEN": token,
                "SANDBOX_GITHUB_REPOSITORY": _GITHUB_REPOSITORY,
                "SANDBOX_LOGS": str(logs),
            },
            listener=github_listener,
        ),
    ]
    settings = {
        "AIRWEAVE_API_URL": url_of(airweave_listener),
        "AIRWEAVE_API_KEY": ours["api_key"],
        "AIRWEAVE_ORGANIZATION_ID": ours["id"],
        "AIRWEAVE_OTHER_API_KEY": others["api_key"],
        "QDRANT_URL": qdrant_url,
        "GITHUB_API_URL": github_url,
        "GITHUB_PERSONAL_ACCESS_TOKEN": token,
        "GITHUB_REPO_NAME": _GITHUB_REPOSITORY,
        "RATE_LIMIT_DELAY_MS": "0",
        "TIMEOUT_MULTIPLIER": "0.1",
    }
    return System(engines, settings)


def sentinai(logs: Path) -> System:
    """Return SentinAI with its database and a broker, or with KAFKA_BOOTSTRAP_SERVERS if set.

    Args:
        logs: the folder for the engines' log files.

    Raises:
        EngineFailed: the broker did not start.
    """
    database_listener, api_listener = free_listener(), free_listener()
    place, password = database_listener.getsockname(), secrets.token_hex(20)
    names = ("TENANT_001", "TENANT_002", "PLATFORM")
    tenants = [{"id": name, "api_key": secrets.token_hex(20)} for name in names]
    engines = [
        Engine(
            "postgresql",
            _module("support.sandbox.postgresql"),
            log=logs / "sentinai-postgresql.log",
            environment={"SANDBOX_POSTGRESQL_PASSWORD": password},
            listener=database_listener,
        )
    ]
    brokers, broker_process = os.environ.get("KAFKA_BOOTSTRAP_SERVERS"), ""
    if not brokers:
        command = _module("support.sandbox.sentinai.kafka")
        broker = EarlyEngine("kafka", command, log=logs / "kafka.log")
        brokers, broker_process = broker.start_early().split()
        engines.append(broker)
    reached = {
        "DATABASE_URL": f"postgresql://acceptance:{password}@{place[0]}:{place[1]}/postgres",
        "KAFKA_BOOTSTRAP_SERVERS": brokers,
        "SENTINAI_JWT_SECRET": secrets.token_hex(32),
        "SENTINAI_RETRY_FIRST_DELAY_S": "0.2",
    }
    private = {
        "SANDBOX_TENANTS": json.dumps([*tenants[:2], tenants[2] | {"is_platform": True}]),
        "SANDBOX_KAFKA_PID": broker_process,
    }
    engines.append(
        Engine(
            "sentinai",
            _module("support.sandbox.sentinai"),
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


SYSTEMS: dict[str, Callable[[Path], System]] = {"airweave": airweave, "sentinai": sentinai}


def _module(name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "support.sandbox.lifeline", name, *arguments]


def _organization(name: str) -> dict[str, str]:
    return {"id": str(uuid.uuid4()), "name": name, "api_key": secrets.token_hex(20)}


def _github_token() -> str:
    letters = string.ascii_letters + string.digits
    return "ghp_" + "".join(secrets.choice(letters) for _ in range(36))
