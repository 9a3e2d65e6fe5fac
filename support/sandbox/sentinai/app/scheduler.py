"""The two clocks: one has failed events retried when their time has come, one watches deadlines."""

from collections.abc import Callable

from support.sandbox.sentinai.app import events, processing
from support.sandbox.sentinai.app.configuration import Configuration
from support.sandbox.sentinai.app.database import Connection, Row, connect, rows
from support.sandbox.sentinai.app.events import Envelope, Kind
from support.sandbox.sentinai.app.publisher import wait_for_news

_LONGEST_SLEEP_S = 0.5
_SLA_INTERVAL_S = 0.1

# Four fifths of the time from the beginning to the deadline are over.
_IMMINENT = """
update exception set sla_imminent_at = now()
where sla_imminent_at is null and sla_deadline is not null and status <> 'resolved'
    and now() >= created_at + (sla_deadline - created_at) * 0.8
returning tenant_id, exception_id, sla_deadline, created_at
"""
_EXPIRED = """
update exception set sla_expired_at = now()
where sla_expired_at is null and status <> 'resolved' and now() >= sla_deadline
returning tenant_id, exception_id, sla_deadline, created_at
"""


class RetryScheduler:
    """Keeps nothing in memory: what waits, and until when, stands in the database."""

    def __init__(self, configuration: Configuration, beat: Callable[[], None]) -> None:
        self._beat = beat
        self._connection = connect(configuration.database_url)
        self._connection.execute("listen retries")

    def run(self) -> None:
        """Release events for ever."""
        while True:
            self._beat()
            with self._connection.transaction():
                processing.release_due(self._connection)
            sleep = processing.seconds_until_due(self._connection, _LONGEST_SLEEP_S)
            wait_for_news(self._connection, max(sleep, 0.005))


class SlaMonitor:
    """Warns of deadlines; what it emitted stands in the database, so it warns of nothing twice."""

    def __init__(self, configuration: Configuration, beat: Callable[[], None]) -> None:
        self._beat = beat
        self._connection = connect(configuration.database_url)

    def run(self) -> None:
        """Watch for ever."""
        while True:
            self._beat()
            with self._connection.transaction():
                warn(self._connection)
            wait_for_news(self._connection, _SLA_INTERVAL_S)


def warn(connection: Connection) -> None:
    """Give notice of deadlines that are near and of those that have passed, each once."""
    for row in rows(connection, _IMMINENT):
        _emit(connection, Kind.SLA_IMMINENT, row)
    for row in rows(connection, _EXPIRED):
        _emit(connection, Kind.SLA_EXPIRED, row)


def _emit(connection: Connection, kind: Kind, row: Row) -> None:
    event = Envelope(
        event_type=kind,
        tenant_id=row["tenant_id"],
        exception_id=row["exception_id"],
        correlation_id=row["exception_id"],
        payload={"sla_deadline": row["sla_deadline"].isoformat(), "threshold_percent": 80},
    )
    events.emit(connection, event)
