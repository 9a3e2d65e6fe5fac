"""What one scenario does with ReplantWorld: nouns that act, and oracles that judge."""

from collections.abc import Iterable

from support.bongos.sei import SeiBongo
from support.replantworld.collections import Collections
from support.replantworld.jobs import Jobs
from support.replantworld.migration import Migration
from support.replantworld.monitoring import Monitoring
from support.replantworld.operating import Operating
from support.replantworld.oracle.arrival import Arrival
from support.replantworld.oracle.batches import Batches
from support.replantworld.oracle.cache import CacheOracle
from support.replantworld.oracle.command import CommandOracle
from support.replantworld.oracle.monitor import MonitorOracle
from support.replantworld.oracle.patience import PatienceOracle
from support.replantworld.oracle.runner import RunnerOracle
from support.replantworld.oracle.telling import Telling
from support.replantworld.outages import Outages
from support.replantworld.refusals import Refusals
from support.replantworld.stumbling import Stumbling
from support.replantworld.system import ReplantworldSystem
from support.replantworld.testing import Testing
from support.replantworld.witnesses import Witnesses
from support.run.plugin import Scene


class ReplantworldScenario:
    """The nouns of the sentences.

    Attributes:
        collections: what is on Sei.
        migration: asks ReplantWorld to migrate it.
        outages: takes chains and cache away.
        arrival: judges whether NFTs have arrived.
        cache: judges what the cache keeps, and tells of its use.
        telling: judges what is told of migrations.
        jobs: has collections migrated in batches, and taken back.
        batches: judges jobs.
        monitoring: migrates under the eyes of the monitor.
        monitor: judges what that tells.
        testing: has ReplantWorld test itself.
        runner: judges what it says of such tests.
        operating: an operator, who has it tested by its command.
        command: judges how that ends.
        stumbling: has Sei give no answer.
        patience: judges how often it is asked then.
        refusals: asks for what must be refused, and judges how that is done.

    Args:
        system: ReplantWorld and its observers.
        scene: of the scenario.
    """

    def __init__(self, system: ReplantworldSystem, scene: Scene) -> None:
        budget = system.settings.budget("migration")
        self.collections = Collections(system.sei, scene)
        self.arrival = Arrival(system.observers, budget, scene.timings)
        self.cache = CacheOracle(system.api, system.cache)
        self.migration = Migration(system.api, self.arrival, self.cache, scene.timings)
        self.monitor = MonitorOracle(system.api, budget)
        self.monitoring = Monitoring(system.api, self.collections, self.migration, self.monitor)
        self.outages = Outages(system, scene)
        self.stumbling = Stumbling(system, self.collections, self.migration, self.outages)
        self.patience = PatienceOracle(self.stumbling, system.settings.replantworld_sei_max_retries)
        self.telling = Telling()
        solana, longest = system.observers.solana, system.settings.budget("pipeline")
        self.jobs = Jobs(system.api, self.arrival, solana, longest, scene)
        at_a_time = system.settings.batch_migration_concurrent_batches
        self.batches = Batches(system.api, system.observers, at_a_time, budget)
        witnesses = Witnesses(system.api, solana)
        self.testing = Testing(system.api, witnesses, scene.timings)
        self.operating = Operating(system, witnesses, self.outages, scene.timings)
        self.command = CommandOracle(system, self.operating)
        self.runner = RunnerOracle(system.api, system.observers)
        self.refusals = Refusals(system.api)

    def expect_whole(self) -> None:
        """Expect all that is on Sei to have arrived, and what was told of that to say so.

        Raises:
            Failure: it has not, or a failure was told.
        """
        self.arrival.expect_whole(self.collections.made)
        if self.migration.has_run:
            self.telling.expect_none_failed(self.migration.report)
        if self.migration.is_first:
            minted = [mint for one in self.collections.made for mint in self._addresses(one)]
            self.telling.expect_stages(self.migration.report, len(minted))
            self.telling.expect_addresses(self.migration.report, minted)

    def _addresses(self, collection: SeiBongo) -> Iterable[str]:
        return self.arrival.addresses(collection).values()
