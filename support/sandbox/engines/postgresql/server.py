"""A PostgreSQL server as an engine of a sandbox."""

import secrets
from pathlib import Path

from support.sandbox.kit.deployment import module
from support.sandbox.kit.processes import Engine
from support.sandbox.kit.sockets import free_listener


def postgresql(log: Path) -> tuple[Engine, str]:
    """Return a PostgreSQL server of its own and the URL of its owner's database."""
    listener, password = free_listener(), secrets.token_hex(12)
    port = listener.getsockname()[1]
    engine = Engine(
        "postgresql",
        module("support.sandbox.engines.postgresql"),
        log=log,
        environment={"SANDBOX_POSTGRESQL_PASSWORD": password},
        listener=listener,
    )
    return engine, f"postgresql://acceptance:{password}@127.0.0.1:{port}/postgres"
