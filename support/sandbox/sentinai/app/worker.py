"""The workers of the chain: each takes events from Kafka, one at a time, each exactly once."""

import json
import logging
from collections.abc import Callable

import psycopg
from confluent_kafka import Consumer, KafkaError, KafkaException, Message
from pydantic import ValidationError

from support.sandbox.sentinai.app.configuration import Configuration
from support.sandbox.sentinai.app.database import Connection, connect, one
from support.sandbox.sentinai.app.events import SCHEMA_VERSION, Envelope
from support.sandbox.sentinai.app.processing import Records, dead_letter
from support.sandbox.sentinai.app.stages import STAGES
from support.sandbox.sentinai.app.topics import Topic
from support.sandbox.sentinai.app.work import Work

_POLL_S = 0.1
_GATEKEEPER = "intake"  # of all groups that read an unreadable message, one must keep it
_log = logging.getLogger(__name__)


class Worker:
    """A worker of the consumer group of its kind."""

    def __init__(self, kind: str, configuration: Configuration, beat: Callable[[], None]) -> None:
        self._kind = kind
        self._names = [name.encode() for name in STAGES[kind].takes]
        self._beat = beat
        self._connection = connect(configuration.database_url)
        self._records = Records(kind, configuration.first_delay_s)
        self._consumer = Consumer(_options(kind, configuration))
        self._consumer.subscribe([Topic.EXCEPTIONS])

    def run(self) -> None:
        """Work for ever."""
        while True:
            message = self._consumer.poll(_POLL_S)
            if self._consumer.assignment() or message:
                self._beat()
            if message is not None and not _is_harmless(message.error()):
                self.take(message)

    def take(self, message: Message) -> None:
        """Work on a message, then commit its offset: a worker that dies between does it again."""
        self.work_on(message)
        self.commit(message)

    def commit(self, message: Message) -> None:
        """Tell Kafka that the message need not be delivered again."""
        self._consumer.commit(message=message, asynchronous=True)

    def work_on(self, message: Message) -> None:
        """Do what the stage does with a message, if it is meant for it."""
        event = self._read(message)
        if event is None or event.event_type not in STAGES[self._kind].takes:
            return
        work = Work(self._connection, event)
        try:
            self.work_once(work)
        except psycopg.OperationalError:
            raise  # without its database no worker can do anything; the pool shows it as dead
        except psycopg.errors.ForeignKeyViolation:
            _log.info("%s drops an event of a tenant that was deleted", self._kind)
        except Exception as error:  # noqa: BLE001  however a stage fails, the event is kept
            _log.warning("%s failed with %s: %s", self._kind, event.event_type, error)
            self._fail(work, str(error) or type(error).__name__)

    def work_once(self, work: Work) -> None:
        """Work on an event unless it was worked on before; all in one transaction."""
        with self._connection.transaction():
            if self._records.claim(self._connection, work.event):
                STAGES[self._kind].work(work)
                self._records.complete(self._connection, work.event)

    def _fail(self, work: Work, error: str) -> None:
        with self._connection.transaction():
            STAGES[self._kind].on_failure(work, error)
            self._records.fail(self._connection, work.event, error)

    def _read(self, message: Message) -> Envelope | None:
        """Return the event, or None if it is for others or cannot be read."""
        content = message.value() or b""
        if self._kind != _GATEKEEPER and not any(name in content for name in self._names):
            return None  # cheaper than reading it: six groups see every event, and one or two work
        try:
            event = Envelope.model_validate_json(content)
            if self._kind == _GATEKEEPER and not _is_known(self._connection, event.tenant_id):
                raise ValueError(f"Unknown tenant {event.tenant_id!r}")
        except (ValidationError, ValueError) as error:
            if self._kind == _GATEKEEPER:
                with self._connection.transaction():
                    keep_unreadable(self._connection, message, error)
            return None
        return event


def keep_unreadable(connection: Connection, message: Message, error: ValueError) -> None:
    """Keep a message that is no event, as far as it can be understood."""
    text = (message.value() or b"").decode(errors="replace").replace("\0", "")
    try:
        told = json.loads(text)
    except ValueError:
        told = None
    told = told if isinstance(told, dict) else {"text": text}
    place = f"{message.topic()}-{message.partition()}-{message.offset()}"
    payload = told.get("payload")
    rest = Envelope.model_construct(
        event_id=str(told.get("event_id", place)),
        event_type=str(told.get("event_type", "Unreadable")),
        tenant_id=str(told.get("tenant_id", "")),
        exception_id=str(told["exception_id"]) if told.get("exception_id") else None,
        payload=payload if isinstance(payload, dict) else told,
        metadata=None,
        version=SCHEMA_VERSION,
    )
    dead_letter(connection, rest, _GATEKEEPER, f"Unreadable message: {_reason(error)}", retries=0)


def _reason(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    return "; ".join(
        f"{'.'.join(map(str, item['loc'])) or 'message'}: {item['msg']}" for item in error.errors()
    )


def _is_known(connection: Connection, tenant: str) -> bool:
    return one(connection, "select 1 from tenant where tenant_id = %s", tenant) is not None


def _is_harmless(error: KafkaError | None) -> bool:
    """Tell whether an error is one that the client gets over by itself."""
    if error is not None and error.fatal():
        raise KafkaException(error)
    return error is not None


def _options(kind: str, configuration: Configuration) -> dict[str, str | int | bool]:
    return {
        "bootstrap.servers": configuration.brokers,
        "group.id": kind,
        "auto.offset.reset": "earliest",
        "enable.auto.commit": False,
        "session.timeout.ms": configuration.session_timeout_ms,
        "heartbeat.interval.ms": configuration.session_timeout_ms // 10,
        # The mock broker holds back an idle consumer for so long, whatever arrives meanwhile.
        "fetch.wait.max.ms": 10,
        "fetch.error.backoff.ms": 50,
        "reconnect.backoff.max.ms": 200,
        "topic.metadata.refresh.interval.ms": 5000,
    }
