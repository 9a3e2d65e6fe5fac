"""Databases, and laboratories that keep their samples in one: the tables of a PostgreSQL schema."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

from support.sandbox.dataweaver.app.readers.base import Found, Reader, Row, SourceError

_PAGE = 1000
_SECONDS_TO_CONNECT = 5
_TABLES = """
    select table_name, array_agg(column_name::text order by ordinal_position)
    from information_schema.columns where table_schema = %s
    group by table_name order by table_name
"""

Connection = psycopg.Connection[tuple[Any, ...]]


class PostgreSQLReader(Reader):
    """Reads the tables and views of one schema, whose first column is their key."""

    def details(self) -> dict[str, Any]:
        """Log in, and return what it is."""
        with self._connected() as database:
            return {"system": f"PostgreSQL {database.info.server_version // 10000}"}

    def tables(self) -> list[Found]:
        """Return all tables and views of the schema."""
        with self._connected() as database:
            found = database.execute(_TABLES, [self._schema]).fetchall()
            return [self._found(database, name, columns) for name, columns in found]

    def read(self, path: str) -> tuple[Sequence[str], Iterator[Row]]:
        """Read a table in portions, all of them as it was at one moment."""
        with self._connected() as database:
            table = self._table(path)
            head = database.execute(sql.SQL("select * from {} limit 0").format(table))
            columns = [column.name for column in head.description or ()]
        return columns, self._rows(table)

    def _rows(self, table: sql.Identifier) -> Iterator[Row]:
        with self._connected() as database, database.cursor("extraction") as cursor:
            cursor.itersize = _PAGE
            yield from cursor.execute(sql.SQL("select * from {} order by 1").format(table))

    def _found(self, database: Connection, name: str, columns: Sequence[str]) -> Found:
        count = sql.SQL("select count(*) from {}").format(self._table(name))
        ((rows,),) = database.execute(count).fetchall()
        return Found(name, f"Table {name}", "database_table", name, columns, rows)

    def _table(self, name: str) -> sql.Identifier:
        return sql.Identifier(self._schema, name)

    @property
    def _schema(self) -> str:
        return str(self._config.get("schema", "public"))

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        config = self._config
        try:
            with psycopg.connect(
                host=config["host"],
                port=config.get("port", 5432),
                dbname=config["database"],
                user=config["username"],
                password=config["password"],
                connect_timeout=_SECONDS_TO_CONNECT,
            ) as database:
                yield database
        except KeyError as missing:
            raise SourceError(f"The configuration lacks {missing}") from None
        except psycopg.Error as error:
            raise SourceError(str(error).strip() or type(error).__name__) from None
