"""The product's database: made, brought to its newest revision, and opened."""

from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from psycopg import sql
from sqlalchemy import Engine, create_engine
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed

from support.sandbox.kit.processes import LONGEST_START_S

_MIGRATIONS = Path(__file__).parent / "migrations"
_CONNECTIONS = 40


@retry(
    retry=retry_if_exception_type(psycopg.OperationalError),
    stop=stop_after_delay(LONGEST_START_S),
    wait=wait_fixed(0.05),
    reraise=True,
)
def create(server: str, name: str) -> None:
    """Make a database on a server, which may still be starting."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))


def open_engine(url: str) -> Engine:
    """Bring a database to the newest revision, and return what opens connections to it."""
    driver = url.replace("postgresql:", "postgresql+psycopg:")
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("sqlalchemy.url", driver.replace("%", "%%"))
    command.upgrade(config, "head")
    return create_engine(driver, pool_size=_CONNECTIONS)
