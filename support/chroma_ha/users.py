"""Users who work at the same time: each writes and searches at a steady pace."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from statistics import quantiles
from time import perf_counter

import allure

from support.chroma_ha.client.store import VectorStore
from support.chroma_ha.collection import Collection
from support.chroma_ha.records import Record
from support.core.errors import Failure
from support.core.tables import NARROW, table
from support.core.waiting import RateLimiter

_PAUSE_S = 0.1
_PERCENTILES = (50, 95, 99)


class Users:
    """Several users of one collection.

    Attributes:
        turned_away: what those were told who were refused.

    Args:
        store: the balancer.
        collection: that they share.
    """

    def __init__(self, store: VectorStore, collection: Collection) -> None:
        self.turned_away: list[str] = []
        self._store = store
        self._collection = collection
        self._spent: dict[str, list[float]] = {"write": [], "search": []}

    def work(self, users: int, documents: int) -> None:
        """Let each user write so many documents, and search for each; report how long it took."""
        written = list(self._collection.new_ones(users * documents).items())
        with ThreadPoolExecutor(users) as pool:
            list(pool.map(self._work_alone, [written[user::users] for user in range(users)]))
        rows = [(what, len(spent), *_percentiles(spent)) for what, spent in self._spent.items()]
        headings = ["ms", "times", *(f"p{percent}" for percent in _PERCENTILES)]
        allure.attach(table(headings, rows, NARROW), "Load")
        self.turned_away += [str(one) for one in self._collection.refusals]

    def _work_alone(self, documents: Sequence[tuple[str, Record]]) -> None:
        pace = RateLimiter(_PAUSE_S)
        for name, one in documents:
            pace.wait()
            started = perf_counter()
            self._collection.try_to_write({name: one})
            between = perf_counter()
            try:
                self._store.nearest(self._collection.name, one.embedding, limit=3)
            except Failure as error:
                self.turned_away.append(str(error))
            self._spent["write"].append(between - started)
            self._spent["search"].append(perf_counter() - between)


def _percentiles(seconds: Sequence[float]) -> list[float]:
    cuts = quantiles(seconds, n=100, method="inclusive")
    return [1000 * cuts[percent - 1] for percent in _PERCENTILES]
