"""A database: tables in a schema of PostgreSQL."""

from collections.abc import Mapping
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from support.bongos.postgresql_tables import TablesBongo
from support.bongos.sources import Sources
from support.dataweaver.sources.base import ROWS, Config, Source
from support.dataweaver.tables import DIFFICULT, DIFFICULT_TYPES, LAYOUTS, Table
from support.run.plugin import Scene

_MANY = 3000


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

    def add_many(self, count: int) -> None:
        """Make so many tables of results, each with other rows, and one row more than the last."""
        layout = LAYOUTS["results"]
        for number in range(1, count + 1):
            table = f"results_{number}"
            self.schema.create_table(table, layout.columns, layout.rows(ROWS + number, table))

    def add_difficult(self) -> None:
        """Make a table in whose cells much goes wrong."""
        columns = dict(zip(DIFFICULT.columns, DIFFICULT_TYPES, strict=True))
        self.schema.create_table("difficult", columns, DIFFICULT.rows)

    def add_breaking(self) -> None:
        """Make a table that can be counted, and not be read to its end."""
        self.schema.create_breaking("breaking", rows=_MANY, at=_MANY - 1)

    def change(self, table: str) -> None:
        """Change a row, remove another one, and insert a third."""
        columns, rows = self.schema.read(table)
        first, second, *_ = rows
        self.schema.change_cell(table, first[0], columns[1], "changed")
        self.schema.delete_row(table, second[0])
        self.schema.insert(table, [LAYOUTS[table].rows(len(rows) + 1, table)[-1]])

    def remove_rows(self, table: str, count: int) -> None:
        """Remove the first rows of a table."""
        _, rows = self.schema.read(table)
        for row in rows[:count]:
            self.schema.delete_row(table, row[0])

    def remove(self, table: str) -> None:
        """Drop a table."""
        self.schema.drop_table(table)

    def path_of(self, table: str) -> str:
        """Return its name."""
        return table

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
