"""Legal slowness: what the product may take its time for, and a suite has to bear.

Switched on like a defect, by names such as `late-replication`; no scenario may go red for it.
"""

import asyncio
from contextlib import AbstractContextManager
from unittest.mock import patch

from support.sandbox.chroma_ha.app.replication import Replicator
from support.sandbox.chroma_ha.app.servers import Server
from support.sandbox.chroma_ha.sabotage.catalogue import CATALOGUE

_LATE_S = 1.0


@CATALOGUE.slow
def late_replication() -> AbstractContextManager[object]:
    """Let every round of replication come a second late."""
    original = Replicator.replicate_to

    async def replicate_to(self: Replicator, server: Server) -> None:
        await asyncio.sleep(_LATE_S)
        await original(self, server)

    return patch.object(Replicator, "replicate_to", replicate_to)
