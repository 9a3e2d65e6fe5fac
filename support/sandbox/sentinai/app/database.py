"""Connections to PostgreSQL: rows as dictionaries, sessions in UTC."""

from pathlib import Path
from typing import Any

import psycopg
from alembic import command
from alembic.config import Config
from psycopg.rows import DictRow, dict_row
from psycopg_pool import ConnectionPool
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed

Connection = psycopg.Connection[DictRow]
Row = dict[str, Any]
Pool = ConnectionPool[Connection]

_POOL_SIZE = 10
_UTC = "-c timezone=UTC"
_MIGRATIONS = Path(__file__).parent / "migrations"


def connect(url: str) -> Connection:
    """Open a connection; transactions are opened by `connection.transaction()`."""
    return psycopg.Connection[DictRow].connect(
        url, row_factory=dict_row, autocommit=True, options=_UTC
    )


@retry(
    retry=retry_if_exception_type(psycopg.OperationalError),
    stop=stop_after_delay(30),
    wait=wait_fixed(0.05),
    reraise=True,
)
def wait_until_up(url: str) -> None:
    """Wait until the server accepts connections; it may still be starting."""
    connect(url).close()


def migrate(url: str) -> None:
    """Bring the database to the newest revision."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    driver = url.replace("postgresql:", "postgresql+psycopg:").replace("%", "%%")
    config.set_main_option("sqlalchemy.url", driver)
    command.upgrade(config, "head")


def open_pool(url: str) -> Pool:
    """Open the connections that the routes share."""
    return ConnectionPool(
        url,
        connection_class=psycopg.Connection[DictRow],
        kwargs={"row_factory": dict_row, "autocommit": True, "options": _UTC},
        min_size=2,
        max_size=_POOL_SIZE,
        open=True,
    )


def one(connection: Connection, query: str, *arguments: Any) -> Row | None:  # noqa: ANN401
    """Return the first row."""
    return connection.execute(query.encode(), arguments).fetchone()


def rows(connection: Connection, query: str, *arguments: Any) -> list[Row]:  # noqa: ANN401
    """Return all rows."""
    return connection.execute(query.encode(), arguments).fetchall()


def required(connection: Connection, query: str, *arguments: Any) -> Row:  # noqa: ANN401
    """Return the one row that is certain to be there."""
    row = one(connection, query, *arguments)
    assert row is not None
    return row
