"""Prometheus metrics, read from the records of the work itself.

No process counts anything in memory, so a worker that is killed takes no count along.
"""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from support.sandbox.sentinai.app.database import Connection, required, rows
from support.sandbox.sentinai.app.shape import SHAPE


class _Records(Collector):
    """Reads from the database what concerns a tenant, whenever Prometheus asks."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def collect(self) -> Iterator[Metric]:
        """Yield every metric."""
        yield self._processed()
        yield from self._announced()
        yield self._waiting()

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
            " from event_processing where tenant_id = %s group by 1, 2",
            self._tenant,
        )
        for row in found:
            for status, count in (("success", row["done"]), ("failure", row["failed"])):
                worker = SHAPE.in_metrics(row["worker_type"])
                family.add_metric([worker, row["event_type"], status], count)
        return family

    def _announced(self) -> Iterator[Metric]:
        """Yield what was said of failures."""
        for name, kind, text in (
            ("sentinai_retries", "RetryScheduled", "Retries that were scheduled"),
            ("sentinai_dlq", "DeadLettered", "Events that were dead-lettered"),
        ):
            family = CounterMetricFamily(name, text, labels=["worker_type"])
            found = rows(
                self._connection,
                "select payload->>'worker_type' as worker, count(*) as count from event_log"
                " where event_type = %s and tenant_id = %s group by 1",
                kind,
                self._tenant,
            )
            for row in found:
                family.add_metric([SHAPE.in_metrics(row["worker"])], row["count"])
            yield family

    def _waiting(self) -> Metric:
        found = required(
            self._connection,
            "select count(*) as letters from dead_letter_events"
            " where status = 'pending' and tenant_id = %s",
            self._tenant,
        )
        return GaugeMetricFamily("sentinai_dlq_size", "Dead letters waiting", found["letters"])


def exposition(connection: Connection, tenant: str) -> bytes:
    """Return the metrics of a tenant as Prometheus reads them."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Records(connection, tenant))
    return generate_latest(registry)
