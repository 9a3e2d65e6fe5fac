"""The write-ahead log: what was asked for, and which server has done it."""

from dataclasses import dataclass
from uuid import uuid4

from psycopg.types.json import Jsonb

from support.sandbox.chroma_ha.app.database import Database, Row
from support.sandbox.chroma_ha.app.requests import Request

_TABLE = """
    create table if not exists unified_wal_writes (
        id bigserial primary key,
        write_id uuid unique not null,
        method text not null,
        path text not null,
        data bytea not null,
        collection_name text not null,
        status text not null default 'attempting',
        executed_on text,
        synced_instances jsonb not null default '[]',
        retry_count int not null default 0,
        error_message text,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
    );
    create index if not exists unified_wal_open on unified_wal_writes (collection_name, id)
    where status in ('attempting', 'executed');
"""
_OPEN = "status in ('attempting', 'executed')"


@dataclass(frozen=True)
class Entry:
    """An entry of the log.

    Attributes:
        number: says when it was written.
        request: of the user.
        collection: its name.
        was_executed: whether some server has done it.
    """

    number: int
    request: Request
    collection: str
    was_executed: bool


class WriteLog:
    """The log.

    Args:
        database: where it is kept.
        servers: the names of those that each write must reach.
    """

    def __init__(self, database: Database, servers: list[str]) -> None:
        self._database = database
        self._servers = servers

    async def create(self) -> None:
        """Make the table unless it is there."""
        await self._database.run(_TABLE)

    async def begin(self, request: Request, collection: str) -> Entry:
        """Write down what is about to be done."""
        (row,) = await self._database.run(
            "insert into unified_wal_writes (write_id, method, path, data, collection_name)"
            " values (%s, %s, %s, %s, %s) returning *",
            uuid4(),
            request.method,
            request.path,
            request.body,
            collection,
        )
        return _entry(row)

    async def done(self, entry: Entry, server: str) -> None:
        """Note that a server has done it; it is settled once all have."""
        await self._database.run(
            "update unified_wal_writes set updated_at = now(),"
            " executed_on = coalesce(executed_on, %s),"
            " synced_instances = synced_instances || %s,"
            " status = case when synced_instances || %s @> %s then 'synced' else 'executed' end"
            " where id = %s and not synced_instances ? %s",
            server,
            Jsonb([server]),
            Jsonb([server]),
            Jsonb(self._servers),
            entry.number,
            server,
        )

    async def refused(self, entry: Entry) -> None:
        """Note that it was refused: no server may ever do it."""
        await self._settle(entry, "refused", None)

    async def failed(self, entry: Entry, attempts: int, reason: str) -> None:
        """Note that a server cannot do what another has done."""
        await self._settle(entry, "failed", reason, attempts)

    async def open_for(
        self, server: str, collection: str, limit: int, until: int | None = None
    ) -> list[Entry]:
        """Return what a server has still to do in a collection, oldest first.

        Args:
            server: its name.
            collection: its name.
            limit: how many entries, at most.
            until: the entry before which to stop.
        """
        rows = await self._database.run(
            f"select * from unified_wal_writes where {_OPEN} and collection_name = %s"  # noqa: S608
            " and not synced_instances ? %s and (%s::bigint is null or id < %s)"
            " order by id limit %s",
            collection,
            server,
            until,
            until,
            limit,
        )
        return [_entry(row) for row in rows]

    async def behind(self, server: str) -> list[str]:
        """Return the collections in which a server has something to do, longest due first."""
        rows = await self._database.run(
            "select collection_name from unified_wal_writes"  # noqa: S608
            f" where {_OPEN} and not synced_instances ? %s"
            " group by collection_name order by min(id)",
            server,
        )
        return [row["collection_name"] for row in rows]

    async def count(self) -> int:
        """Return how many writes are not yet everywhere."""
        (row,) = await self._database.run(
            f"select count(*) as pending from unified_wal_writes where {_OPEN}"  # noqa: S608
        )
        return int(row["pending"])

    async def errors(self) -> list[Row]:
        """Return the latest entries that a server could not do."""
        return await self._database.run(
            "select * from unified_wal_writes where status = 'failed' order by id desc limit 10"
        )

    async def _settle(
        self, entry: Entry, status: str, reason: str | None, attempts: int = 0
    ) -> None:
        await self._database.run(
            "update unified_wal_writes set status = %s, error_message = %s, retry_count = %s,"
            " updated_at = now() where id = %s",
            status,
            reason,
            attempts,
            entry.number,
        )


def _entry(row: Row) -> Entry:
    request = Request(row["method"], row["path"], "", bytes(row["data"]))
    return Entry(row["id"], request, row["collection_name"], row["executed_on"] is not None)
