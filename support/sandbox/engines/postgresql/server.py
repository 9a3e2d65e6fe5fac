"""A PostgreSQL server as an engine of a sandbox."""

import secrets
from pathlib import Path

from support.sandbox.kit.deployment import module
from support.sandbox.kit.processes import Engine
from support.sandbox.kit.sockets import free_port


def postgresql(log: Path) -> tuple[Engine, str]:
    """Return a PostgreSQL server of its own and the URL of its owner's database."""
    port, password = free_port(), secrets.token_hex(12)
    engine = Engine(
        "postgresql",
        module("support.sandbox.engines.postgresql"),
        log=log,
        environment={
            "SANDBOX_POSTGRESQL_PORT": str(port),
            "SANDBOX_POSTGRESQL_PASSWORD": password,
        },
    )
    return engine, f"postgresql://acceptance:{password}@127.0.0.1:{port}/postgres"
