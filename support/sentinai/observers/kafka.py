"""What SentinAI's workers tell each other, seen from outside: every topic of its Kafka."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from confluent_kafka import (
    Consumer,
    ConsumerGroupState,
    ConsumerGroupTopicPartitions,
    KafkaError,
    KafkaException,
    Message,
    TopicPartition,
)
from confluent_kafka.admin import AdminClient
from pydantic import ValidationError

from support.core.causes import Cause
from support.core.errors import Failure
from support.core.timings import outside
from support.sentinai.client.events import Envelope, Event

_ANSWER_S = 10.0
_BATCH = 500

Watch = Callable[[str, str], None]
"""Is told whatever SentinAI says: where, and all of the text."""
TOPIC = "exceptions"

_AT_WORK = (ConsumerGroupState.STABLE, ConsumerGroupState.UNKNOWN)
_DIVIDING = (ConsumerGroupState.PREPARING_REBALANCING, ConsumerGroupState.COMPLETING_REBALANCING)


@dataclass(frozen=True)
class Record:
    """One message: where it stands, under which key, and what it says.

    Attributes:
        envelope: None if the message is not one of SentinAI's.
    """

    topic: str
    number: int
    offset: int
    key: bytes
    body: bytes
    envelope: Envelope | None

    @property
    def partition(self) -> str:
        """The topic and the number; within a partition Kafka keeps the order."""
        return f"{self.topic}/{self.number}"


class Consumers:
    """How far consumer groups have come with what was on Kafka at one moment.

    Only groups count that are at work on it: a group that nobody belongs to any more never moves.
    A broker that tells of no groups leaves nothing to wait for.

    Args:
        ends: how far each partition went at that moment.
        admin: asks the brokers; None if there is nothing to ask.
    """

    def __init__(
        self, ends: Mapping[tuple[str, int], int], admin: AdminClient | None = None
    ) -> None:
        self._ends = ends
        self._admin = admin

    def left(self) -> dict[str, int]:
        """Return how many messages each group has still to consume; groups that are done not."""
        behind = {group: self._behind(group) for group in self._groups(_AT_WORK)}
        return {group: count for group, count in behind.items() if count}

    def dividing(self) -> list[str]:
        """Return the groups whose work is being divided anew: until then none of it is done."""
        return self._groups(_DIVIDING)

    def _groups(self, states: Collection[ConsumerGroupState]) -> list[str]:
        if self._admin is None:
            return []
        try:
            with outside():
                found = self._admin.list_consumer_groups(request_timeout=_ANSWER_S).result()
        except KafkaException:
            return []
        return [group.group_id for group in found.valid if group.state in states]

    def _behind(self, group: str) -> int:
        """Return how much a group has still to consume of those partitions that it consumes."""
        assert self._admin is not None, "it has named the group"
        asked = [ConsumerGroupTopicPartitions(group)]
        try:
            with outside():
                answer = self._admin.list_consumer_group_offsets(asked, request_timeout=_ANSWER_S)
                committed = answer[group].result().topic_partitions
        except KafkaException:
            return 0
        return sum(
            max(self._ends.get((place.topic, place.partition), 0) - place.offset, 0)
            for place in committed
            if place.offset >= 0
        )


class KafkaObserver:
    """Reads every topic from the moment it is made; belongs to no consumer group.

    Args:
        servers: where the brokers answer, as `host:port`.
        watch: is told every message that concerns a tenant, once.

    Raises:
        Failure: no broker answers.
    """

    def __init__(self, servers: str, watch: Watch) -> None:
        self._servers = servers
        self._watch = watch
        self._watched: dict[str, int] = {}
        settings: dict[str, Any] = {
            "bootstrap.servers": servers,
            "group.id": "datamonkey",  # asked for, but with assigned partitions never joined
            "enable.auto.commit": False,
            "fetch.wait.max.ms": 50,
            "reconnect.backoff.max.ms": 500,
            "log_level": 0,
        }
        self._consumer = Consumer(settings)
        # A broker answers a connection in turn, and the one that waits for news would wait first.
        self._scout = Consumer(settings)
        self._admin = AdminClient({"bootstrap.servers": servers, "log_level": 0})
        self._next: dict[tuple[str, int], int] = {}
        self._records: list[Record] = []
        for partition in self._partitions():
            self._next[partition] = self._end(partition)
        self._assign()

    def check(self) -> None:
        """Raise a Failure unless there is the topic that SentinAI's workers share."""
        if not any(topic == TOPIC for topic, _ in self._partitions()):
            raise Failure(f"there is no topic {TOPIC!r}, which workers must find when they start")

    def records(self) -> list[Record]:
        """Read on to the end of every topic; return all, in the order of their partitions."""
        with outside():
            self._read_on()
        return self._records

    def records_of(self, tenant: str) -> list[Record]:
        """Return what concerns a tenant."""
        found = [
            record
            for record in self.records()
            if record.envelope is not None and record.envelope.tenant_id == tenant
        ]
        for record in found[self._watched.get(tenant, 0) :]:
            text = (record.key + b" " + record.body).decode(errors="replace")
            self._watch(f"an event in {record.partition}", text)
        self._watched[tenant] = len(found)
        return found

    def events(self, tenant: str) -> list[Event]:
        """Return the events of a tenant; a repeated delivery of the same event counts once."""
        events: dict[str, Event] = {}
        for record in self.records_of(tenant):
            assert record.envelope is not None, "records_of() leaves all others out"
            events.setdefault(record.envelope.event_id, record.envelope.event(record.partition))
        return list(events.values())

    def mentions(self, text: str) -> list[str]:
        """Return the partitions in which `text` stands anywhere."""
        sought = text.encode()
        return sorted({record.partition for record in self.records() if sought in record.body})

    def partitions(self) -> list[str]:
        """Return every partition of every topic."""
        return [f"{topic}/{number}" for topic, number in self._partitions()]

    def consumers(self) -> Consumers:
        """Return how far the consumers of all topics have come, measured at what is there now."""
        ends = {partition: self._end(partition) for partition in self._partitions()}
        return Consumers(ends, self._admin)

    def close(self) -> None:
        """Leave the brokers."""
        self._consumer.close()
        self._scout.close()

    def _read_on(self) -> None:
        known = set(self._next)
        ends = {partition: self._end(partition) for partition in self._partitions()}
        if ends.keys() - known:
            self._next |= dict.fromkeys(ends.keys() - known, 0)
            self._assign()
        while missing := sum(max(end - self._next[at], 0) for at, end in ends.items()):
            messages = self._consumer.consume(min(missing, _BATCH), timeout=_ANSWER_S)
            if not messages:
                raise Failure(
                    Cause.UNAVAILABLE(f"Kafka at {self._servers} does not hand out what it holds")
                )
            self._records += self._noted(messages)

    def _noted(self, messages: Iterable[Message]) -> Iterator[Record]:
        for message in messages:
            error = message.error()
            if error is not None:
                if error.code() == KafkaError._PARTITION_EOF or error.retriable():
                    continue
                raise Failure(Cause.UNAVAILABLE(f"Kafka at {self._servers}: {error}"))
            record = _record(message)
            self._next[record.topic, record.number] = record.offset + 1
            yield record

    def _partitions(self) -> list[tuple[str, int]]:
        try:
            topics = self._scout.list_topics(timeout=_ANSWER_S).topics
        except KafkaException as error:
            raise Failure(
                Cause.UNAVAILABLE(f"Kafka at {self._servers} gives no answer: {error}")
            ) from None
        named = [topic for topic in topics.values() if not topic.topic.startswith("__")]
        return [(topic.topic, number) for topic in named for number in topic.partitions]

    def _end(self, partition: tuple[str, int]) -> int:
        try:
            return self._scout.get_watermark_offsets(TopicPartition(*partition), _ANSWER_S)[1]
        except KafkaException as error:
            raise Failure(
                Cause.UNAVAILABLE(f"Kafka at {self._servers} gives no answer: {error}")
            ) from None

    def _assign(self) -> None:
        self._consumer.assign([TopicPartition(*place, at) for place, at in self._next.items()])


def _record(message: Message) -> Record:
    body = message.value() or b""
    try:
        envelope = Envelope.model_validate_json(body)
    except ValidationError:
        envelope = None
    return Record(
        topic=str(message.topic()),
        number=int(message.partition() or 0),
        offset=int(message.offset() or 0),
        key=message.key() or b"",
        body=body,
        envelope=envelope,
    )
