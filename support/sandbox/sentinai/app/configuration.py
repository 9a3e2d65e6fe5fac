"""What the processes of the deployment are told by their environment."""

import os
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Configuration:
    """How to reach the engines, and how patient to be.

    Attributes:
        database_url: PostgreSQL.
        brokers: Kafka, as host:port.
        kafka_pid: the process of the sandbox's own broker; None for a real one.
        first_delay_s: before the first retry.
        session_timeout_ms: after which a silent worker's partitions go to others.
        jwt_secret: with which tokens are signed.
    """

    database_url: str = field(repr=False)
    brokers: str
    kafka_pid: int | None
    first_delay_s: float
    session_timeout_ms: int
    jwt_secret: str = field(repr=False)

    @classmethod
    def from_environment(cls) -> "Configuration":
        """Read the variables that the supervisor sets."""
        pid = os.environ.get("SANDBOX_KAFKA_PID")
        return cls(
            database_url=os.environ["DATABASE_URL"],
            brokers=os.environ["KAFKA_BOOTSTRAP_SERVERS"],
            kafka_pid=int(pid) if pid else None,
            first_delay_s=float(os.environ["SENTINAI_RETRY_FIRST_DELAY_S"]),
            # A real broker accepts no less than six seconds; the mock needs no more than this.
            session_timeout_ms=1500 if pid else 6000,
            jwt_secret=os.environ["SENTINAI_JWT_SECRET"],
        )
