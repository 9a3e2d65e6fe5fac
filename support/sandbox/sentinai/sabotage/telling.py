# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of telling: what SentinAI says of exceptions, and of itself."""

from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch

from support.sandbox.sentinai.app import (
    api_exceptions,
    api_histories,
    api_operations,
    metrics,
    redaction,
    scheduler,
)
from support.sandbox.sentinai.app.database import Connection, Row
from support.sandbox.sentinai.app.events import Kind
from support.sandbox.sentinai.sabotage import titles
from support.sandbox.sentinai.sabotage.catalogue import CATALOGUE
from support.sandbox.sentinai.sabotage.stages import nothing

Context = AbstractContextManager[object]


@CATALOGUE.sabotage(
    "The timeline begins with the end.",
    caught_by=(titles.TIMELINE, titles.GIVEN_NAME),
    damage="the timeline (tells|shows)",
)
def timeline_newest_first() -> Context:
    return patch.object(api_histories, "timeline_order", lambda: "timestamp desc, seq desc")


@CATALOGUE.sabotage(
    "The timeline leaves out how it began.",
    caught_by=titles.TIMELINE,
    damage="the timeline (tells|shows ExceptionIngested never)",
)
def timeline_without_its_beginning() -> Context:
    original = api_exceptions.select_page

    def select_page(
        connection: Connection,
        table: str,
        conditions: dict[str, Any],
        *rest: Any,  # noqa: ANN401  passed on
    ) -> dict[str, Any]:
        without = conditions | {"event_type <> %s": "ExceptionIngested"}
        return original(connection, table, without, *rest)

    return patch.object(api_histories, "select_page", select_page)


@CATALOGUE.sabotage(
    "Personal data is kept as it came.",
    caught_by=titles.PRIVACY,
    damage="Not redacted: .*password",
)
def redaction_off() -> Context:
    return patch.object(redaction, "redact", lambda payload: (payload, []))


@CATALOGUE.sabotage(
    "Fields are blacked out whose names only sound personal, such as capacity (city).",
    caught_by=titles.PRIVACY,
    damage="lost, though harmless: .*(shipping mode|capacity)",
)
def redaction_too_eager() -> Context:
    def is_personal(name: str) -> bool:
        return any(part in name.lower() for part in redaction._FIELDS)

    return patch.object(redaction, "is_personal", is_personal)


@CATALOGUE.sabotage(
    "Nobody is warned of a deadline.",
    caught_by=titles.DEADLINE,
    damage="in vain for the word that the deadline has passed",
)
def deadlines_ignored() -> Context:
    return patch.object(scheduler, "warn", nothing)


@CATALOGUE.sabotage(
    "Whoever is warned of a deadline is warned twice.",
    caught_by=titles.DEADLINE,
    damage="Not one warning and one last word",
)
def warned_twice() -> Context:
    original = scheduler._say

    def say(connection: Connection, kind: Kind, row: Row) -> None:
        original(connection, kind, row)
        if kind == Kind.SLA_IMMINENT:
            original(connection, kind, row)

    return patch.object(scheduler, "_say", say)


@CATALOGUE.sabotage(
    "The figures stand still.",
    caught_by=titles.FIGURES,
    damage="in vain for the metrics to say what the observers counted",
)
def metrics_constant() -> Context:
    return patch.object(
        metrics, "exposition", lambda _connection, _tenant: b"sentinai_dlq_size 0.0\n"
    )


@CATALOGUE.sabotage(
    "A worker that is dead is called ready.",
    caught_by=titles.DEAD_WORKERS,
    damage="in vain for SentinAI to say who is ready",
)
def readiness_always_true() -> Context:
    return patch.object(api_operations, "is_ready", lambda _: True)


@CATALOGUE.sabotage(
    "A worker that is back is never called ready again.",
    caught_by=titles.BACK_AGAIN,
    damage="in vain for SentinAI to say who is ready",
)
def readiness_never_true() -> Context:
    return patch.object(api_operations, "is_ready", lambda _: False)
