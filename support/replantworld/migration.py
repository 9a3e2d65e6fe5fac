"""Migrations of the scenario: what was asked of ReplantWorld, and what it told of that."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from support.bongos.sei import SeiBongo
from support.core.causes import Cause
from support.core.errors import Failure
from support.core.timings import ScenarioTimings
from support.replantworld.client.api import ReplantworldApi
from support.replantworld.client.reports import Report
from support.replantworld.oracle.arrival import Arrival
from support.replantworld.oracle.cache import CacheOracle


class Migration:
    """Asks ReplantWorld to migrate, and remembers what it tells.

    Attributes:
        is_first: whether there was one, and no other before it.
        before: where the NFTs of a collection were on Solana before its latest migration.

    Args:
        api: ReplantWorld.
        arrival: knows where NFTs are.
        cache: is told before each migration, so that it counts what this one makes of it.
        timings: of the scenario.
    """

    def __init__(
        self,
        api: ReplantworldApi,
        arrival: Arrival,
        cache: CacheOracle,
        timings: ScenarioTimings,
    ) -> None:
        self.before: Mapping[str, str] = {}
        self._api = api
        self._arrival = arrival
        self._cache = cache
        self._timings = timings
        self._report: Report | None = None
        self.is_first = False

    @property
    def has_run(self) -> bool:
        """Whether anything was migrated by it, and not by a job."""
        return self._report is not None

    @property
    def report(self) -> Report:
        """What ReplantWorld told of the latest migration."""
        if self._report is None:
            raise Failure(Cause.SUITE("Nothing was migrated"))
        return self._report

    def run(
        self,
        collections: Sequence[SeiBongo],
        most: int | None = None,
        *,
        caching: bool = True,
        monitoring: bool = False,
        besides: Sequence[str] = (),
    ) -> None:
        """Migrate collections, at most so many NFTs of each; how it went is for others to judge.

        Args:
            collections: to migrate.
            most: so many NFTs of each, and no more.
            caching: whether ReplantWorld may use what it remembers.
            monitoring: whether ReplantWorld shall measure it.
            besides: addresses of further collections.
        """
        addresses = [*(collection.address for collection in collections), *besides]
        self._cache.remember()
        self.is_first = self._report is None
        with self._timings.phase("sync"):
            self._report = self._api.run_pipeline(
                addresses, most, caching=caching, monitoring=monitoring
            )

    def run_at_once(self, collection: SeiBongo, times: int) -> None:
        """Migrate a collection several times at the same time; what is told of that is nobody's."""
        with ThreadPoolExecutor(times) as pool:
            list(pool.map(lambda _: self._api.run_pipeline([collection.address]), range(times)))

    def run_afresh(self, collection: SeiBongo) -> None:
        """Migrate a collection without use of what ReplantWorld remembers."""
        self.before = self._arrival.settled_addresses(collection)
        self.run([collection], caching=False)

    def run_after_burning(self, collection: SeiBongo) -> None:
        """Burn an NFT of a collection, and migrate the collection."""
        collection.burn(next(iter(collection.nfts)))
        self.run([collection])

    def run_after_changes(self, collection: SeiBongo) -> None:
        """Change and move an NFT that is not migrated yet, and migrate its collection."""
        migrated = self._arrival.addresses(collection)
        token = next((one for one in collection.nfts if one not in migrated), None)
        if token is None:
            raise Failure(
                Cause.INVENTED("Every NFT was migrated already, though it was not asked for")
            )
        new = collection.written_as(f"{token} anew")
        collection.change(replace(new, token=token))
        collection.move(token)
        self.run([collection])
