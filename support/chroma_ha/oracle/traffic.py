"""Sends requests through the balancer, and judges how it counts and shares them."""

import math
from collections.abc import Mapping

import allure

from support.chroma_ha.client.balancer import JUNE_2025
from support.chroma_ha.collection import Collection
from support.chroma_ha.system import ChromaHaSystem
from support.core.causes import Cause
from support.core.errors import Failure
from support.core.tables import NARROW, table

_DEVIATIONS = 4.9
"""So many standard deviations a true share is off by chance once in a million times."""

_EVEN = 0.5
_SHARES = {"write_primary": _EVEN, "round_robin": _EVEN, "random": _EVEN, "priority": 0.0}
"""What the replica has of all reads, by the strategies that there are."""


class Traffic:
    """Sends requests, and judges what the status counts of them.

    Attributes:
        sent: how many requests were sent.

    Args:
        system: Chroma HA.
    """

    def __init__(self, system: ChromaHaSystem) -> None:
        self._system = system
        self._before: Mapping[str, int] = {}
        self.sent = 0

    def read(self, collection: Collection, times: int) -> None:
        """Read all documents so many times."""
        self._begin(times)
        for _ in range(times):
            self._system.store.records(collection.name)

    def look_up(self, collection: Collection, times: int) -> None:
        """Look a collection up by its name so many times."""
        self._begin(times)
        for _ in range(times):
            self._system.store.id_of(collection.name)

    def write(self, collection: Collection, count: int) -> None:
        """Write so many more documents, one by one."""
        self._begin(count)
        collection.add_each(count)

    def expect_counted(self) -> None:
        """Expect the status to count just what was sent.

        Raises:
            Failure: it counts otherwise.
        """
        counted = self._counted()
        if sum(counted.values()) != self.sent:
            raise Failure(
                Cause.MISCOUNTED(
                    f"{self.sent} requests were sent, and the status counts {counted} more"
                )
            )

    def expect_all_at(self, server: str) -> None:
        """Expect the status to count all that was sent at one server.

        Raises:
            Failure: it counts otherwise.
        """
        counted = self._counted()
        expected = {name: self.sent if name == server else 0 for name in counted}
        if counted != expected:
            raise Failure(
                Cause.MISREPORTED(
                    f"The status counts {counted} more requests instead of {expected}"
                )
            )

    def expect_share_of_replica(self) -> None:
        """Expect the replica to have had the share of reads that the strategy gives it.

        The bound is that of the normal distribution, five standard deviations wide but for a
        little: a balancer that keeps to its strategy exceeds it once in a million times.

        Raises:
            Failure: it had another one, or what was sent was not counted.
        """
        self.expect_counted()
        share = self._share()
        had, expected = self._counted()["replica"], share * self.sent
        bound = _DEVIATIONS * math.sqrt(self.sent * share * (1 - share))
        row = (self.sent, expected, bound, had)
        text = table(["reads", "expected at replica", "give or take", "there"], [row], NARROW)
        allure.attach(text, "Share of the replica")
        if abs(had - expected) > bound:
            raise Failure(Cause.MISREPORTED(f"The replica had {had} of {self.sent} reads:\n{text}"))

    def _share(self) -> float:
        """Return the part of reads that the replica should have.

        Raises:
            Failure: the status names a strategy that there is not.
        """
        if self._system.balancer.generation == JUNE_2025:
            strategy = self._system.balancer.status().strategy
            if strategy not in _SHARES:
                raise Failure(Cause.MISREPORTED(f"There is no strategy {strategy!r}"))
            return _SHARES[strategy]
        return self._system.settings.read_replica_ratio

    def _begin(self, count: int) -> None:
        self._before, self.sent = self._system.balancer.status().requests, count

    def _counted(self) -> dict[str, int]:
        now = self._system.balancer.status().requests
        return {name: count - self._before[name] for name, count in now.items()}
