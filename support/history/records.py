"""What is kept of a run, whoever keeps it and wherever."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

GREEN = "passed"
SKIPPED = "skipped"
KNOWN = "known"


@dataclass(frozen=True)
class Subject:
    """Of what something is told from run to run: a scenario on one deployment.

    Attributes:
        deployment: where the system lived, and what was planted there; its own past is that of the
            same deployment.
        file: of the feature.
        name: of the scenario.
    """

    deployment: str
    file: str
    name: str


@dataclass(frozen=True)
class Entry:
    """What became of a scenario in one run.

    Attributes:
        subject: the scenario.
        run: the id of the run.
        at: when the run began, in UTC.
        system: the tag of the system.
        generation: of the product, as it told.
        source: by the tag; empty if the scenario is of none.
        status: behave's word, or `known`.
        cause: why it is red; empty if it is not.
        bug: the id of the known bug that showed itself; empty if none did.
        seconds: from its beginning to its end.
        phases: seconds of each phase.
    """

    subject: Subject
    run: str
    at: datetime
    system: str
    generation: str = ""
    source: str = ""
    status: str = GREEN
    cause: str = ""
    bug: str = ""
    seconds: float = 0.0
    phases: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_judged(self) -> bool:
        """Whether it says anything of the product."""
        return self.status not in {SKIPPED, "untested"}

    @property
    def is_red(self) -> bool:
        """Whether it turned its run red."""
        return self.is_judged and self.status not in {GREEN, KNOWN}


def moment(at: datetime) -> str:
    """Return a moment in UTC as people read it."""
    return f"{at:%Y-%m-%d %H:%M} UTC"
