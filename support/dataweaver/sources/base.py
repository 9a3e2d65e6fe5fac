"""What every source can do for a scenario."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from support.bongos.base import Workspace
from support.bongos.sources import Sources
from support.dataweaver.tables import Table
from support.run.plugin import Scene

Config = Mapping[str, Any]

ROWS = 7


class Source(ABC):
    """A source of the scenario's own, with tables in it, whatever they are called there.

    Attributes:
        states: what was there whenever it was asked, by path, one state after the other.

    Args:
        sources: what the run writes to.
        scene: of the scenario.
    """

    connector_type: ClassVar[str]
    """By which DataWeaver connects it."""

    authentication: ClassVar[str]
    """How DataWeaver logs in there."""

    bongo: ClassVar[str]
    """The source by which the suite's settings reach it."""

    table_type: ClassVar[str]
    """What DataWeaver calls a table there."""

    def __init__(self, sources: Sources, scene: Scene) -> None:
        self.sources = sources
        self.scene = scene
        self.states: list[Mapping[str, Table]] = []

    @abstractmethod
    def add(self, table: str) -> None:
        """Put a table of test data there."""

    @abstractmethod
    def remove(self, table: str) -> None:
        """Take a table away."""

    @abstractmethod
    def change(self, table: str) -> None:
        """Change a row of a table, take another one away, and put a third one there."""

    @abstractmethod
    def path_of(self, table: str) -> str:
        """Return the path under which DataWeaver knows a table."""

    @abstractmethod
    def read(self) -> Mapping[str, Table]:
        """Ask the source for its tables, by the path under which DataWeaver knows them."""

    @property
    @abstractmethod
    def config(self) -> Config:
        """What DataWeaver needs to read it."""

    @property
    @abstractmethod
    def wrong_config(self) -> Config:
        """The same with credentials of the right form that nobody has."""

    def fill(self) -> None:
        """Put two tables of test data there."""
        for name in ("samples", "results"):
            self.add(name)
        self.tables()

    def tables(self) -> Mapping[str, Table]:
        """Ask the source for its tables, by path, and remember that they were there."""
        found = self.read()
        self.states.append(found)
        return found

    @property
    def ever(self) -> set[str]:
        """The paths of all tables that were ever seen there."""
        return {path for state in self.states for path in state}

    def workspace(self, what: str) -> Workspace:
        """Return a place in the source that goes with the scenario."""
        return Workspace(
            f"{self.scene.prefix}-{what}", self.scene.cleanup.register, self.scene.timings
        )
