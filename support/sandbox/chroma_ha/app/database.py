"""PostgreSQL: one connection, made again when it broke."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from psycopg.rows import dict_row

Row = dict[str, Any]

_SECONDS_TO_CONNECT = 2


class Away(Exception):
    """The database gives no answer."""


class Database:
    """The balancer's database.

    Args:
        url: of it.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = asyncio.Lock()
        self._connection: psycopg.AsyncConnection[Row] | None = None

    async def run(self, query: str, *values: object) -> list[Row]:
        """Execute a statement and return its rows, if it has any.

        Raises:
            Away: the database gives no answer.
        """
        return await self.run_with(query, values)

    async def run_with(
        self, query: str, values: Sequence[object] | Mapping[str, object]
    ) -> list[Row]:
        """Execute a statement, given its values in their order or by their names.

        Raises:
            Away: the database gives no answer.
        """
        async with self._lock:
            try:
                connection = await self._connect()
                cursor = await connection.execute(query.encode(), values)
                return await cursor.fetchall() if cursor.description else []
            except psycopg.OperationalError as error:
                self._connection = None
                raise Away(str(error)) from None

    async def _connect(self) -> psycopg.AsyncConnection[Row]:
        if self._connection is None:
            self._connection = await psycopg.AsyncConnection.connect(
                self._url,
                autocommit=True,
                connect_timeout=_SECONDS_TO_CONNECT,
                row_factory=dict_row,
            )
        return self._connection
