"""PostgreSQL, through psycopg. Every bongo works in a table of articles in a schema of its own."""

from typing import Any, ClassVar
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from support.bongos.base import BaseBongo, Place
from support.bongos.settings import PostgreSQLSettings, SourceSettings
from support.core.content import Document
from support.core.secrecy import keep_secret

_TABLE = "articles"


class PostgreSQLBongo(BaseBongo[PostgreSQLSettings]):
    """Writes rows: a title, which is the key, and a body."""

    settings_type: ClassVar[type[SourceSettings]] = PostgreSQLSettings
    source: ClassVar[str] = "postgresql"
    vendor: ClassVar[str] = "PostgreSQL"
    entity_type: ClassVar[str] = "ArticlesTableEntity"
    home_kind: ClassVar[str] = "schema"
    needs: ClassVar[tuple[str, ...]] = ("postgresql_url",)
    errors: ClassVar[tuple[type[Exception], ...]] = (psycopg.Error,)
    writes_a_second: ClassVar[float] = 1000  # the server is the user's own: no limit but courtesy

    def __init__(self, place: Place[PostgreSQLSettings]) -> None:
        super().__init__(place)
        self._database: psycopg.Connection[tuple[Any, ...]] = place.client
        self._table = sql.Identifier(self.home, _TABLE)

    @classmethod
    def connect(cls, settings: PostgreSQLSettings) -> psycopg.Connection[tuple[Any, ...]]:
        """Return a connection to the test database; every statement is its own transaction."""
        url = settings.secret("postgresql_url")
        keep_secret(urlsplit(url).password or "")
        return psycopg.connect(url, autocommit=True)

    @property
    def credentials(self) -> dict[str, Any]:
        """Where the server is, who asks, and which tables are to be read."""
        url = urlsplit(self.settings.secret("postgresql_url"))
        return {
            "host": url.hostname,
            "port": url.port or 5432,
            "database": url.path.lstrip("/"),
            "user": url.username,
            "password": url.password,
            "schema": self.home,
            "tables": "*",
        }

    @property
    def wrong_credentials(self) -> dict[str, Any]:
        """The same with another password."""
        return self.credentials | {"password": "not-the-password"}

    def entity_id(self, path: str) -> str:
        """Return schema.table:key, Airweave's id of a row."""
        return f"{self.home}.{_TABLE}:{path}"

    def open_home(self) -> None:
        """Make the schema and its table."""
        self._run("CREATE SCHEMA {}", sql.Identifier(self.home))
        self._run("CREATE TABLE {} (title text PRIMARY KEY, body text)", self._table)

    def put(self, document: Document) -> None:
        """Insert the row, or update the one of the same title."""
        statement = (
            "INSERT INTO {} (title, body) VALUES (%s, %s)"
            " ON CONFLICT (title) DO UPDATE SET body = EXCLUDED.body"
        )
        self._run(statement, self._table, values=(document.path, document.body.decode()))

    def remove(self, path: str) -> None:
        """Delete the row."""
        self._run("DELETE FROM {} WHERE title = %s", self._table, values=(path,))

    def truncate(self) -> None:
        """Empty the table at one stroke."""
        with self.explained("truncate the table"):
            self._run("TRUNCATE {}", self._table)
        self.documents.clear()

    def add_column(self, name: str, value: str) -> None:
        """Give the table one more column, with the same value in every row."""
        with self.explained(f"add the column {name}"):
            column = sql.Identifier(name)
            self._run("ALTER TABLE {} ADD COLUMN {} text", self._table, column)
            self._run("UPDATE {} SET {} = %s", self._table, column, values=(value,))

    def list_ours(self) -> list[str]:
        """Return the titles of all rows."""
        return [row[0] for row in self._run("SELECT title FROM {} ORDER BY title", self._table)]

    def homes(self) -> list[str]:
        """Return the names of all schemas."""
        return [row[0] for row in self._run("SELECT nspname FROM pg_namespace")]

    def cleanup(self) -> None:
        """Drop the schema with its table."""
        with self.explained(f"drop schema {self.home}"):
            self._run("DROP SCHEMA IF EXISTS {} CASCADE", sql.Identifier(self.home))
        self.documents.clear()

    def _run(
        self, text: str, *names: sql.Identifier, values: tuple[str, ...] = ()
    ) -> list[tuple[Any, ...]]:
        cursor = self._database.execute(sql.SQL(text).format(*names), values)
        return cursor.fetchall() if cursor.description else []


BONGO = PostgreSQLBongo
