"""Whether SentinAI's own metrics are what the observers count, and its statistics the list."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from prometheus_client.parser import text_string_to_metric_families

from support.core.causes import Cause
from support.core.errors import Failure
from support.core.looking import look_until_right
from support.core.tables import NARROW, table
from support.sentinai.client.events import CONSUMED, DEAD_LETTER, RETRY, kind_of_worker
from support.sentinai.laws.statistics import disagreeing_statistics
from support.sentinai.oracle.expectation import executions
from support.sentinai.tenant import Tenant

_PROCESSED = "sentinai_events_processed_total"

# A metric, what it should have grown by, and what it has grown by.
Row = tuple[str, int, float]


@dataclass(frozen=True)
class Metric:
    """A metric: its name, and the labels that single out what it counts."""

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
            if sample.name == self.name and self.labels.items() <= _plain(sample.labels).items()
        )


class Metrics:
    """The metrics of a tenant.

    Args:
        tenant: of which nothing was submitted when its metrics were noted first.
    """

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    def expect_true(self) -> None:
        """Expect that every metric grew by what the observers counted, and statistics agree."""
        look_until_right(
            lambda: (self._grown(), disagreeing_statistics(self._tenant)),
            lambda seen: [*_faults(seen[0]), *seen[1]],
            budget=self._tenant.budget,
            waiting_for="the metrics to say what the observers counted",
            details=lambda seen: table(["metric", "counted", "shown"], seen[0], NARROW),
        )

    def _grown(self) -> list[Row]:
        before, now = self._tenant.metrics_before, self._tenant.client.metrics()
        counted = list(self._counted())
        if not any(count for _, count in counted):
            raise Failure(Cause.SUITE("Nothing happened that a metric could count"))
        return [
            (str(metric), count, metric.read(now) - metric.read(before))
            for metric, count in counted
        ]

    def _counted(self) -> Iterator[tuple[Metric, int]]:
        """Yield what each metric must have grown by, counted by the observers."""
        observer = self._tenant.observer
        types = [event.type for event in observer.events(self._tenant.exceptions.names)]
        for worker, kind in CONSUMED.items():
            labels = {"worker_type": worker, "event_type": kind, "status": "success"}
            done = executions(observer.calls()) if worker == "tool" else types.count(kind)
            yield Metric(_PROCESSED, labels), done
        by_tools = {"worker_type": "tool"}
        yield Metric("sentinai_retries_total", by_tools), types.count(RETRY)
        yield Metric("sentinai_dlq_total", by_tools), types.count(DEAD_LETTER)
        yield Metric("sentinai_dlq_size", {}), len(self._tenant.client.dead_letters())


def _plain(labels: Mapping[str, str]) -> dict[str, str]:
    """Return labels with the workers' kinds as the suite names them: `ToolWorker` is `tool`."""
    return {
        name: kind_of_worker(value) if name == "worker_type" else value
        for name, value in labels.items()
    }


def _faults(rows: Sequence[Row]) -> Iterator[str]:
    for metric, counted, shown in rows:
        if counted != shown:
            yield Cause.MISCOUNTED(f"{metric} grew by {shown:g} instead of {counted}")
