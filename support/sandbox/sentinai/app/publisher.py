"""The publisher: carries events from the outbox to Kafka, in order, at least once."""

from collections.abc import Callable
from typing import Any

from confluent_kafka import KafkaError, Message, Producer

from support.sandbox.sentinai.app.configuration import Configuration
from support.sandbox.sentinai.app.database import Connection, Row, connect, required, rows

_BATCH = 500
_LEADER = 6_001  # any number; whoever holds this lock in the database is the one that publishes
_LONGEST_SLEEP_S = 0.5
_DELIVERY_S = 3.0


class Publisher:
    """One of possibly several publishers; only one at a time publishes, or order would be lost."""

    def __init__(self, configuration: Configuration, beat: Callable[[], None]) -> None:
        self._beat = beat
        self._connection = connect(configuration.database_url)
        self._connection.execute("listen outbox")
        self._producer = Producer(
            {
                "bootstrap.servers": configuration.brokers,
                "enable.idempotence": True,
                "linger.ms": 0,
                "message.timeout.ms": int(_DELIVERY_S * 1000),
                "reconnect.backoff.max.ms": 200,
            }
        )

    def run(self) -> None:
        """Publish for ever."""
        while True:
            self._beat()
            if not self.publish_once():
                wait_for_news(self._connection, _LONGEST_SLEEP_S)

    def publish_once(self) -> int:
        """Publish the oldest events that wait; return how many went out."""
        with self._connection.transaction():
            if not self._leads():
                return 0
            waiting = rows(
                self._connection,
                "select id, topic, key, envelope::text as envelope from outbox"
                " where published_at is null order by id limit %s",
                _BATCH,
            )
            delivered = self._deliver(waiting)
            self._connection.execute(
                "update outbox set published_at = now() where id = any(%s)", [delivered]
            )
        return len(delivered)

    def _leads(self) -> bool:
        lock = "select pg_try_advisory_xact_lock(%s) as mine"
        return bool(required(self._connection, lock, _LEADER)["mine"])

    def _deliver(self, waiting: list[Row]) -> list[int]:
        """Send the rows; return those that the broker has.

        Of each key, only those before the first that failed count: the others are sent again
        after it, so that the order holds; a second delivery has no second effect.
        """
        failed: set[int] = set()
        for row in waiting:
            self._produce(row, failed)
        self._producer.flush()
        broken: set[str] = set()
        delivered = []
        for row in waiting:
            if row["id"] in failed:
                broken.add(row["key"])
            if row["key"] not in broken:
                delivered.append(row["id"])
        return delivered

    def _produce(self, row: Row, failed: set[int]) -> None:
        def on_delivery(error: KafkaError | None, _: Message) -> None:
            if error is not None:
                failed.add(row["id"])

        self._producer.produce(
            row["topic"], key=key_on_the_wire(row), value=row["envelope"], on_delivery=on_delivery
        )


def key_on_the_wire(row: Row) -> str:
    """Return the key that decides an event's partition."""
    key: str = row["key"]
    return key


def wait_for_news(connection: Connection, longest: float) -> None:
    """Sleep until the database notifies us, or that time has passed."""
    news: Any = connection.notifies(timeout=longest, stop_after=1)
    for _ in news:
        pass
