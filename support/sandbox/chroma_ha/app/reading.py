"""Shares reads between the servers, and goes to the other one when the first gives no answer."""

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import count

import httpx

from support.sandbox.chroma_ha.app.configuration import JULY_2025, Configuration
from support.sandbox.chroma_ha.app.identities import Identities, root_of
from support.sandbox.chroma_ha.app.replication import Replicator
from support.sandbox.chroma_ha.app.requests import Request
from support.sandbox.chroma_ha.app.servers import Server, Unreachable
from support.sandbox.chroma_ha.app.writing import NobodyThere


class Reader:
    """Takes the reads of users.

    Args:
        configuration: says how reads are shared.
        servers: the primary first.
        identities: of collections.
        replicator: knows which server is behind.
    """

    def __init__(
        self,
        configuration: Configuration,
        servers: Sequence[Server],
        identities: Identities,
        replicator: Replicator,
    ) -> None:
        self._configuration = configuration
        self._servers = servers
        self._identities = identities
        self._replicator = replicator
        self._turns = count()

    async def read(self, request: Request) -> httpx.Response:
        """Return the answer of a server that has all that was acknowledged.

        Raises:
            NobodyThere: none gives an answer.
        """
        name = self._identities.name_of(request.key) if request.key else None
        for server in self.order(name):
            try:
                path = await self._path_on(server, request, name)
                answer = await server.send(request.method, path, request.query, request.body)
            except Unreachable:
                continue
            server.requests += 1
            return answer
        raise NobodyThere

    async def page_of_collections(self, request: Request) -> httpx.Response:
        """Return a page of the collections; each server has an order of its own, we have one.

        Raises:
            NobodyThere: no server gives an answer.
        """
        answer = await self.read(replace(request, query=""))
        if not answer.is_success:
            return answer
        asked = httpx.QueryParams(request.query)
        first = int(asked.get("offset", 0))
        ordered = sorted(answer.json(), key=lambda collection: collection["name"])
        limit = int(asked.get("limit", len(ordered)))
        return httpx.Response(200, json=ordered[first : first + limit])

    def order(self, collection: str | None) -> list[Server]:
        """Return the servers in the order in which they are asked."""
        chosen = self.choose()
        return sorted(
            self._servers,
            key=lambda server: (
                not server.healthy,
                not self._replicator.is_current(server, collection),
                server is not chosen,
            ),
        )

    def choose(self) -> Server:
        """Return whose turn it is: by the ratio, or by the strategy."""
        primary, replica = self._servers
        if self._configuration.generation == JULY_2025:
            ratio = self._configuration.read_ratio
            return replica if random.random() < ratio else primary  # noqa: S311  no secret
        match self._configuration.strategy:
            case "priority":
                return primary
            case "random":
                return random.choice(self._servers)  # noqa: S311  no secret
            case _:
                return self._servers[next(self._turns) % len(self._servers)]

    async def _path_on(self, server: Server, request: Request, name: str | None) -> str:
        if name is None or request.key is None:
            return request.path
        if request.operation is None:
            return request.path_with(name)
        own = await self._identities.id_on(server, name, root_of(request))
        return request.path_with(own or request.key)
