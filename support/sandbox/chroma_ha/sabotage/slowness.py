"""Legal slowness: what the product may take its time for, and a suite has to bear.

Switched on like a defect, by names such as `late-replication`; no scenario may go red for it.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from support.sandbox.chroma_ha.app.replication import Replicator
from support.sandbox.chroma_ha.app.servers import Server
from support.sandbox.chroma_ha.sabotage.catalogue import CATALOGUE

_LATE_S = 1.0


@CATALOGUE.slow
@contextmanager
def late_replication() -> Iterator[None]:
    """Let every round of replication come a second late, and so every task of it."""
    original, complete_at_once = Replicator.replicate_to, Replicator.complete

    async def replicate_to(self: Replicator, server: Server) -> None:
        await asyncio.sleep(_LATE_S)
        await original(self, server)

    async def complete(self: Replicator, collection: str) -> bool:
        await asyncio.sleep(_LATE_S)
        return await complete_at_once(self, collection)

    with (
        patch.object(Replicator, "replicate_to", replicate_to),
        patch.object(Replicator, "complete", complete),
    ):
        yield
