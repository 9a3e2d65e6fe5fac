"""A database: tables in a schema of PostgreSQL."""

from collections.abc import Mapping
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from support.bongos.postgresql_tables import TablesBongo
from support.bongos.sources import Sources
from support.dataweaver.sources.base import ROWS, Config, Source
from support.dataweaver.tables import LAYOUTS, Table
from support.run.plugin import Scene


class DatabaseSource(Source):
    """Tables with types.

    Attributes:
        schema: writes them.
    """

    connector_type: ClassVar[str] = "DATABASE"
    authentication: ClassVar[str] = "USERNAME_PASSWORD"
    bongo: ClassVar[str] = "postgresql"
    table_type: ClassVar[str] = "database_table"

    def __init__(self, sources: Sources, scene: Scene) -> None:
        super().__init__(sources, scene)
        self.schema = TablesBongo(sources.log_in(self.bongo), self.workspace("tables"))

    def add(self, table: str) -> None:
        """Make a table of test data."""
        self.add_with(table, ROWS)

    def add_with(self, table: str, count: int) -> None:
        """Make a table of so many rows."""
        layout = LAYOUTS[table]
        self.schema.create_table(table, layout.columns, layout.rows(count, table))

    def remove_rows(self, table: str, count: int) -> None:
        """Remove the first rows of a table."""
        _, rows = self.schema.read(table)
        for row in rows[:count]:
            self.schema.delete_row(table, row[0])

    def remove(self, table: str) -> None:
        """Drop a table."""
        self.schema.drop_table(table)

    def read(self) -> Mapping[str, Table]:
        """Read all tables."""
        return {name: Table(*self.schema.read(name)) for name in self.schema.tables()}

    @property
    def config(self) -> Config:
        """Where the server is, who asks, and which schema is meant."""
        url = urlsplit(self.schema.settings.secret("postgresql_url"))
        return {
            "host": url.hostname,
            "port": url.port or 5432,
            "database": url.path.lstrip("/"),
            "username": unquote(url.username or ""),
            "password": unquote(url.password or ""),
            "schema": self.schema.workspace,
        }

    @property
    def wrong_config(self) -> Config:
        """The same with another password."""
        return {**self.config, "password": "not-the-password"}


SOURCE = DatabaseSource
