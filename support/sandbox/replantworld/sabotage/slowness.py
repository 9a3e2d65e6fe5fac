"""Legal slowness: what the product may take its time for, and a suite has to bear.

Switched on like a defect, by names such as `slow-migrations`; no scenario may go red for it.
"""

import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from unittest.mock import patch

from support.sandbox.replantworld.app.pipeline import Pipeline, Run
from support.sandbox.replantworld.app.store import Row, Store
from support.sandbox.replantworld.sabotage.catalogue import CATALOGUE

_LATE_S = 0.5
_NEW_S = 1.0


@CATALOGUE.slow
def slow_migrations() -> AbstractContextManager[object]:
    """Let every migration take half a second longer."""
    original = Pipeline.run

    def run(self: Pipeline, contracts: Sequence[str], cap: int | None, *, caching: bool) -> Run:
        time.sleep(_LATE_S)
        return original(self, contracts, cap, caching=caching)

    return patch.object(Pipeline, "run", run)


@CATALOGUE.slow
def late_answers() -> AbstractContextManager[object]:
    """Let every NFT be shown a second after it has arrived."""
    original = Store.search

    def search(self: Store, contract: str | None, status: str | None, limit: int) -> list[Row]:
        (row,) = self.run("select now() as now")
        return [
            one
            for one in original(self, contract, status, limit)
            if one["migration_date"] is None
            or (row["now"] - one["migration_date"]).total_seconds() > _NEW_S
        ]

    return patch.object(Store, "search", search)
