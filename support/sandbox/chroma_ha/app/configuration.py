"""What the balancer is told by its environment, under the product's own names."""

import os
from dataclasses import dataclass, field
from pathlib import Path

JUNE_2025 = "2025-06"
JULY_2025 = "2025-07"
GENERATIONS = (JULY_2025, JUNE_2025)


@dataclass(frozen=True)
class Configuration:
    """How to reach the engines, and how patient to be.

    Attributes:
        generation: whose status and routes are offered.
        database_url: PostgreSQL.
        servers: the URLs of the Chroma servers, by name, the first one being the primary.
        strategy: by which reads are shared.
        read_ratio: the part of reads that goes to the replica, where the strategy asks for it.
        check_interval_s: between two looks at the health of a server.
        resource_interval_s: between two looks at what is used.
        sync_interval_s: between two looks at what the log still holds.
        request_timeout_s: how long a server may think about a request.
        webhook_url: where people are told what happens.
        usage: the file with figures that are believed to be used.
    """

    generation: str
    database_url: str = field(repr=False)
    servers: dict[str, str]
    strategy: str
    read_ratio: float
    check_interval_s: float
    resource_interval_s: float
    sync_interval_s: float
    request_timeout_s: float
    webhook_url: str
    usage: Path

    @classmethod
    def from_environment(cls) -> "Configuration":
        """Read the variables that the deployment sets."""
        env = os.environ
        return cls(
            generation=env["SANDBOX_GENERATION"],
            database_url=env["DATABASE_URL"],
            servers={"primary": env["PRIMARY_URL"], "replica": env["REPLICA_URL"]},
            strategy=env.get("LOAD_BALANCE_STRATEGY", "write_primary"),
            read_ratio=float(env.get("READ_REPLICA_RATIO", "0.8")),
            check_interval_s=float(env["CHECK_INTERVAL"]),
            resource_interval_s=float(env["RESOURCE_CHECK_INTERVAL"]),
            sync_interval_s=float(env["WAL_SYNC_INTERVAL"]),
            request_timeout_s=float(env["REQUEST_TIMEOUT"]),
            webhook_url=env["SLACK_WEBHOOK_URL"],
            usage=Path(env["SANDBOX_USAGE"]),
        )
