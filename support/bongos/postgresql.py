"""PostgreSQL, through psycopg. Every bongo works in a table of articles in a schema of its own."""

import json
from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

import psycopg
from psycopg import sql

from support.bongos.base import Account, Bongo, Workspace
from support.bongos.settings import PostgreSQLSettings, SourceSettings
from support.core.content import Document

_SECOND = ", second edition"
_TABLE = (
    "CREATE TABLE {} (title text PRIMARY KEY, body text,"
    " pages integer DEFAULT 0, is_printed boolean DEFAULT false,"
    " details jsonb)"
)
_DETAILS = {"shelf": "B 12", "copies": [3, 5]}

Connection = psycopg.Connection[tuple[Any, ...]]


class PostgreSQLBongo(Bongo[PostgreSQLSettings, Connection]):
    """Writes rows: a title, which is the key, and a body; single ones have details in JSON, too.

    Beside the table lies one of the same columns and keys, which is none of the workspace's.

    Attributes:
        table: its name in the schema.
        details: by title, the object that stands in a row, if one does.
    """

    settings_type: ClassVar[type[SourceSettings]] = PostgreSQLSettings
    source: ClassVar[str] = "postgresql"
    vendor: ClassVar[str] = "PostgreSQL"
    workspace_kind: ClassVar[str] = "schema"
    needs: ClassVar[tuple[str, ...]] = ("postgresql_url",)
    errors: ClassVar[tuple[type[Exception], ...]] = (psycopg.Error,)
    writes_a_second: ClassVar[float] = 1000  # the server is the user's own: no limit but courtesy

    table: str = "articles"

    def __init__(
        self, account: Account[PostgreSQLSettings, Connection], workspace: Workspace
    ) -> None:
        super().__init__(account, workspace)
        self.details: dict[str, dict[str, Any]] = {}
        self._table = sql.Identifier(self.workspace, self.table)

    @classmethod
    def connect(cls, settings: PostgreSQLSettings) -> Connection:
        """Return a connection to the test database; every statement is its own transaction."""
        return psycopg.connect(settings.secret("postgresql_url"), autocommit=True)

    def open_workspace(self) -> None:
        """Make the schema and its table, and beside it a table of other people's drafts."""
        self._run("CREATE SCHEMA {}", sql.Identifier(self.workspace))
        drafts = sql.Identifier(self.workspace, "drafts")
        for table in (self._table, drafts):
            self._run(_TABLE, table)
        for title in self.test_documents:
            values = (title, f"{title} is still to be written")
            self._run("INSERT INTO {} (title, body) VALUES (%s, %s)", drafts, values=values)

    def add(self, document: Document) -> None:
        """Insert a row."""
        values = (document.path, document.body.decode(), json.dumps(_DETAILS))
        statement = "INSERT INTO {} (title, body, details) VALUES (%s, %s, %s)"
        self._run(statement, self._table, values=values)
        self.details[document.path] = _DETAILS

    def add_all(self, documents: Sequence[Document]) -> None:
        """Insert many rows at one stroke."""
        self._copy(self._table, documents)

    def edit_all(self, documents: Sequence[Document]) -> None:
        """Give many rows their new bodies at one stroke, out of a table that goes at once."""
        new = sql.Identifier("new")
        with self.client.transaction():
            self._run("CREATE TEMPORARY TABLE {} (title text, body text) ON COMMIT DROP", new)
            self._copy(new, documents)
            change = "UPDATE {} AS old SET body = new.body FROM new WHERE old.title = new.title"
            self._run(change, self._table)

    def remove_all(self, paths: Sequence[str]) -> None:
        """Delete many rows at one stroke."""
        delete = sql.SQL("DELETE FROM {} WHERE title = ANY(%s)").format(self._table)
        self.client.execute(delete, [[*paths]])

    def edit(self, document: Document) -> None:
        """Give a row its new body."""
        values = (document.body.decode(), document.path)
        self._run("UPDATE {} SET body = %s WHERE title = %s", self._table, values=values)

    def rename(self, old: str, new: str) -> None:
        """Give the row another title."""
        statement, values = "UPDATE {} SET title = %s WHERE title = %s", (new, old)
        self.rename_by(lambda _: self._run(statement, self._table, values=values), old, new)
        if old in self.details:
            self.details[new] = self.details[old]

    def remove(self, path: str) -> None:
        """Delete the row."""
        self._run("DELETE FROM {} WHERE title = %s", self._table, values=(path,))

    def truncate(self) -> None:
        """Remove all rows at one stroke."""
        with self.explained("truncate the table"):
            self._run("TRUNCATE {}", self._table)
        self.documents.clear()

    def add_column(self, name: str, value: str) -> None:
        """Give the table one more column, with the same value in every row."""
        with self.explained(f"add the column {name}"):
            column = sql.Identifier(name)
            self._run("ALTER TABLE {} ADD COLUMN {} text", self._table, column)
            self._run("UPDATE {} SET {} = %s", self._table, column, values=(value,))

    def rename_table(self, name: str) -> None:
        """Give the table another name; its rows stay."""
        with self.explained(f"rename the table to {name}"):
            self._run("ALTER TABLE {} RENAME TO {}", self._table, sql.Identifier(name))
        self.table, self._table = name, sql.Identifier(self.workspace, name)

    def drop_key(self) -> None:
        """Let the titles be a column like any other."""
        with self.explained("drop the key of the table"):
            key = sql.Identifier(f"{self.table}_pkey")
            self._run("ALTER TABLE {} DROP CONSTRAINT {}", self._table, key)

    def add_second_editions(self) -> None:
        """Let title and edition be the key, and insert a second edition of each row."""
        with self.explained("give the table a key of two columns"):
            self._run("ALTER TABLE {} ADD COLUMN edition integer NOT NULL DEFAULT 1", self._table)
            key = sql.Identifier(f"{self.table}_pkey")
            self._run("ALTER TABLE {} DROP CONSTRAINT {}", self._table, key)
            self._run("ALTER TABLE {} ADD PRIMARY KEY (title, edition)", self._table)
        for title in [*self.documents]:
            self.create_by(partial(self._add_edition, title), f"{title}{_SECOND}")

    def _add_edition(self, title: str, document: Document) -> None:
        statement = "INSERT INTO {} (title, edition, body) VALUES (%s, 2, %s)"
        self._run(statement, self._table, values=(title, document.body.decode()))

    def list_documents(self) -> list[str]:
        """Return the titles of all rows."""
        with self.explained(f"list the table {self.workspace}.{self.table}"):
            return sorted(row[0] for row in self._run("SELECT title FROM {}", self._table))

    def workspaces(self) -> list[str]:
        """Return the names of all schemas."""
        with self.explained("list the schemas"):
            return [row[0] for row in self._run("SELECT nspname FROM pg_namespace")]

    def cleanup(self) -> None:
        """Drop the schema with its table."""
        with self.explained(f"drop schema {self.workspace}"):
            self._run("DROP SCHEMA IF EXISTS {} CASCADE", sql.Identifier(self.workspace))

    def _copy(self, table: sql.Identifier, documents: Sequence[Document]) -> None:
        statement = sql.SQL("COPY {} (title, body) FROM STDIN").format(table)
        with self.client.cursor() as cursor, cursor.copy(statement) as copy:
            for document in documents:
                copy.write_row((document.path, document.body.decode()))

    def _run(
        self, text: str, *names: sql.Identifier, values: tuple[str, ...] = ()
    ) -> list[tuple[Any, ...]]:
        cursor = self.client.execute(sql.SQL(text).format(*names), values)
        return cursor.fetchall() if cursor.description else []


BONGO = PostgreSQLBongo
