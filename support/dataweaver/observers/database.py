"""What DataWeaver has stored, looked at in its own database: SQLite or PostgreSQL."""

import json
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from support.core.causes import Cause
from support.core.errors import Failure, in_short
from support.core.timings import outside

Row = dict[str, Any]


class Database:
    """The database of DataWeaver, which is only read.

    Args:
        url: of it.
    """

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:", 1))

    def connectors(self, name: str) -> list[Row]:
        """Return the connectors of a name."""
        return self._rows("select * from connectors where name = :key order by id", name)

    def connector(self, connector_id: int) -> list[Row]:
        """Return the connector of an id, if there is one."""
        return self._rows("select * from connectors where id = :key", connector_id)

    def data_sources(self, connector_id: int) -> list[Row]:
        """Return the data sources of a connector."""
        return self._rows(
            "select * from data_sources where connector_id = :key order by id", connector_id
        )

    def extracts(self, data_source_id: int) -> list[Row]:
        """Return the extractions of a data source, the oldest first."""
        return self._rows(
            "select * from data_extracts where data_source_id = :key order by id", data_source_id
        )

    def sync_logs(self, connector_id: int) -> list[Row]:
        """Return what is logged of the syncs of a connector, the oldest first."""
        return self._rows(
            "select * from connector_sync_logs where connector_id = :key order by id",
            connector_id,
        )

    def close(self) -> None:
        """Close the pooled connections."""
        self._engine.dispose()

    def _rows(self, query: str, key: object) -> list[Row]:
        try:
            with outside(), self._engine.connect() as connection:
                found = connection.execute(text(query), {"key": key}).mappings()
                return [{name: _value(value) for name, value in row.items()} for row in found]
        except SQLAlchemyError as error:
            raise Failure(
                Cause.UNAVAILABLE(f"DataWeaver's database does not answer: {in_short(error)}")
            ) from None


def _value(value: object) -> object:
    """Return a value as PostgreSQL has it; SQLite keeps JSON and truth as text and numbers."""
    if isinstance(value, str) and value.startswith(("{", "[")):
        return json.loads(value)
    return value
