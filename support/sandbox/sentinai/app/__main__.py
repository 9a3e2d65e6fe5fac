"""Runs SentinAI for the sandbox: `python -m support.sandbox.sentinai`.

Environment:
    DATABASE_URL, KAFKA_BOOTSTRAP_SERVERS: the engines.
    SENTINAI_JWT_SECRET: with which tokens are signed.
    SENTINAI_RETRY_FIRST_DELAY_S: the pause before the first retry of an event.
    SANDBOX_TENANTS: a JSON list of {"id": str, "api_key": str, "is_platform": bool}.
    SANDBOX_KAFKA_PID: the process of the sandbox's own broker, if it is one.
    SANDBOX_SABOTAGE: names of defects to plant, separated by commas.
"""

import logging
import os
from dataclasses import dataclass, field

from pydantic import TypeAdapter

from support.sandbox.kit.sabotage import engaged
from support.sandbox.kit.serving import serve
from support.sandbox.sentinai.app.access import Deployment, hash_of
from support.sandbox.sentinai.app.app import create_app
from support.sandbox.sentinai.app.configuration import Configuration
from support.sandbox.sentinai.app.database import (
    Connection,
    connect,
    migrate,
    open_pool,
    wait_until_up,
)
from support.sandbox.sentinai.app.worker_pool import KINDS, WorkerPool
from support.sandbox.sentinai.app.worker_process import run_worker
from support.sandbox.sentinai.sabotage import CATALOGUE


@dataclass(frozen=True)
class Tenant:
    """A tenant that is there from the beginning, and the key that speaks for it."""

    id: str
    api_key: str = field(repr=False)
    is_platform: bool = False


def main() -> None:
    """Serve until the process is stopped."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    configuration = Configuration.from_environment()
    saboteur = engaged(CATALOGUE)
    workers = WorkerPool(run_worker, configuration, saboteur.active)
    workers.warm_up()
    wait_until_up(configuration.database_url)
    migrate(configuration.database_url)
    tenants = TypeAdapter(list[Tenant]).validate_json(os.environ["SANDBOX_TENANTS"])
    with connect(configuration.database_url) as connection:
        _found(connection, tenants)
    workers.scale(dict.fromkeys(KINDS, 1))
    deployment = Deployment(configuration, open_pool(configuration.database_url), workers)
    serve(create_app(deployment, saboteur))


def _found(connection: Connection, tenants: list[Tenant]) -> None:
    for tenant in tenants:
        connection.execute(
            "insert into tenant (tenant_id, name, created_by) values (%s, %s, 'sandbox')",
            [tenant.id, tenant.id],
        )
        connection.execute(
            "insert into api_key (key_hash, tenant_id, is_platform) values (%s, %s, %s)",
            [hash_of(tenant.api_key), tenant.id, tenant.is_platform],
        )


if __name__ == "__main__":
    main()
