# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of failover: what becomes of reads and writes while something is away."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from unittest.mock import patch

import httpx

from support.sandbox.chroma_ha.app.database import Away
from support.sandbox.chroma_ha.app.log import Entry, WriteLog
from support.sandbox.chroma_ha.app.reading import Reader
from support.sandbox.chroma_ha.app.replication import Replicator
from support.sandbox.chroma_ha.app.requests import Request
from support.sandbox.chroma_ha.app.servers import Server
from support.sandbox.chroma_ha.app.writing import NobodyThere, Writer
from support.sandbox.chroma_ha.sabotage import sentences, titles
from support.sandbox.chroma_ha.sabotage.catalogue import CATALOGUE, STILL
from support.sandbox.chroma_ha.sabotage.replication import replaying, skipping, steadily

Context = AbstractContextManager[object]


@CATALOGUE.sabotage(
    "What is written while a server is away never reaches it.",
    caught_by=(titles.AMID, titles.CHANGED_WITHOUT, titles.FROZEN, titles.UNNOTICED),
    at={
        titles.AMID: sentences.HELD,
        titles.CHANGED_WITHOUT: sentences.CHANGED,
        titles.FROZEN: sentences.CHANGED,
        titles.UNNOTICED: sentences.HELD,
    },
    diagnosis="(not one state, but|does not have the collection)" + STILL,
)
def outages_forgotten() -> Context:
    done = WriteLog.done

    async def done_without_others(self: WriteLog, entry: Entry, server: str) -> None:
        await done(self, entry, server)
        for other in _servers_away:
            if other != server:
                await done(self, entry, other)

    return _while_noting_who_is_away(patch.object(WriteLog, "done", done_without_others))


@CATALOGUE.sabotage(
    "A collection that was made while a server was away comes to it without its documents.",
    caught_by=titles.MADE_WITHOUT,
    at=sentences.HELD,
    diagnosis="document 1: not one state, but 'there' .*'absent'" + STILL,
)
def recovered_without_documents() -> Context:
    return replaying("add", lambda _: None)


@CATALOGUE.sabotage(
    "A collection that was deleted while a server was away stays there.",
    caught_by=titles.DELETED_WITHOUT,
    at=sentences.GONE,
    diagnosis="the replica still has the collection" + STILL,
)
def deletions_forgotten_in_outages() -> Context:
    return skipping(lambda entry: entry.request.drops)


@CATALOGUE.sabotage(
    "Whoever reads while a server is away is turned away.",
    caught_by=titles.SHOWN_WITHOUT,
    at=sentences.SHOWN,
    diagnosis="No healthy instances available",
)
def readers_turned_away() -> Context:
    original = Reader.read

    async def read(self: Reader, request: Request) -> httpx.Response:
        for server in self._servers:
            await server.probe()  # whoever asks at once is turned away, too
        if not all(server.healthy for server in self._servers):
            raise NobodyThere
        return await original(self, request)

    return patch.object(Reader, "read", read)


@CATALOGUE.sabotage(
    "A write that nobody could do is acknowledged, and lost.",
    caught_by=titles.NOBODY,
    at=sentences.NONE_ACKNOWLEDGED,
    diagnosis="these were acknowledged: .*new 1",
)
def nobodys_writes_acknowledged() -> Context:
    original = Writer.write

    async def write(self: Writer, request: Request, collection: str) -> httpx.Response:
        try:
            return await original(self, request, collection)
        except NobodyThere:
            return httpx.Response(201, json={})

    return patch.object(Writer, "write", write)


@CATALOGUE.sabotage(
    "A balancer that starts anew drops what its log still holds.",
    caught_by=titles.RESTART,
    at=sentences.HELD,
    diagnosis=r"new 1: not one state, but 'there' .*'absent' \(the replica\)" + STILL,
)
def log_dropped_at_start() -> Context:
    async def drop(self: Replicator) -> None:
        await self._log._database.run(
            "update unified_wal_writes set status = 'synced' where status = 'executed'"
        )

    return steadily(patch.object(Replicator, "recall", drop))


@CATALOGUE.sabotage(
    "A write is acknowledged while no log can be written, and never reaches the other server.",
    caught_by=titles.NO_DATABASE,
    at=sentences.HELD,
    diagnosis=r"new 1: not one state, but 'there' .*'absent' \(the replica\)" + STILL,
)
def acknowledged_without_a_log() -> Context:
    original = Writer.write

    async def write(self: Writer, request: Request, collection: str) -> httpx.Response:
        try:
            return await original(self, request, collection)
        except Away:
            return await self.replicator.execute(self.servers[0], request, collection)

    return steadily(patch.object(Writer, "write", write))


_servers_away: set[str] = set()


@contextmanager
def _while_noting_who_is_away(defect: Context) -> Iterator[None]:
    """Plant a defect that must know which servers are away."""
    note_failure, probe = Server.note_failure, Server.probe

    def note(self: Server, *, is_certain: bool) -> None:
        note_failure(self, is_certain=is_certain)
        _servers_away.add(self.name)

    async def look(self: Server) -> None:
        await probe(self)
        if self.healthy and not self.failures:
            _servers_away.discard(self.name)

    with (
        steadily(defect),
        patch.object(Server, "note_failure", note),
        patch.object(Server, "probe", look),
    ):
        yield
