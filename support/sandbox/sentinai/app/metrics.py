# ruff: noqa: S608  every text of a query is our own
"""Prometheus metrics, read from the records of the work itself.

No process counts anything in memory, so a worker that is killed takes no count along.
"""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
)
from prometheus_client.registry import Collector

from support.sandbox.sentinai.app.database import Connection, required, rows

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
# What a caller may count: its own, or everything.
_MINE = "(%s::text is null or tenant_id = %s)"


class _Records(Collector):
    """Reads the database whenever Prometheus asks; `tenant` None counts all tenants."""

    def __init__(self, connection: Connection, tenant: str | None) -> None:
        self._connection = connection
        self._mine = (tenant, tenant)

    def collect(self) -> Iterator[Metric]:
        """Yield every metric."""
        yield self._processed()
        yield from self._announced()
        yield self._latency()
        yield from self._sizes()

    def _processed(self) -> Metric:
        family = CounterMetricFamily(
            "sentinai_events_processed",
            "Events that a worker has worked on",
            labels=["worker_type", "event_type", "status"],
        )
        found = rows(
            self._connection,
            "select worker_type, event_type, count(*) filter (where status = 'completed') as done,"
            " sum(attempts) - count(*) filter (where status = 'completed') as failed"
            f" from event_processing where {_MINE} group by 1, 2",
            *self._mine,
        )
        for row in found:
            for status, count in (("success", row["done"]), ("failure", row["failed"])):
                family.add_metric([row["worker_type"], row["event_type"], status], count)
        return family

    def _announced(self) -> Iterator[Metric]:
        """Yield what was said of failures."""
        for name, kind, text in (
            ("sentinai_retries", "RetryScheduled", "Retries that were scheduled"),
            ("sentinai_dlq", "DeadLettered", "Events that were given up"),
        ):
            family = CounterMetricFamily(name, text, labels=["worker_type"])
            found = rows(
                self._connection,
                "select payload->>'worker_type' as worker, count(*) as count from event_log"
                f" where event_type = %s and {_MINE} group by 1",
                kind,
                *self._mine,
            )
            for row in found:
                family.add_metric([row["worker"]], row["count"])
            yield family

    def _latency(self) -> Metric:
        family = HistogramMetricFamily(
            "sentinai_event_processing_latency_seconds",
            "From the making of an event to the end of the work on it",
            labels=["worker_type"],
        )
        counts = ", ".join(
            f"count(*) filter (where latency_seconds <= {bound}) as b{number}"
            for number, bound in enumerate(_BUCKETS)
        )
        found = rows(
            self._connection,
            f"select worker_type, {counts}, count(*) as count,"
            " sum(latency_seconds) as sum from event_processing"
            f" where latency_seconds is not null and {_MINE} group by 1",
            *self._mine,
        )
        for row in found:
            buckets = [(str(bound), row[f"b{number}"]) for number, bound in enumerate(_BUCKETS)]
            buckets.append(("+Inf", row["count"]))
            family.add_metric([row["worker_type"]], buckets, row["sum"])
        return family

    def _sizes(self) -> Iterator[Metric]:
        found = required(
            self._connection,
            f"select (select count(*) from exception where {_MINE}) as exceptions,"
            f" (select count(*) from dead_letter_events where status = 'pending' and {_MINE})"
            " as letters, (select count(*) from outbox where published_at is null) as waiting",
            *self._mine,
            *self._mine,
        )
        total = CounterMetricFamily("sentinai_exceptions_ingested", "Exceptions accepted")
        total.add_metric([], found["exceptions"])
        yield total
        yield GaugeMetricFamily("sentinai_dlq_size", "Dead letters waiting", found["letters"])
        waiting = "Events not yet on Kafka, of all tenants"
        yield GaugeMetricFamily("sentinai_outbox_pending", waiting, found["waiting"])


def exposition(connection: Connection, tenant: str | None) -> bytes:
    """Return the metrics as Prometheus reads them."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Records(connection, tenant))
    return generate_latest(registry)
