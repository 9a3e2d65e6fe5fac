"""Jobs of the scenario: collections that are migrated in batches, and taken back."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from support.bongos.sei import SeiBongo
from support.core.causes import Cause, together
from support.core.errors import Failure
from support.core.waiting import eventually
from support.laws.bystanders import Bystander
from support.replantworld.client.api import ReplantworldApi
from support.replantworld.client.jobs import Job
from support.replantworld.client.reports import Report
from support.replantworld.observers.solana import SolanaObserver
from support.replantworld.oracle.arrival import Arrival
from support.run.plugin import Scene

Kill = Callable[[], None]
"""Kills ReplantWorld, and starts it again."""


class Jobs:
    """Has jobs run and taken back, and remembers what is told of that.

    Attributes:
        ids: of the jobs, in the order in which they were made.
        looks: what was seen of a job while it ran, the last one after that.
        neighbour: the collection of the last job, which nobody takes back; None before that.

    Args:
        api: ReplantWorld.
        arrival: knows where NFTs are.
        solana: looks at the wallet; None if nobody can.
        budget: how long a job may run, in seconds.
        scene: of the scenario.
    """

    def __init__(
        self,
        api: ReplantworldApi,
        arrival: Arrival,
        solana: SolanaObserver | None,
        budget: float,
        scene: Scene,
    ) -> None:
        self.ids: list[str] = []
        self.looks: list[Job] = []
        self.neighbour: Bystander | None = None
        self._api = api
        self._arrival = arrival
        self._solana = solana
        self._budget = budget
        self._scene = scene
        self._report: Report | None = None

    @property
    def report(self) -> Report:
        """What was told of the latest run of a job."""
        if self._report is None:
            raise Failure(Cause.SUITE("No job was run"))
        return self._report

    def make(self, collection: SeiBongo, batch_size: int = 2) -> None:
        """Make a job for a collection, which nobody runs yet."""
        name = f"{self._scene.prefix}-{len(self.ids) + 1}"
        self.ids.append(self._api.create_job(name, [collection.address], batch_size))

    def run(self, collection: SeiBongo, batch_size: int = 2) -> None:
        """Run a new job for a collection; how it went is for others to judge."""
        with self._scene.timings.phase("sync"):
            self.make(collection, batch_size)
            self._report = self._api.run_batch(self.ids[-1])

    def run_watched(self, collection: SeiBongo, batch_size: int) -> None:
        """Run a new job for a collection, and look at it again and again until it has ended."""
        self.make(collection, batch_size)
        with self._scene.timings.phase("sync"), ThreadPoolExecutor(1) as pool:
            running = pool.submit(self._api.run_batch, self.ids[-1])
            eventually(
                self._look_at_latest,
                until=lambda _: running.done(),
                budget=self._budget,
                waiting_for="the job to end",
            )
            self._report = running.result()
        self._look_at_latest()

    def run_interrupted(self, collection: SeiBongo, batch_size: int, kill: Kill) -> None:
        """Have ReplantWorld killed while it runs a new job, and run the job once more.

        Raises:
            Failure: the job had ended before.
        """
        assert self._solana is not None, "the scenario needs @needs_solana"
        solana, before = self._solana, self._solana.latest()
        self.make(collection, batch_size)
        with self._scene.timings.phase("sync"), ThreadPoolExecutor(1) as pool:
            running = pool.submit(self._api.run_batch, self.ids[-1])
            now = eventually(
                solana.latest,
                until=lambda latest: latest != before or running.done(),
                budget=self._budget,
                waiting_for="the job to mint something",
            )
            if running.done() and now != before:
                raise Failure(Cause.SUITE("The job was too quick to be interrupted"))
            kill()
        self.run_again()

    def run_each(self, collections: Sequence[SeiBongo]) -> None:
        """Run a new job for each of some collections."""
        for collection in collections:
            self.run(collection)

    def run_again(self) -> None:
        """Run the first job once more."""
        self._report = self._api.run_batch(self.ids[0])

    def take_back(self) -> None:
        """Take the first job back."""
        self._report = self._api.roll_back(self.ids[0])

    def take_back_beside(self, neighbour: SeiBongo) -> None:
        """Take the first job back, beside a collection that must stay as it is."""

        def addresses() -> Mapping[str, str]:
            return self._arrival.settled_addresses(neighbour)

        self.neighbour = Bystander("the other collection", addresses)
        self.neighbour.remember()
        self.take_back()

    def _look_at_latest(self) -> None:
        self.looks.append(self._api.job(self.ids[-1]))

    def expect_neighbour_unchanged(self) -> None:
        """Expect the NFTs of the other collection to be where they were.

        Raises:
            Failure: one of them is not.
        """
        assert self.neighbour is not None, "a sentence before this one remembers"
        if changes := self.neighbour.changes():
            raise Failure(together(changes))
