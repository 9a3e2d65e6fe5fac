# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of what people look at: timelines, stored data, notices, metrics and health."""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch

from support.sandbox.sentinai.app import (
    api_histories,
    api_operations,
    metrics,
    redaction,
    scheduler,
)
from support.sandbox.sentinai.app.database import Connection, Row, rows
from support.sandbox.sentinai.app.events import Kind
from support.sandbox.sentinai.sabotage import sentences, titles
from support.sandbox.sentinai.sabotage.catalogue import CATALOGUE, STILL
from support.sandbox.sentinai.sabotage.selecting import besides, selecting
from support.sandbox.sentinai.sabotage.stages import nothing

Context = AbstractContextManager[object]


@CATALOGUE.sabotage(
    "The timeline begins with the end.",
    caught_by=titles.TIMELINE,
    at=sentences.TIMELINE,
    diagnosis="begins with FeedbackCaptured and ends with ExceptionIngested",
)
def timeline_newest_first() -> Context:
    return patch.object(api_histories, "timeline_order", lambda: "timestamp desc, seq desc")


@CATALOGUE.sabotage(
    "The timeline leaves out how it began.",
    caught_by=titles.TIMELINE,
    at=sentences.TIMELINE,
    diagnosis="The timeline of .* begins with ExceptionNormalized",
)
def timeline_without_its_beginning() -> Context:
    return selecting("event_log", besides("event_type <> %s", lambda: "ExceptionIngested"))


@CATALOGUE.sabotage(
    "Personal data is kept as it came.",
    caught_by=titles.PRIVACY,
    at=sentences.REDACTED,
    diagnosis="password is not redacted in table event_log",
)
def redaction_off() -> Context:
    return patch.object(redaction, "redact", lambda payload: payload)


@CATALOGUE.sabotage(
    "Fields are redacted whose names only sound personal, such as capacity (city).",
    caught_by=titles.PRIVACY,
    at=sentences.REDACTED,
    diagnosis="capacity is lost, though harmless" + STILL,
)
def redaction_too_eager() -> Context:
    def is_personal(name: str) -> bool:
        return any(part in name.lower() for part in redaction._FIELDS)

    return patch.object(redaction, "is_personal", is_personal)


@CATALOGUE.sabotage(
    "Nobody is warned of a deadline.",
    caught_by=titles.DEADLINE,
    at=sentences.NOTICES,
    diagnosis="There are 0 notices .*SLAImminent and SLAExpired are missing" + STILL,
    takes_long=True,
)
def deadlines_ignored() -> Context:
    return patch.object(scheduler, "warn", nothing)


@CATALOGUE.sabotage(
    "Whoever is warned of a deadline is warned twice.",
    caught_by=titles.DEADLINE,
    at=sentences.NOTICES,
    diagnosis="There are 3 notices instead of one of each kind",
)
def warned_twice() -> Context:
    original = scheduler._emit

    def emit(connection: Connection, kind: Kind, row: Row) -> None:
        original(connection, kind, row)
        if kind == Kind.SLA_IMMINENT:
            original(connection, kind, row)

    return patch.object(scheduler, "_emit", emit)


@CATALOGUE.sabotage(
    "The metrics never change.",
    caught_by=titles.METRICS,
    at=sentences.METRICS,
    diagnosis="sentinai_retries_total .* grew by 0 instead of 3" + STILL,
)
def metrics_constant() -> Context:
    return patch.object(
        metrics, "exposition", lambda _connection, _tenant: b"sentinai_dlq_size 0.0\n"
    )


@CATALOGUE.sabotage(
    "Whoever sums up exceptions leaves out those that were dead-lettered.",
    caught_by=titles.METRICS,
    at=sentences.METRICS,
    diagnosis=r"not one exceptionCount, but 4 .*; 3 \(the statistics\)",
)
def dead_lettered_not_summed_up() -> Context:
    return summing_up(lambda status: None if status == "escalated" else status)


@CATALOGUE.sabotage(
    "Whoever sums up exceptions counts each that anything came of as resolved.",
    caught_by=titles.METRICS,
    at=sentences.METRICS,
    diagnosis=r"not one escalatedCount, but 1 \(the list\); 0 \(the statistics\)",
)
def everything_summed_up_as_resolved() -> Context:
    return summing_up(lambda _: "resolved")


def summing_up(change: Callable[[str], str | None]) -> Context:
    """Let exceptions be summed up under another status, or not at all."""

    def selected(connection: Connection, query: str, *arguments: Any) -> list[Row]:  # noqa: ANN401
        counts = Counter[str]()
        for row in rows(connection, query, *arguments):
            if status := change(row["status"]):
                counts[status] += row["count"]
        return [{"status": status, "count": count} for status, count in counts.items()]

    return patch.object(api_operations, "rows", selected)


@CATALOGUE.sabotage(
    "A worker that is dead is reported as ready.",
    caught_by=titles.NOT_READY,
    at=sentences.NOT_READY,
    diagnosis="The (intake|tool|feedback) workers are reported as ready" + STILL,
)
def readiness_always_true() -> Context:
    return patch.object(api_operations, "is_ready", lambda _: True)


@CATALOGUE.sabotage(
    "A worker that was restarted is never reported as ready again.",
    caught_by=titles.READY_AGAIN,
    at=sentences.ALL_READY,
    diagnosis="The triage workers are reported as not ready" + STILL,
)
def readiness_never_true() -> Context:
    return patch.object(api_operations, "is_ready", lambda _: False)
