"""Brings every server to the end of the log, collection by collection, in its order."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence

import httpx

from support.sandbox.chroma_ha.app.batches import Batches
from support.sandbox.chroma_ha.app.database import Away
from support.sandbox.chroma_ha.app.identities import Identities, root_of
from support.sandbox.chroma_ha.app.log import Entry, WriteLog
from support.sandbox.chroma_ha.app.requests import Request
from support.sandbox.chroma_ha.app.servers import Server, Unreachable

_ATTEMPTS = 3
_NOT_FOUND = 404
_CONFLICT = 409
_SERVERS_FAULT = 500


class Replicator:
    """Executes entries of the log on servers.

    Attributes:
        locks: by collection; whoever writes to one holds it.

    Args:
        servers: the primary first.
        log: of writes.
        identities: of collections.
        interval: between two looks at the log, in seconds.
        batches: say how much of the log is carried at a time.
    """

    def __init__(
        self,
        servers: Sequence[Server],
        log: WriteLog,
        identities: Identities,
        interval: float,
        batches: Batches,
    ) -> None:
        self.locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._servers = servers
        self._log = log
        self._identities = identities
        self._interval = interval
        self._batches = batches
        self._stale: set[tuple[str, str]] = set()

    async def run(self) -> None:
        """Go on for ever."""
        while True:
            await asyncio.sleep(self._interval)
            for server in self._servers:
                await self.replicate_to(server)

    async def recall(self) -> None:
        """Find out who is behind, after a restart."""
        for server in self._servers:
            behind = await self._log.behind(server.name)
            self._stale |= {(server.name, collection) for collection in behind}

    async def replicate_to(self, server: Server) -> None:
        """Bring a server up to date, if it and the log can be reached."""
        if not server.healthy:
            return
        try:
            for collection in await self._log.behind(server.name):
                async with self.locks[collection]:
                    if not await self.catch_up(server, collection):
                        return
        except Away:
            return

    async def complete(self, collection: str) -> bool:
        """Bring every server up to date in a collection; tell whether all are.

        Raises:
            Away: the database gives no answer.
        """
        async with self.locks[collection]:
            return all([await self._reach(server, collection) for server in self._servers])

    async def _reach(self, server: Server, collection: str) -> bool:
        return server.healthy and await self.catch_up(server, collection)

    async def catch_up(self, server: Server, collection: str, until: int | None = None) -> bool:
        """Have a server do what is still open in a collection; whoever calls it holds the lock.

        Args:
            server: that may be behind.
            collection: its name.
            until: the entry before which to stop.

        Returns:
            Whether it is up to date.
        """
        while due := await self.due(server, collection, until):
            try:
                for entry in due:
                    await self._replay(entry, server)
            except Unreachable:
                return False
        self._stale.discard((server.name, collection))
        return True

    async def due(self, server: Server, collection: str, until: int | None = None) -> list[Entry]:
        """Return the next batch of what a server has still to do, in the order of the log."""
        size = self._batches.size()
        entries = await self._log.open_for(server.name, collection, size, until)
        if entries:
            self._batches.note(size)
        return entries

    def note_write(self, server: Server, collection: str) -> None:
        """Remember that the others are behind in a collection."""
        self._stale |= {(one.name, collection) for one in self._servers if one is not server}

    def is_current(self, server: Server, collection: str | None) -> bool:
        """Tell whether a server shows all that was acknowledged in a collection, or in all."""
        if collection is None:
            return server.name not in {name for name, _ in self._stale}
        return (server.name, collection) not in self._stale

    async def execute(self, server: Server, request: Request, collection: str) -> httpx.Response:
        """Have a server do what a request asks for.

        Raises:
            Unreachable: it gives no answer.
        """
        answer = await server.send(
            request.method, await self._path_on(server, request, collection), body=request.body
        )
        if answer.is_success and request.creates:
            await self._identities.learn(server, collection, answer.json()["id"])
        if request.drops:
            self._identities.forget_on(server, collection)
        return answer

    async def _path_on(self, server: Server, request: Request, collection: str) -> str:
        """Return the path of a request with the id by which the server knows the collection."""
        if request.creates:
            return request.path
        if request.drops:
            return request.path_with(collection)
        own = await self._identities.id_on(server, collection, root_of(request))
        return request.path_with(own or collection)

    async def _replay(self, entry: Entry, server: Server) -> None:
        reason = ""
        for _ in range(_ATTEMPTS):
            answer = await self.execute(server, entry.request, entry.collection)
            if _is_done(entry.request, answer):
                await self._log.done(entry, server.name)
                return
            reason = f"{server.name} answered {answer.status_code}: {answer.text[:300]}"
        if not entry.was_executed and answer.status_code < _SERVERS_FAULT:
            await self._log.refused(entry)
        else:
            await self._log.failed(entry, _ATTEMPTS, reason)


def _is_done(request: Request, answer: httpx.Response) -> bool:
    """Tell whether a server has done it; that there is nothing left to do is as good."""
    if request.creates and answer.status_code == _CONFLICT:
        return True
    if request.drops and answer.status_code == _NOT_FOUND:
        return True
    return answer.is_success
