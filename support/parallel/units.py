"""What travels between who hands out the work and who does it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from support.core.causes import Cause
from support.core.limits import Limits
from support.reporting.outcomes import LOST, Outcome
from support.run.journal import Journal
from support.run.plugin import Deployment


@dataclass(frozen=True)
class Unit:
    """One scenario: the least that a process is told to do, and the most that a dead one can lose.

    Attributes:
        number: counts the units of a run, and names what the scenario makes.
        location: file and line, as behave writes it.
        name: title of the scenario.
        feature: title of its feature.
        suite: what JUnit calls the feature.
        isolated: whether no other unit may run meanwhile.
        tags: that apply to it.
        seconds: how long it usually takes; None if nobody knows.
    """

    number: int
    location: str
    name: str
    feature: str
    suite: str
    isolated: bool = False
    tags: tuple[str, ...] = ()
    seconds: float | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return f"{self.location}  {self.name}"

    @property
    def file(self) -> str:
        """The feature's file."""
        return self.location.rpartition(":")[0]

    def ended(self, status: str, message: str) -> Outcome:
        """Return what became of it when no worker could tell."""
        cause = Cause.SUITE.value if status == LOST else ""
        return Outcome(
            self.location,
            self.feature,
            self.name,
            status,
            message=message,
            cause=cause,
            tags=self.tags,
        )


@dataclass(frozen=True)
class Order:
    """All that a worker must know to run one unit, on this machine or on another.

    Attributes:
        unit: what to run.
        arguments: of behave, as the user gave them.
        deployments: where the systems live, by tag.
        limits: how to keep to those of accounts.
        journal: where the run writes down what it makes.
        folder: where the worker puts its reports.
        worker: what to call it in reports.
        lost: journals of workers that were lost with this unit before.
    """

    unit: Unit
    arguments: tuple[str, ...]
    deployments: Mapping[str, Deployment] = field(repr=False)
    limits: Limits
    journal: Journal
    folder: Path
    worker: str
    lost: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Result:
    """What became of a unit, and of the process that worked on it.

    Attributes:
        unit: the unit.
        outcome: of its scenario.
        deployment_lost: whether the system under test stopped answering.
        report_errors: reports that the worker could not write.
        figures: the worker's `RunTimings`.
        attempts: how often it was begun; more than once only if its workers were lost.
    """

    unit: Unit
    outcome: Outcome
    deployment_lost: bool = False
    report_errors: list[str] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)
    attempts: int = 1


class Executor(Protocol):
    """Something that runs units, here or elsewhere."""

    def discover(self) -> list[Unit]:
        """Return what the user selected."""

    def run(
        self,
        units: Sequence[Unit],
        tell: Callable[[Result], None],
        begin: Callable[[Unit], None] = lambda _: None,
    ) -> list[Result]:
        """Run the units, tell what begins and each result at once, and return one for each unit."""

    def merge(self, results: Sequence[Result]) -> None:
        """Make one set of reports out of those of the workers."""
