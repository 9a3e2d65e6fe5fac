"""Business scenarios that the scenario sets up."""

from collections.abc import Iterator
from contextlib import contextmanager

from support.core.http import ApiError
from support.dataweaver.client.dataweaver import DataWeaver
from support.dataweaver.client.models import BusinessScenario, Extract, SetUp
from support.dataweaver.plan import PLAN, PlannedScenario
from support.run.plugin import Scene

SET_UP = "dataweaver set-up"


class SetUps:
    """The set-ups of a scenario.

    Attributes:
        offered: the business scenarios that people are shown.
        planned: what the plan says of the one that was set up.
        before: the ids of all connectors, when nothing was set up yet.
        made: what came of each set-up.
        refusal: what was answered to one that failed.
        extracts: what DataWeaver says of each data source that was extracted, by its name.

    Args:
        client: of DataWeaver.
        made_by: the ids of the connectors that were made, by the name of their set-up.
        scene: of the scenario.
    """

    planned: PlannedScenario

    def __init__(self, client: DataWeaver, made_by: dict[str, set[int]], scene: Scene) -> None:
        self.offered: list[BusinessScenario] = []
        self.before: set[int] = set()
        self.made: list[SetUp] = []
        self.refusal: ApiError | None = None
        self.extracts: dict[str, Extract] = {}
        self._client = client
        self._made_by = made_by
        self._scene = scene

    def look(self) -> None:
        """Look which business scenarios are offered."""
        self.offered = self._client.scenarios()

    def set_up(self, name: str, times: int = 1) -> None:
        """Set a business scenario up, which need not succeed."""
        with self.making(name):
            try:
                for _ in range(times):
                    self.made.append(self._client.set_up(self.planned.id))
            except ApiError as error:
                self.refusal = error

    @contextmanager
    def making(self, name: str) -> Iterator[None]:
        """Note what connectors are made until exit, by whoever sets the business scenario up.

        Their names are no run's: what is there afterwards, and was not there before, is what is
        removed in the end.
        """
        self.planned = PLAN[name]
        own = f"{self._scene.prefix}-{self.planned.id.replace('_', '-')}"
        self._scene.cleanup.register(SET_UP, own)
        self.before = self.ids()
        try:
            yield
        finally:
            self._made_by[own] = self.ids() - self.before

    def extract(self) -> None:
        """Extract every data source of what was set up."""
        for made in self.made:
            for source in made.data_sources:
                self.extracts[source.name] = self._client.extract(
                    source.id, {"extract_type": "full"}
                )

    def ids(self) -> set[int]:
        """Return the ids of all connectors that are there."""
        return {one.id for one in self._client.connectors()}
