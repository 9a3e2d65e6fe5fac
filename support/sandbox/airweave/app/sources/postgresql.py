"""PostgreSQL: every row of the tables of one schema."""

import json
from collections.abc import Iterator
from typing import Any, ClassVar

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from pydantic import Field, SecretStr

from support.sandbox.airweave.app.sources.base import (
    Entity,
    InvalidCredentialsError,
    NotFoundError,
    Reading,
    Source,
    SourceContext,
    SourceError,
    StrictFields,
)

_PAGE = 1000
_TABLES = """
    SELECT c.relname AS name,
        array_agg(a.attname ORDER BY a.attnum) FILTER (WHERE i.indrelid IS NOT NULL) AS key
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary AND a.attnum = ANY (i.indkey)
    WHERE c.relnamespace = %s::regnamespace AND c.relkind = 'r'
    GROUP BY c.relname ORDER BY c.relname
"""

Row = dict[str, Any]


class PostgreSQLAuth(StrictFields):
    """Credentials of a PostgreSQL connection; they also say what to read, as Airweave has it."""

    host: str = Field(title="Host")
    port: int = Field(title="Port", default=5432)
    database: str = Field(title="Database")
    user: str = Field(title="User")
    password: SecretStr = Field(title="Password")
    namespace: str = Field(title="Schema", default="public", alias="schema")
    tables: str = Field(title="Tables", default="*", description="a,b,c or * for all")


class PostgreSQLConfig(StrictFields):
    """Settings of a PostgreSQL connection: none."""


class PostgreSQLSource(Source):
    """Reads tables; a row of one that has no primary key is known by all that stands in it."""

    short_name: ClassVar[str] = "postgresql"
    name: ClassVar[str] = "PostgreSQL"
    auth_model: ClassVar[type[StrictFields]] = PostgreSQLAuth
    config_model: ClassVar[type[StrictFields]] = PostgreSQLConfig

    def __init__(
        self, auth: PostgreSQLAuth, config: PostgreSQLConfig, context: SourceContext
    ) -> None:
        self._auth = auth

    def validate(self) -> None:
        """Log in, and look for the schema."""
        with self._connect() as database:
            self._tables(database)

    def full(self) -> Reading:
        """Read every row of every table."""
        return Reading(self._rows(), cursor=None, complete=True)

    def _rows(self) -> Iterator[Entity]:
        with self._connect() as database:
            for table in self._tables(database):
                # A cursor on the server: a large table never is in memory as a whole.
                with database.cursor("rows") as rows:
                    rows.itersize = _PAGE
                    name = sql.Identifier(self._auth.namespace, table["name"])
                    rows.execute(sql.SQL("SELECT * FROM {}").format(name))
                    for row in rows:
                        yield self._entity(table, row)

    def _entity(self, table: Row, row: Row) -> Entity:
        place = f"{self._auth.namespace}.{table['name']}"
        key = ":".join(str(row[column]) for column in table["key"] or row)
        values = {column: _as_text(value) for column, value in row.items() if value is not None}
        lines = [f"{column}: {value}" for column, value in values.items()]
        return Entity(
            entity_id=f"{place}:{key}",
            entity_type=f"{table['name'].title().replace('_', '')}TableEntity",
            name=key,
            text="\n".join([f"# {key} in {place}", "", *lines]),
            web_url=f"postgresql://{self._auth.host}/{self._auth.database}/{place}",
            fields={"schema_name": self._auth.namespace, "table_name": table["name"]} | values,
        )

    def _tables(self, database: "psycopg.Connection[Row]") -> list[Row]:
        try:
            found = database.execute(_TABLES, [f'"{self._auth.namespace}"']).fetchall()
        except psycopg.errors.InvalidSchemaName as error:
            raise NotFoundError(f"Schema '{self._auth.namespace}' not found") from error
        wanted = self._auth.tables.split(",")
        return [table for table in found if table["name"] in wanted or wanted == ["*"]]

    def _connect(self) -> "psycopg.Connection[Row]":
        try:
            return psycopg.connect(
                host=self._auth.host,
                port=self._auth.port,
                dbname=self._auth.database,
                user=self._auth.user,
                password=self._auth.password.get_secret_value(),
                row_factory=dict_row,
            )
        except psycopg.OperationalError as error:
            line = " ".join(str(error).split())
            kind = InvalidCredentialsError if "authentication" in line else SourceError
            raise kind(f"PostgreSQL refuses the credentials or does not answer: {line}") from error


def _as_text(value: object) -> str:
    """Return what stands in a column; what is an object or a list there is written as JSON."""
    return json.dumps(value) if isinstance(value, dict | list) else str(value)


SOURCE = PostgreSQLSource
