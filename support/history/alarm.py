"""When somebody is told of a run, and what: once, and only if something has changed."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from support.history.comparison import Comparison, named
from support.history.records import Entry, moment


class Change(StrEnum):
    """What has changed since the runs before."""

    RED = "red"
    OTHER_CAUSE = "red for another cause"
    GREEN = "green again"


@dataclass(frozen=True)
class Alarm:
    """What people are told of a run.

    Attributes:
        change: why they are told.
        run: its id.
        deployments: of which it is told.
        judged: how many scenarios were judged.
        since: when it began to be red, also of what is green again.
        causes: by cause, the titles of the scenarios that are red for it, the most frequent first.
        report: where to read on; empty if nobody said.
    """

    change: Change
    run: str
    deployments: Sequence[str]
    judged: int
    since: datetime
    causes: dict[str, list[str]] = field(default_factory=dict)
    report: str = ""

    @property
    def title(self) -> str:
        """What it is about, in one line."""
        return f"Datamonkey: {' and '.join(self.deployments)} is {self.change}"

    @property
    def text(self) -> str:
        """All of it, for people."""
        return "\n".join(filter(None, [self.title, *self._lines(), self.report]))

    def as_json(self) -> dict[str, object]:
        """Return it for machines."""
        return {
            "change": self.change.value,
            "text": self.text,
            "run": self.run,
            "deployments": list(self.deployments),
            "judged": self.judged,
            "red": sum(map(len, self.causes.values())),
            "causes": {cause: len(titles) for cause, titles in self.causes.items()},
            "since": self.since.isoformat(),
            "report": self.report,
        }

    def _lines(self) -> Iterator[str]:
        if self.change is Change.GREEN:
            since = moment(self.since)
            yield f"None of {self.judged} scenarios is red any more; there was red since {since}."
            return
        red = sum(map(len, self.causes.values()))
        yield f"{red} of {self.judged} scenarios are red, since {moment(self.since)}."
        for cause, titles in self.causes.items():
            yield f"- {cause} ({len(titles)}): {named(titles)}"


def alarm_of(comparison: Comparison, entries: Sequence[Entry], report: str) -> Alarm | None:
    """Return what people must be told of a run; None if nothing has changed for them.

    Args:
        comparison: of the run with those before it.
        entries: what became of its scenarios.
        report: where to read on.
    """
    judged = [entry for entry in entries if entry.is_judged]
    change = _change(comparison)
    if change is None:
        return None
    causes: dict[str, list[str]] = defaultdict(list)
    for entry in [*comparison.new, *comparison.known]:
        causes[entry.cause].append(entry.subject.name)
    return Alarm(
        change,
        judged[0].run,
        sorted({entry.subject.deployment for entry in judged}),
        len(judged),
        comparison.since or judged[0].at,
        dict(sorted(causes.items(), key=lambda one: -len(one[1]))),
        report,
    )


def _change(comparison: Comparison) -> Change | None:
    now = {entry.cause for entry in [*comparison.new, *comparison.known]}
    if not now:
        return Change.GREEN if comparison.since else None
    if not comparison.causes_before:
        return Change.RED
    return Change.OTHER_CAUSE if now - comparison.causes_before else None
