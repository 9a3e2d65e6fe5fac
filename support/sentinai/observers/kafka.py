"""What SentinAI's workers say to each other, seen from outside: every topic of its Kafka."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from confluent_kafka import Consumer, KafkaError, KafkaException, Message, Producer, TopicPartition
from pydantic import ValidationError

from support.core.errors import Failure
from support.core.timings import outside
from support.sentinai.client.events import Envelope, Event

_ANSWER_S = 10.0
_BATCH = 500
_QUIET = {"log_level": 0}


@dataclass(frozen=True)
class Record:
    """One message: where it stood, under which key, and what it said.

    Attributes:
        envelope: None if the message is not one of SentinAI's.
    """

    topic: str
    partition: int
    offset: int
    key: bytes
    body: bytes
    envelope: Envelope | None

    @property
    def lane(self) -> str:
        """Where it stood: within a lane Kafka keeps the order."""
        return f"{self.topic}/{self.partition}"


class Wire:
    """Reads every topic from the moment it is made; belongs to no consumer group.

    Args:
        servers: where the brokers answer, as `host:port`.

    Raises:
        Failure: no broker answers.
    """

    def __init__(self, servers: str) -> None:
        self._servers = servers
        settings: dict[str, Any] = {
            "bootstrap.servers": servers,
            "group.id": "datamonkey",  # asked for, but with assigned partitions never joined
            "enable.auto.commit": False,
            "fetch.wait.max.ms": 50,
            "reconnect.backoff.max.ms": 500,
        } | _QUIET
        self._consumer = Consumer(settings)
        # A broker answers a connection in turn, and the one that waits for news would wait first.
        self._scout = Consumer(settings)
        self._next: dict[tuple[str, int], int] = {}
        self._records: list[Record] = []
        for lane in self._lanes():
            self._next[lane] = self._end(lane)
        self._assign()

    def records(self, tenant: str) -> list[Record]:
        """Read on to the end of every topic; return what concerns a tenant, in order of a lane."""
        with outside():
            self._read_on()
        return [
            record
            for record in self._records
            if record.envelope is not None and record.envelope.tenant_id == tenant
        ]

    def events(self, tenant: str) -> list[Event]:
        """Return the events of a tenant; a repeated delivery of the same event counts once."""
        events: dict[str, Event] = {}
        for record in self.records(tenant):
            assert record.envelope is not None, "records() leaves all others out"
            events.setdefault(record.envelope.event_id, record.envelope.event(record.lane))
        return list(events.values())

    def mentions(self, text: str) -> list[str]:
        """Return the lanes on which `text` was said."""
        with outside():
            self._read_on()
        return sorted({record.lane for record in self._records if text.encode() in record.body})

    def deliver_again(self, records: Iterable[Record]) -> None:
        """Put messages on the wire once more, each where it stood."""
        self._produce(
            (record.topic, record.partition, record.key, record.body) for record in records
        )

    def say(self, topic: str, key: str, body: bytes) -> None:
        """Put a message of one's own on the wire."""
        self._produce([(topic, -1, key.encode(), body)])

    def close(self) -> None:
        """Leave the brokers."""
        self._consumer.close()
        self._scout.close()

    def _produce(self, messages: Iterable[tuple[str, int, bytes, bytes]]) -> None:
        producer = Producer({"bootstrap.servers": self._servers, "linger.ms": 0} | _QUIET)
        for topic, partition, key, body in messages:
            producer.produce(topic, body, key, partition)
        with outside():
            left = producer.flush(_ANSWER_S)
        if left:
            raise Failure(f"Kafka at {self._servers} took {left} messages not within {_ANSWER_S} s")

    def _read_on(self) -> None:
        known = set(self._next)
        ends = {lane: self._end(lane) for lane in self._lanes()}
        if ends.keys() - known:
            self._next |= dict.fromkeys(ends.keys() - known, 0)
            self._assign()
        while missing := sum(max(end - self._next[lane], 0) for lane, end in ends.items()):
            messages = self._consumer.consume(min(missing, _BATCH), timeout=_ANSWER_S)
            if not messages:
                raise Failure(f"Kafka at {self._servers} does not hand out what it holds")
            self._records += self._noted(messages)

    def _noted(self, messages: Iterable[Message]) -> Iterator[Record]:
        for message in messages:
            error = message.error()
            if error is not None:
                if error.code() == KafkaError._PARTITION_EOF or error.retriable():
                    continue
                raise Failure(f"Kafka at {self._servers}: {error}")
            record = _record(message)
            self._next[record.topic, record.partition] = record.offset + 1
            yield record

    def _lanes(self) -> list[tuple[str, int]]:
        try:
            topics = self._scout.list_topics(timeout=_ANSWER_S).topics
        except KafkaException as error:
            raise Failure(f"Kafka at {self._servers} gives no answer: {error}") from None
        named = [topic for topic in topics.values() if not topic.topic.startswith("__")]
        return [(topic.topic, partition) for topic in named for partition in topic.partitions]

    def _end(self, lane: tuple[str, int]) -> int:
        try:
            return self._scout.get_watermark_offsets(TopicPartition(*lane), _ANSWER_S)[1]
        except KafkaException as error:
            raise Failure(f"Kafka at {self._servers} gives no answer: {error}") from None

    def _assign(self) -> None:
        self._consumer.assign([TopicPartition(*lane, at) for lane, at in self._next.items()])


def _record(message: Message) -> Record:
    body = message.value() or b""
    try:
        envelope = Envelope.model_validate_json(body)
    except ValidationError:
        envelope = None
    return Record(
        topic=str(message.topic()),
        partition=int(message.partition() or 0),
        offset=int(message.offset() or 0),
        key=message.key() or b"",
        body=body,
        envelope=envelope,
    )
