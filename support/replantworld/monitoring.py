"""Migrations of the scenario that ReplantWorld's monitor watches."""

from collections.abc import Sequence

from support.bongos.sei import SeiBongo
from support.core.causes import Cause
from support.core.errors import Failure
from support.replantworld.client.api import ReplantworldApi
from support.replantworld.collections import Collections
from support.replantworld.migration import Migration
from support.replantworld.oracle.monitor import LEAST_HIT_RATE, MonitorOracle, misses_needed

_FEW, _MANY = 3, 250


class Monitoring:
    """Migrates under the eyes of the monitor.

    Args:
        api: ReplantWorld.
        collections: of the scenario.
        migration: how they are migrated.
        oracle: looks at the monitor before.
    """

    def __init__(
        self,
        api: ReplantworldApi,
        collections: Collections,
        migration: Migration,
        oracle: MonitorOracle,
    ) -> None:
        self._api = api
        self._collections = collections
        self._migration = migration
        self._oracle = oracle

    def run(self, collections: Sequence[SeiBongo], besides: Sequence[str] = ()) -> None:
        """Migrate collections, watched; what is told of that is for others to judge."""
        self._oracle.remember()
        self._migration.run(collections, monitoring=True, besides=besides)

    def make_cache_useless(self) -> None:
        """Migrate so many new NFTs that the cache has had too few hits.

        Raises:
            Failure: it has not, though it knew none of them.
        """
        needed = misses_needed(self._api.cache_statistics())
        collection = self._collections.make(min(max(needed, _FEW), _MANY))
        self.run([collection])
        told = self._api.cache_statistics()
        if not told.total_requests or told.hit_rate >= LEAST_HIT_RATE:
            raise Failure(
                Cause.SUITE(f"The cache has {told.hit_rate:g} % of hits, and should have had fewer")
            )
