"""PostgreSQL: a server of its own."""

from pathlib import Path

from support.sandbox.engines.postgresql.server import postgresql
from support.sandbox.vendors.supply import Supply


def supply(logs: Path) -> Supply:
    """Return a PostgreSQL with one database."""
    engine, url = postgresql(logs / "postgresql.log")
    return Supply(url.rpartition("@")[2].partition("/")[0], {"POSTGRESQL_URL": url}, [engine])
