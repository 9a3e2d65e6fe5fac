# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of delivery: what is lost, done twice, or out of order between the stages."""

import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import cycle
from typing import Any
from unittest.mock import patch

from confluent_kafka import KafkaException, Message, TopicPartition
from confluent_kafka.admin import AdminClient
from fastapi import HTTPException, status
from fastapi.responses import JSONResponse

from support.sandbox.sentinai.app import (
    api_exceptions,
    events,
    ingestion,
    processing,
    publisher,
    worker,
)
from support.sandbox.sentinai.app.database import Connection, Row, one
from support.sandbox.sentinai.app.events import Envelope
from support.sandbox.sentinai.app.publisher import Publisher
from support.sandbox.sentinai.app.work import Work
from support.sandbox.sentinai.app.worker import Worker
from support.sandbox.sentinai.sabotage import sentences, titles
from support.sandbox.sentinai.sabotage.catalogue import CATALOGUE, STILL
from support.sandbox.sentinai.sabotage.stages import nothing

Context = AbstractContextManager[object]

_ONCE_ONLY = "where known.status = 'processing'"
_GLIMPSE_S = 0.05
_LONGEST_S = 20.0
_UNDER_WAY = (
    "select 1 from event_log begun where tenant_id = %s and event_type = 'ExceptionNormalized'"
    " and not exists (select 1 from event_log done where done.tenant_id = begun.tenant_id"
    " and done.exception_id = begun.exception_id and done.event_type = 'FeedbackCaptured') limit 1"
)


@CATALOGUE.sabotage(
    "Events of one exception overtake each other.",
    caught_by=titles.ORDER,
    at=sentences.EACH,
    diagnosis="Kafka holds its events in .*, where no order holds",
)
def events_on_different_partitions() -> Context:
    return patch.object(publisher, "key_on_the_wire", lambda row: f"{row['key']}{row['id']}")


@CATALOGUE.sabotage(
    "However many workers there are, one of them does all the work.",
    caught_by=titles.SHARED,
    at=sentences.TOGETHER,
    diagnosis="no more than 1 worked at a time" + STILL,
)
def all_events_on_one_partition() -> Context:
    return patch.object(publisher, "key_on_the_wire", lambda _: "everything")


@CATALOGUE.sabotage(
    "An event that is delivered twice executes the tool twice.",
    caught_by=titles.TWICE,
    at=sentences.NOTHING_TWICE,
    diagnosis="shows? .* twice instead of once",
)
def duplicate_executes_twice() -> Context:
    return patch.object(processing, "_CLAIM", processing._CLAIM.replace(_ONCE_ONLY, ""))


@CATALOGUE.sabotage(
    "An event that is delivered twice executes the tool twice, but only when other work comes by.",
    caught_by=titles.TWICE,
    at=sentences.NOTHING_TWICE,
    diagnosis="shows? .* twice instead of once",
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
    "The broker is away, and what is submitted meanwhile is accepted and lost.",
    caught_by=titles.BROKER,
    at=sentences.EACH_ACCEPTED,
    diagnosis="ExceptionIngested is stored, but not on Kafka" + STILL,
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
    "While the broker is away some exceptions are refused, and processed all the same.",
    caught_by=titles.BROKER,
    at=sentences.EACH_ACCEPTED,
    diagnosis="ExceptionIngested once instead of never",
)
def refused_and_processed() -> Context:
    original, refuse = api_exceptions._accepted, cycle((True, False))

    def accepted(ids: list[str]) -> object:
        if next(refuse):
            return JSONResponse({"detail": "No broker"}, status.HTTP_503_SERVICE_UNAVAILABLE)
        return original(ids)

    return patch.object(api_exceptions, "_accepted", accepted)


@CATALOGUE.sabotage(
    "While the broker is away the server breaks down at every exception.",
    caught_by=titles.BROKER,
    at=sentences.ACCEPTED_OR_REFUSED,
    diagnosis="is neither accepted nor refused: SentinAI answered 500",
)
def breakdown_without_broker() -> Context:
    original = ingestion.accept

    def accept(connection: Connection, *rest: Any) -> list[str]:  # noqa: ANN401  passed on
        try:
            admin = AdminClient({"bootstrap.servers": os.environ["KAFKA_BOOTSTRAP_SERVERS"]})
            admin.list_topics(timeout=_GLIMPSE_S)
        except KafkaException as error:
            raise HTTPException(status.HTTP_500_INTERNAL_SERVER_ERROR, "KafkaError") from error
        return original(connection, *rest)

    return patch.object(ingestion, "accept", accept)


@CATALOGUE.sabotage(
    "A worker that is killed takes along what it had fetched and not yet worked on.",
    caught_by=(titles.KILLED, titles.TOOL_KILLED),
    at={titles.KILLED: sentences.EACH, titles.TOOL_KILLED: sentences.EACH_REPEATED},
    diagnosis="show (TriageRequested, TriageCompleted|ToolExecutionCompleted, FeedbackCaptured)"
    ".* never instead of once" + STILL,
)
def worker_commits_before_it_works() -> Context:
    original = Worker.take

    def take(self: Worker, message: Message) -> None:
        ends = [_end(self, place) for place in self._consumer.assignment()]
        self._consumer.commit(offsets=[end for end in ends if end.offset > 0], asynchronous=False)
        original(self, message)

    return patch.multiple(Worker, take=take, commit=nothing)


def _end(worker: Worker, place: TopicPartition) -> TopicPartition:
    """Return the end of a partition, as far as the worker has heard of it."""
    _, end = worker._consumer.get_watermark_offsets(place, cached=True)
    return TopicPartition(place.topic, place.partition, end)


@CATALOGUE.sabotage(
    "A worker that is restarted, or joined by another one, does everything a second time.",
    caught_by=(titles.KILLED, titles.MORE),
    at=sentences.EACH,
    diagnosis=r"TriageCompleted.* (twice|\d times) instead of once",
)
@contextmanager
def worker_commits_never() -> Iterator[None]:
    with patch.object(Worker, "commit", nothing), duplicate_executes_twice():
        yield


@CATALOGUE.sabotage(
    "A message that cannot be read is dropped without a word.",
    caught_by=titles.UNREADABLE,
    at=sentences.HELD_MESSAGE,
    diagnosis="The queue shows 0 dead letters instead of one" + STILL,
)
def unreadable_message_lost() -> Context:
    return patch.object(worker, "keep_unreadable", nothing)


@CATALOGUE.sabotage(
    "A message that cannot be read becomes a dead letter, again and again, and blocks all others.",
    caught_by=titles.NEWER_VERSION,
    at=sentences.LATER_ONES,
    diagnosis=r"On exceptions/\d nothing that comes later is processed; on .* it is",
)
@contextmanager
def unreadable_message_blocks() -> Iterator[None]:
    take, keep, kept = Worker.take, worker.keep_unreadable, list[Message]()

    def keep_and_note(connection: Connection, message: Message, error: ValueError) -> None:
        keep(connection, message, error)
        kept.append(message)

    def take_again(self: Worker, message: Message) -> None:
        take(self, message)
        if kept:
            stuck = kept.pop()
            threading.Event().wait(_GLIMPSE_S)
            self._consumer.seek(
                TopicPartition(str(stuck.topic()), stuck.partition() or 0, stuck.offset() or 0)
            )

    with (
        patch.object(worker, "keep_unreadable", keep_and_note),
        patch.object(Worker, "take", take_again),
    ):
        yield


@CATALOGUE.sabotage(
    "Exceptions are processed one after the other, each only when the last one is done.",
    caught_by=titles.LOAD,
    at=sentences.FASTER,
    diagnosis="Together only .* times as fast as one by one",
    takes_long=True,
)
def one_exception_at_a_time() -> Context:
    original = Worker.work_once

    def work_once(self: Worker, work: Work) -> None:
        patience = _LONGEST_S / _GLIMPSE_S if self._kind == "intake" else 0
        while patience > 0 and one(self._connection, _UNDER_WAY, work.event.tenant_id):
            threading.Event().wait(_GLIMPSE_S)
            patience -= 1
        original(self, work)

    return patch.object(Worker, "work_once", work_once)


@CATALOGUE.sabotage(
    "Some events are published without being stored.",
    caught_by=titles.CHAIN,
    at=sentences.STAGES,
    diagnosis="show TriageCompleted never instead of once; TriageCompleted is on Kafka, but not",
)
def log_has_gaps() -> Context:
    original = events.store

    def store(connection: Connection, event: Envelope) -> None:
        if event.event_type != events.Kind.TRIAGE_COMPLETED:
            original(connection, event)

    return patch.object(events, "store", store)


@CATALOGUE.sabotage(
    "Some events are published twice, each time as a new one.",
    caught_by=titles.CHAIN,
    at=sentences.STAGES,
    diagnosis="Kafka shows FeedbackCaptured twice instead of once",
)
def published_twice() -> Context:
    original = events.enqueue

    def enqueue(connection: Connection, event: Envelope) -> None:
        original(connection, event)
        if event.event_type == events.Kind.FEEDBACK_CAPTURED:
            again = event.model_copy(update={"event_id": secrets.token_hex(16)})
            original(connection, again)

    return patch.object(events, "enqueue", enqueue)


@CATALOGUE.sabotage(
    "Work that was done is recorded as failed, so that nobody knows what must be done again.",
    caught_by=titles.RECORDED,
    at=sentences.RECORDED,
    diagnosis="ExceptionIngested is recorded as failed",
)
def work_recorded_as_failed() -> Context:
    return patch.object(
        processing, "_COMPLETE", processing._COMPLETE.replace("'completed'", "'failed'")
    )
