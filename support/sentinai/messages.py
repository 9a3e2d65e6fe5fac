"""Messages that somebody else than SentinAI puts on its Kafka."""

import json
from datetime import UTC, datetime

from support.sentinai.client.kafka import KafkaPublisher, Message
from support.sentinai.observers.kafka import TOPIC, KafkaObserver
from support.sentinai.tenant import Tenant

_FLAWS: dict[str, dict[str, object]] = {
    "of a newer version": {"version": 99},
    "with an unknown field": {"surprise": "nobody knows this field"},
    "without a payload": {"payload": None},
}


class Messages:
    """Delivers messages about a tenant, once more or for the first time.

    Attributes:
        unreadable: the event id of the message that no worker can read.

    Args:
        tenant: whom they are about.
    """

    def __init__(self, tenant: Tenant) -> None:
        self.unreadable = f"{tenant.name}-unreadable"
        self._tenant = tenant

    def redeliver(self) -> None:
        """Deliver every message about the tenant once more, each where it stood."""
        self._publisher().publish(
            Message(record.topic, record.key, record.body, record.number)
            for record in self._kafka().records_of(self._tenant.name)
        )

    def publish_unreadable(self, flaw: str) -> None:
        """Publish a message that no worker can read; `flaw` says why."""
        envelope: dict[str, object] = {
            "event_id": self.unreadable,
            "event_type": "ExceptionIngested",
            "tenant_id": self._tenant.name,
            "exception_id": self.unreadable,
            "timestamp": datetime.now(UTC).isoformat(),
            "correlation_id": self.unreadable,
            "payload": {"raw_payload": self._tenant.exceptions.describe("unreadable")},
            "metadata": None,
            "version": 1,
        }
        body = json.dumps(envelope | _FLAWS[flaw]).encode()
        key = f"{self._tenant.name}:{self.unreadable}".encode()
        self._publisher().publish([Message(TOPIC, key, body)])

    def _kafka(self) -> KafkaObserver:
        assert self._tenant.observer.kafka is not None, "the scenario needs @needs_kafka"
        return self._tenant.observer.kafka

    def _publisher(self) -> KafkaPublisher:
        servers = self._tenant.system.settings.kafka_bootstrap_servers
        assert servers is not None, "the scenario needs @needs_kafka"
        return KafkaPublisher(servers)
