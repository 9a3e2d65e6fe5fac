"""What travels between who hands out the work and who does it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from support.run.journal import Journal
from support.run.plugin import Deployment

LOST = "lost"
"""Status of a unit whose worker died before it could report."""

NOT_RUN = "untested"
"""behave's word for a unit that was not begun, because the run was stopped."""


@dataclass(frozen=True)
class Unit:
    """One scenario: the least that is worth a process of its own, and the most that one can lose.

    Attributes:
        number: counts the units of a run, and names what the scenario makes.
        location: file and line, as behave writes it.
        name: title of the scenario.
        feature: title of its feature.
        suite: what JUnit calls the feature.
        isolated: whether no other unit may run meanwhile.
    """

    number: int
    location: str
    name: str
    feature: str
    suite: str
    isolated: bool = False

    def __str__(self) -> str:
        return f"{self.location}  {self.name}"


@dataclass(frozen=True)
class Order:
    """All that a worker must know to run one unit, on this machine or on another.

    Attributes:
        unit: what to run.
        arguments: of behave, as the user gave them.
        deployments: where the systems live, by tag.
        sharing: how many processes use the same accounts at a time.
        journal: where the run writes down what it makes.
        folder: where the worker puts its reports.
        worker: what to call it in reports.
    """

    unit: Unit
    arguments: tuple[str, ...]
    deployments: Mapping[str, Deployment] = field(repr=False)
    sharing: int
    journal: Journal
    folder: Path
    worker: str


@dataclass(frozen=True)
class Result:
    """What became of a unit.

    Attributes:
        unit: the unit.
        status: behave's word for the scenario's end, or `lost`.
        is_red: whether it makes the run red.
        step_type: given, when or then: of the step that is red; empty if none is.
        step: its sentence.
        message: what is wrong.
        note: what the summary says of it.
        deployment_lost: whether the system under test stopped answering.
        report_errors: reports that the worker could not write.
        figures: the worker's `RunTimings`.
    """

    unit: Unit
    status: str
    is_red: bool
    step_type: str = ""
    step: str = ""
    message: str = ""
    note: str = ""
    deployment_lost: bool = False
    report_errors: list[str] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        """What is wrong, below the sentence at which that was found out."""
        sentence = f"{self.step_type.title()} {self.step}".strip()
        return "\n".join(filter(None, [sentence, self.message]))

    @property
    def is_missing(self) -> bool:
        """Whether no worker executed it to its end."""
        return self.status in {LOST, NOT_RUN}


class Executor(Protocol):
    """Something that runs units, here or elsewhere."""

    def discover(self) -> list[Unit]:
        """Return what the user selected."""

    def run(self, units: Sequence[Unit], tell: Callable[[Result], None]) -> list[Result]:
        """Run the units, tell each result at once, and return one for each unit."""

    def merge(self, results: Sequence[Result]) -> None:
        """Make one set of reports out of those of the workers."""
