"""Publishes messages on SentinAI's Kafka, as its own workers do."""

from collections.abc import Iterable
from dataclasses import dataclass

from confluent_kafka import Producer

from support.core.causes import Cause
from support.core.errors import Failure
from support.core.timings import outside

_ANSWER_S = 10.0
ANY_PARTITION = -1


@dataclass(frozen=True)
class Message:
    """What is published: where, under which key, and what it says.

    Attributes:
        partition: its number, or `ANY_PARTITION` for that of the key.
    """

    topic: str
    key: bytes
    body: bytes
    partition: int = ANY_PARTITION


class KafkaPublisher:
    """Publishes messages.

    Args:
        servers: where the brokers answer, as `host:port`.
    """

    def __init__(self, servers: str) -> None:
        self._servers = servers

    def publish(self, messages: Iterable[Message]) -> None:
        """Publish messages; return when the brokers have them all.

        Raises:
            Failure: they did not take all of them in time.
        """
        producer = Producer({"bootstrap.servers": self._servers, "linger.ms": 0, "log_level": 0})
        for message in messages:
            producer.produce(message.topic, message.body, message.key, message.partition)
        with outside():
            left = producer.flush(_ANSWER_S)
        if left:
            raise Failure(
                Cause.UNAVAILABLE(
                    f"Kafka at {self._servers} took {left} messages not within {_ANSWER_S} s"
                )
            )
