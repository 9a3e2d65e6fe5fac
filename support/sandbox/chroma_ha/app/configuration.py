"""What the balancer is told by its environment, under the product's own names."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

JUNE_2025 = "2025-06"
JULY_2025 = "2025-07"
GENERATIONS = (JULY_2025, JUNE_2025)


STRATEGIES = ("write_primary", "round_robin", "random", "priority")


class WrongSetting(Exception):
    """A setting of which the balancer can make no sense; says which, and why."""


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
        """Read the variables that the deployment sets.

        Raises:
            WrongSetting: one of them makes no sense.
        """
        env = os.environ
        return cls(
            generation=env["SANDBOX_GENERATION"],
            database_url=env["DATABASE_URL"],
            servers={"primary": url("PRIMARY_URL"), "replica": url("REPLICA_URL")},
            strategy=strategy("LOAD_BALANCE_STRATEGY"),
            read_ratio=float(env.get("READ_REPLICA_RATIO", "0.8")),
            check_interval_s=seconds("CHECK_INTERVAL"),
            resource_interval_s=seconds("RESOURCE_CHECK_INTERVAL"),
            sync_interval_s=seconds("WAL_SYNC_INTERVAL"),
            request_timeout_s=seconds("REQUEST_TIMEOUT"),
            webhook_url=env["SLACK_WEBHOOK_URL"],
            usage=Path(env["SANDBOX_USAGE"]),
        )


def seconds(name: str) -> float:
    """Return a time that is set.

    Raises:
        WrongSetting: it is none.
    """
    try:
        found = float(os.environ[name])
    except ValueError:
        found = 0.0
    if not found > 0:
        raise wrong(name, "a number of seconds above 0")
    return found


def url(name: str) -> str:
    """Return an address that is set.

    Raises:
        WrongSetting: it is none.
    """
    found = urlsplit(os.environ[name])
    if found.scheme not in {"http", "https"} or not found.hostname:
        raise wrong(name, "an address that begins with http:// or https://")
    return os.environ[name]


def strategy(name: str) -> str:
    """Return the strategy that is set, or the usual one.

    Raises:
        WrongSetting: there is no such strategy.
    """
    found = os.environ.get(name, STRATEGIES[0])
    if found not in STRATEGIES:
        raise wrong(name, f"one of {', '.join(STRATEGIES)}")
    return found


def wrong(name: str, must: str) -> WrongSetting:
    """Return what to raise of a setting that makes no sense, given what it must be."""
    return WrongSetting(f"{name} must be {must}, not {os.environ[name]!r}")
