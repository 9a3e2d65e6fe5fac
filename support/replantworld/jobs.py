"""Jobs of the scenario: collections that are migrated in batches, and taken back."""

from collections.abc import Mapping, Sequence

from support.bongos.sei import SeiBongo
from support.core.causes import Cause, together
from support.core.errors import Failure
from support.laws.bystanders import Bystander
from support.replantworld.client.api import ReplantworldApi
from support.replantworld.client.reports import Report
from support.replantworld.oracle.arrival import Arrival
from support.run.plugin import Scene


class Jobs:
    """Has jobs run and taken back, and remembers what is told of that.

    Attributes:
        ids: of the jobs, in the order in which they were made.
        neighbour: the collection of the last job, which nobody takes back; None before that.

    Args:
        api: ReplantWorld.
        arrival: knows where NFTs are.
        scene: of the scenario.
    """

    def __init__(self, api: ReplantworldApi, arrival: Arrival, scene: Scene) -> None:
        self.ids: list[str] = []
        self.neighbour: Bystander | None = None
        self._api = api
        self._arrival = arrival
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

    def expect_neighbour_unchanged(self) -> None:
        """Expect the NFTs of the other collection to be where they were.

        Raises:
            Failure: one of them is not.
        """
        assert self.neighbour is not None, "a sentence before this one remembers"
        if changes := self.neighbour.changes():
            raise Failure(together(changes))
