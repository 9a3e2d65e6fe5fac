# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of delivery: what is lost, done twice, or out of order between the stages."""

import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import cycle
from unittest.mock import patch

from confluent_kafka import Message, TopicPartition
from fastapi import status
from fastapi.responses import JSONResponse

from support.sandbox.sentinai.app import api_exceptions, events, processing, publisher, worker
from support.sandbox.sentinai.app.database import Connection, Row, one
from support.sandbox.sentinai.app.events import Envelope
from support.sandbox.sentinai.app.publisher import Publisher
from support.sandbox.sentinai.app.work import Work
from support.sandbox.sentinai.app.worker import Worker
from support.sandbox.sentinai.sabotage import titles
from support.sandbox.sentinai.sabotage.catalogue import CATALOGUE
from support.sandbox.sentinai.sabotage.stages import nothing

Context = AbstractContextManager[object]

_ONCE_ONLY = "where known.status = 'processing'"
_GLIMPSE_S = 0.05
_BUSY_S = 0.012


@CATALOGUE.sabotage(
    "Events of one exception overtake each other.",
    caught_by=titles.ORDER,
    damage="where no order holds",
)
def events_on_different_partitions() -> Context:
    return patch.object(publisher, "key_on_the_wire", lambda row: f"{row['key']}{row['id']}")


@CATALOGUE.sabotage(
    "However many workers there are, one of them does all the work.",
    caught_by=titles.SHARED,
    damage="ToolExecutionCompleted never instead of once|no more than 1 worked at a time",
)
def all_events_on_one_partition() -> Context:
    return patch.object(publisher, "key_on_the_wire", lambda _: "everything")


@CATALOGUE.sabotage(
    "An event that is delivered twice executes the tool twice.",
    caught_by=titles.TWICE,
    damage="shows? .* twice instead of once",
)
def duplicate_executes_twice() -> Context:
    return patch.object(processing, "_CLAIM", processing._CLAIM.replace(_ONCE_ONLY, ""))


@CATALOGUE.sabotage(
    "An event that is delivered twice executes the tool twice, but only when other work comes by.",
    caught_by=titles.TWICE,
    damage="shows? .* twice instead of once",
)
@contextmanager
def duplicate_executes_later() -> Iterator[None]:
    original, held = Worker.take, dict[int | None, Message]()

    def take(self: Worker, message: Message) -> None:
        if (late := held.pop(message.partition(), None)) is not None:
            original(self, late)
        if self._kind == "tool" and _was_done(self, message):
            held[message.partition()] = message
        else:
            original(self, message)

    with duplicate_executes_twice(), patch.object(Worker, "take", take):
        yield


def _was_done(worker: Worker, message: Message) -> bool:
    event = worker._read(message)
    done = "select 1 from event_processing where event_id = %s and worker_type = 'tool'"
    return event is not None and one(worker._connection, done, event.event_id) is not None


@CATALOGUE.sabotage(
    "The broker is away, and what is posted meanwhile is accepted and lost.",
    caught_by=titles.BROKER,
    damage="ExceptionNormalized never instead of once|exceptions did not go",
)
def outbox_skipped() -> Context:
    def deliver(self: Publisher, waiting: list[Row]) -> list[int]:
        for row in waiting:
            self._producer.produce(row["topic"], key=row["key"], value=row["envelope"])
        self._producer.flush(_GLIMPSE_S)
        self._producer.purge(in_flight=False)
        return [row["id"] for row in waiting]

    return patch.object(Publisher, "_deliver", deliver)


@CATALOGUE.sabotage(
    "While the broker is away some exceptions are refused, and worked on all the same.",
    caught_by=titles.BROKER,
    damage="Refused, and yet worked on",
)
def refused_and_worked_on() -> Context:
    original, refuse = api_exceptions._accepted, cycle((True, False))

    def accepted(ids: list[str]) -> object:
        if next(refuse):
            return JSONResponse({"detail": "No broker"}, status.HTTP_503_SERVICE_UNAVAILABLE)
        return original(ids)

    return patch.object(api_exceptions, "_accepted", accepted)


@CATALOGUE.sabotage(
    "A worker that is killed takes along what it had fetched and not yet worked on.",
    caught_by=titles.KILLED,
    damage="TriageCompleted never instead of once",
)
def worker_commits_before_it_works() -> Context:
    original = Worker.take

    def take(self: Worker, message: Message) -> None:
        ends = [_end(self, lane) for lane in self._consumer.assignment()]
        self._consumer.commit(offsets=[end for end in ends if end.offset > 0], asynchronous=False)
        original(self, message)

    return patch.multiple(Worker, take=take, commit=nothing)


def _end(worker: Worker, lane: TopicPartition) -> TopicPartition:
    """Return the end of a lane, as far as the worker has heard of it."""
    _, end = worker._consumer.get_watermark_offsets(lane, cached=True)
    return TopicPartition(lane.topic, lane.partition, end)


@CATALOGUE.sabotage(
    "A worker that is started again does everything a second time.",
    caught_by=titles.KILLED,
    damage="TriageCompleted (twice|. times) instead of once",
)
@contextmanager
def worker_commits_never() -> Iterator[None]:
    with patch.object(Worker, "commit", nothing), duplicate_executes_twice():
        yield


@CATALOGUE.sabotage(
    "A message that cannot be read is dropped without a word.",
    caught_by=titles.UNREADABLE,
    damage="in vain for a dead letter",
)
def unreadable_message_lost() -> Context:
    return patch.object(worker, "bury_unreadable", nothing)


@CATALOGUE.sabotage(
    "A message that cannot be read holds up all others behind it.",
    caught_by=titles.UNREADABLE,
    damage="in vain for (a dead letter|the observers)",
)
def unreadable_message_blocks() -> Context:
    original = Worker.take

    def take(self: Worker, message: Message) -> None:
        if self._kind == "intake" and b'"version": 99' in (message.value() or b""):
            place = TopicPartition(
                str(message.topic()), message.partition() or 0, message.offset() or 0
            )
            self._consumer.seek(place)
            return
        original(self, message)

    return patch.object(Worker, "take", take)


@CATALOGUE.sabotage(
    "All stages wait for each other, so that many exceptions take as long as one after the other.",
    caught_by=titles.LOAD,
    damage="Together only .* times as fast",
)
def one_worker_at_a_time() -> Context:
    original = Worker.work_once

    def work_once(self: Worker, work: Work) -> None:
        with self._connection.transaction():
            self._connection.execute("select pg_advisory_xact_lock(1), pg_sleep(%s)", [_BUSY_S])
            original(self, work)

    return patch.object(Worker, "work_once", work_once)


@CATALOGUE.sabotage(
    "What is said is not written down.",
    caught_by=titles.CHAIN,
    damage="the store and the timeline show TriageCompleted never instead of once",
)
def log_has_gaps() -> Context:
    original = events.record

    def record(connection: Connection, event: Envelope) -> None:
        if event.event_type != events.Kind.TRIAGE_COMPLETED:
            original(connection, event)

    return patch.object(events, "record", record)


@CATALOGUE.sabotage(
    "An event is written down, and some of them are said twice, each time as a new one.",
    caught_by=titles.CHAIN,
    damage="the wire shows .* twice instead of once",
)
def said_twice() -> Context:
    original = events.send

    def send(connection: Connection, event: Envelope) -> None:
        original(connection, event)
        if event.event_type == events.Kind.FEEDBACK_CAPTURED:
            again = event.model_copy(update={"event_id": secrets.token_hex(16)})
            original(connection, again)

    return patch.object(events, "send", send)


@CATALOGUE.sabotage(
    "Work that was done counts as failed, so that nobody knows what must be done again.",
    caught_by=titles.BOOKS,
    damage="in vain for the books",
    store_only=True,
)
def work_noted_as_failed() -> Context:
    return patch.object(
        processing, "_COMPLETE", processing._COMPLETE.replace("'completed'", "'failed'")
    )
