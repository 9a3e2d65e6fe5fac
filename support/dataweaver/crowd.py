"""Many people who work with DataWeaver at the same time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from time import perf_counter
from typing import TypeVar

from support.core.errors import Failure
from support.dataweaver.client.dataweaver import DataWeaver
from support.run.plugin import Scene

T = TypeVar("T")

CROWD = "dataweaver crowd"

ROUNDS = 4


class Crowd:
    """People, each of whom sets connectors up, looks at them, and deletes every other one.

    Attributes:
        spent: how long each call took, in seconds.
        errors: what was answered to those that failed.
        acknowledged: the names of the connectors that must be there.
        uncertain: the names of those of which nobody said what became of them when deleted.

    Args:
        client: of DataWeaver, which repeats nothing by itself.
        scene: of the scenario.
    """

    def __init__(self, client: DataWeaver, scene: Scene) -> None:
        self.spent: list[float] = []
        self.errors: list[Failure] = []
        self.acknowledged: set[str] = set()
        self.uncertain: set[str] = set()
        self._client = client
        self._scene = scene

    @property
    def prefix(self) -> str:
        """What begins the names of its connectors."""
        return f"{self._scene.prefix}-crowd"

    def work(self, people: int) -> None:
        """Let so many people work at the same time."""
        names = [[f"{self.prefix}-{one}-{n}" for n in range(ROUNDS)] for one in range(people)]
        self._scene.cleanup.register(CROWD, self.prefix)
        with ThreadPoolExecutor(people) as pool:
            list(pool.map(self._work_alone, names))

    def _work_alone(self, names: list[str]) -> None:
        for number, name in enumerate(names):
            body = {"name": name, "connector_type": "SLACK", "auth_type": "NONE", "config": {}}
            made = self._measured(partial(self._client.create, body))
            if made is None:
                return  # whoever is turned away goes home
            self.acknowledged.add(name)
            self._measured(partial(self._client.connector, made.id))
            self._measured(self._client.connectors)
            if number % 2:
                self._delete(made.id, name)

    def _delete(self, connector_id: int, name: str) -> None:
        errors = len(self.errors)
        self._measured(partial(self._client.delete, connector_id))
        self.acknowledged.discard(name)
        if len(self.errors) > errors:
            self.uncertain.add(name)

    def _measured(self, call: Callable[[], T]) -> T | None:
        started = perf_counter()
        try:
            return call()
        except Failure as error:
            self.errors.append(error)
            return None
        finally:
            self.spent.append(perf_counter() - started)
