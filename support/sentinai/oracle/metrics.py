"""Whether SentinAI's own figures are those that the observers count."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from prometheus_client.parser import text_string_to_metric_families

from support.core.errors import Failure
from support.core.tables import NARROW, table
from support.core.waiting import WaitedInVain, eventually
from support.sentinai.client.events import DEAD, RETRY, TAKES
from support.sentinai.oracle.chain import executions
from support.sentinai.tenant import Desk

_PROCESSED = "sentinai_events_processed_total"


@dataclass(frozen=True)
class Figure:
    """A figure: its name, and the labels that single out what it counts."""

    name: str
    labels: Mapping[str, str]

    def __str__(self) -> str:
        labels = ", ".join(f"{name} {value}" for name, value in self.labels.items())
        return f"{self.name} ({labels})" if labels else self.name

    def read(self, text: str) -> float:
        """Return its value: the sum over all other labels."""
        return sum(
            sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            if sample.name == self.name and self.labels.items() <= sample.labels.items()
        )


def seen(desk: Desk) -> Iterator[tuple[Figure, int]]:
    """Yield what each figure must be, counted by the observers."""
    events = list(desk.events())
    count = {kind: sum(event.type == kind for event in events) for kind in TAKES.values()}
    for worker, kind in TAKES.items():
        labels = {"worker_type": worker, "event_type": kind, "status": "success"}
        done = executions(desk.calls()) if worker == "tool" else count[kind]
        yield Figure(_PROCESSED, labels), done
    retries = sum(event.type == RETRY for event in events)
    yield Figure("sentinai_retries_total", {"worker_type": "tool"}), retries
    dead = sum(event.type == DEAD for event in events)
    yield Figure("sentinai_dlq_total", {"worker_type": "tool"}), dead
    yield Figure("sentinai_dlq_size", {}), len(desk.client.dead_letters())


def expect_true(desk: Desk, before: str) -> None:
    """Expect that every figure grew by what the observers counted.

    Args:
        desk: the tenant of which nothing was posted before.
        before: the metrics as they were then.

    Raises:
        Failure: shows every figure beside what was counted.
    """

    def read() -> list[tuple[str, int, float]]:
        now = desk.client.metrics()
        return [
            (str(figure), count, figure.read(now) - figure.read(before))
            for figure, count in seen(desk)
        ]

    try:
        eventually(
            read,
            until=lambda rows: all(counted == shown for _, counted, shown in rows),
            budget=desk.budget,
            waiting_for="the metrics to say what the observers counted",
        )
    except WaitedInVain as vain:
        listing = table(["figure", "counted", "shown"], vain.last, NARROW)
        raise Failure(f"{vain.summary}\n{listing}") from None
