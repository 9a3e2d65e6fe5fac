"""Takes writes: logged first, executed once, acknowledged, and left to replication."""

from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from support.sandbox.chroma_ha.app.identities import Identities
from support.sandbox.chroma_ha.app.log import Entry, WriteLog
from support.sandbox.chroma_ha.app.replication import Replicator
from support.sandbox.chroma_ha.app.requests import Request
from support.sandbox.chroma_ha.app.servers import Server, Unreachable

_SERVERS_FAULT = 500


class NobodyThere(Exception):
    """No server can take the request now."""


@dataclass
class Writer:
    """Takes the writes of users.

    Attributes:
        servers: the primary first.
        log: of writes.
        identities: of collections.
        replicator: brings writes to the other server.
    """

    servers: Sequence[Server]
    log: WriteLog
    identities: Identities
    replicator: Replicator

    async def write(self, request: Request, collection: str) -> httpx.Response:
        """Do what a request asks for, and return the answer for the user.

        Raises:
            NobodyThere: no server can; if one may have done it, all will.
            Away: it cannot be logged.
        """
        async with self.replicator.locks[collection]:
            if request.creates:
                await self.identities.claim(collection)
            entry = await self.log.begin(request, collection)
            answer = await self._execute(entry)
            if request.drops and answer.is_success:
                await self.identities.forget(collection)
            return answer

    async def _execute(self, entry: Entry) -> httpx.Response:
        is_certain = True
        for server in self.candidates():
            try:
                if not await self.replicator.catch_up(server, entry.collection, entry.number):
                    continue
                answer = await self.replicator.execute(server, entry.request, entry.collection)
            except Unreachable as error:
                is_certain &= error.is_certain
                continue
            server.requests += 1
            await self.settle(entry, server, answer)
            return answer
        if is_certain:
            await self.log.refused(entry)
        raise NobodyThere

    def candidates(self) -> list[Server]:
        """Return the servers in the order in which they are asked to write."""
        return sorted(self.servers, key=lambda server: not server.healthy)

    async def settle(self, entry: Entry, server: Server, answer: httpx.Response) -> None:
        """Note what became of an entry."""
        if answer.is_success:
            await self.log.done(entry, server.name)
            self.replicator.note_write(server, entry.collection)
        elif answer.status_code < _SERVERS_FAULT:
            await self.log.refused(entry)
