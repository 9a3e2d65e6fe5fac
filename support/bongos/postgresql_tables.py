"""PostgreSQL once more: tables of any shape, typed, in a schema of the bongo's own.

A laboratory's system (LIMS), and most of what people call a database, is this.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from psycopg import sql

from support.bongos.postgresql import PostgreSQLBongo

Row = Sequence[Any]


class TablesBongo(PostgreSQLBongo):
    """Writes tables of any shape; the first column of each is its key."""

    def open_workspace(self) -> None:
        """Make the schema, with nothing in it."""
        self._run("CREATE SCHEMA {}", sql.Identifier(self.workspace))

    def create_table(self, name: str, columns: Mapping[str, str], rows: Iterable[Row]) -> None:
        """Make a table.

        Args:
            name: of it.
            columns: by name, their types as PostgreSQL writes them, the key first.
            rows: what it holds.
        """
        self._open()
        defined = [
            sql.SQL("{} {}").format(sql.Identifier(column), sql.SQL(kind))
            for column, kind in columns.items()
        ]
        with self.explained(f"make the table {name}"):
            self.client.execute(
                sql.SQL("CREATE TABLE {} ({}, PRIMARY KEY ({}))").format(
                    self._named(name),
                    sql.SQL(", ").join(defined),
                    sql.Identifier(next(iter(columns))),
                )
            )
        self.insert(name, rows)

    def create_breaking(self, name: str, rows: int, at: int) -> None:
        """Make a view that can be counted, and that breaks off when it is read up to some row.

        Args:
            name: of it.
            rows: how many it seems to have.
            at: the number of the row at which a division by zero ends the reading.
        """
        self._open()
        # What is volatile is computed row by row, after all of them were put in order.
        query = sql.SQL(
            "CREATE VIEW {} AS SELECT number, 1 / (number - {} + floor(random())::int) AS share"
            " FROM generate_series(1, {}) AS number"
        )
        with self.explained(f"make the view {name}"):
            self.client.execute(query.format(self._named(name), at, rows))

    def insert(self, table: str, rows: Iterable[Row]) -> None:
        """Write rows into a table."""
        with (
            self.explained(f"write rows into {table}"),
            self.client.cursor() as cursor,
            cursor.copy(sql.SQL("COPY {} FROM STDIN").format(self._named(table))) as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def change_cell(self, table: str, key: object, column: str, value: object) -> None:
        """Give one cell of a table another value."""
        with self.explained(f"change a row of {table}"):
            change = sql.SQL("UPDATE {} SET {} = %s WHERE {} = %s")
            names = self._named(table), sql.Identifier(column), sql.Identifier(self._key(table))
            self.client.execute(change.format(*names), [value, key])

    def delete_row(self, table: str, key: object) -> None:
        """Remove one row of a table."""
        with self.explained(f"remove a row of {table}"):
            removal = sql.SQL("DELETE FROM {} WHERE {} = %s")
            names = self._named(table), sql.Identifier(self._key(table))
            self.client.execute(removal.format(*names), [key])

    def rename_column(self, table: str, old: str, new: str) -> None:
        """Give a column of a table another name."""
        with self.explained(f"rename a column of {table}"):
            names = self._named(table), sql.Identifier(old), sql.Identifier(new)
            self.client.execute(sql.SQL("ALTER TABLE {} RENAME {} TO {}").format(*names))

    def drop_table(self, name: str) -> None:
        """Remove a table with all that it holds."""
        with self.explained(f"remove the table {name}"):
            self.client.execute(sql.SQL("DROP TABLE {}").format(self._named(name)))

    def tables(self) -> list[str]:
        """Ask for the names of all tables, sorted."""
        query = "SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1"
        with self.explained(f"list the tables of {self.workspace}"):
            return [row[0] for row in self.client.execute(query, [self.workspace])]

    def read(self, table: str) -> tuple[list[str], list[Row]]:
        """Ask for the columns of a table, and for all of its rows."""
        with self.explained(f"read the table {table}"):
            query = sql.SQL("SELECT * FROM {} ORDER BY 1").format(self._named(table))
            found = self.client.execute(query)
            return [column.name for column in found.description or ()], [*found]

    def _named(self, table: str) -> sql.Identifier:
        return sql.Identifier(self.workspace, table)

    def _key(self, table: str) -> str:
        """Return the name of the column that tells the rows of a table apart."""
        query = sql.SQL("SELECT * FROM {} LIMIT 0").format(self._named(table))
        return next(column.name for column in self.client.execute(query).description or ())
