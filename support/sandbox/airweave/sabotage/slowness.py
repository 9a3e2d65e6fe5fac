"""Legal slowness: what a product may take its time for, and a suite has to bear.

Switched on like a defect, by names such as `slow-jobs`; no scenario may go red for it.
"""

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Collection as Items
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from unittest.mock import patch
from uuid import UUID

from qdrant_client.models import PointStruct

from support.sandbox.airweave.app.jobs import Jobs
from support.sandbox.airweave.app.store import TENANT, Store
from support.sandbox.airweave.sabotage.catalogue import CATALOGUE

_LONGEST_JOB_START_S = 0.6
_LONGEST_INDEXING_S = 0.4
_QUEUES = 8


@CATALOGUE.slow
def slow_jobs() -> AbstractContextManager[object]:
    """Let every job wait a random time before it starts."""
    latency = property(
        lambda _: random.uniform(0, _LONGEST_JOB_START_S),  # noqa: S311  nothing to guess here
        lambda _self, _value: None,
    )
    return patch.object(Jobs, "_latency", latency, create=True)


@CATALOGUE.slow
@contextmanager
def late_index() -> Iterator[None]:
    """Let search and store show what a job wrote a random time later; each collection in order."""
    queues = [ThreadPoolExecutor(1, f"late-index-{number}") for number in range(_QUEUES)]
    insert, delete = Store.insert, Store.delete

    def later(collection: object, work: Callable[[], None]) -> None:
        due = time.monotonic() + random.uniform(0, _LONGEST_INDEXING_S)  # noqa: S311
        queues[hash(str(collection)) % _QUEUES].submit(_when_due, due, work)

    def insert_later(self: Store, points: Sequence[PointStruct]) -> None:
        collection = (points[0].payload or {}).get(TENANT) if points else None
        later(collection, lambda: insert(self, points))

    def delete_later(self: Store, collection: UUID, sync: UUID, ids: Items[str]) -> None:
        later(collection, lambda: delete(self, collection, sync, ids))

    with patch.multiple(Store, insert=insert_later, delete=delete_later):
        yield
    for queue in queues:
        queue.shutdown()


def _when_due(due: float, work: Callable[[], None]) -> None:
    """Do the work at its time; what is behind others that were late is not later for that."""
    threading.Event().wait(max(0.0, due - time.monotonic()))
    work()
