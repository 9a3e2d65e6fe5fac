# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of answering: who is let in, what is taken, and what is told of it."""

import os
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch

from fastapi import HTTPException

from support.sandbox.sentinai import (
    access,
    api_dead_letters,
    api_exceptions,
    api_histories,
    api_operations,
    ingestion,
    metrics,
    redaction,
    scheduler,
    views,
)
from support.sandbox.sentinai.access import ADMIN, Caller
from support.sandbox.sentinai.database import Connection, connect, one
from support.sandbox.sentinai.sabotage import titles
from support.sandbox.sentinai.sabotage.catalogue import sabotage
from support.sandbox.sentinai.sabotage.stages import nothing

Context = AbstractContextManager[object]


def doors_open(is_open: Callable[[str], bool]) -> Context:
    """Let strangers in at these routes."""
    original = access.check_tenant

    def check_tenant(caller: Caller, tenant: str, place: str, route: str) -> None:
        if not is_open(route):
            original(caller, tenant, place, route)

    return patch.object(access, "check_tenant", check_tenant)


@sabotage(
    "Another tenant reads the exceptions.",
    caught_by=(titles.STRANGER, titles.KEYS),
    damage="not turned away: .*read an exception|Keys do not open what they should",
)
def foreign_exceptions_readable() -> Context:
    return doors_open(lambda route: route.startswith("/exceptions/"))


@sabotage(
    "Another tenant lists the dead letters.",
    caught_by=titles.STRANGER,
    damage="not turned away: list its dead letters",
)
def foreign_dead_letters_listed() -> Context:
    return doors_open(lambda route: route == "/ops/dlq")


@sabotage(
    "Another tenant puts dead letters away.",
    caught_by=titles.STRANGER,
    damage="not turned away: discard a dead letter",
)
def foreign_dead_letters_discarded() -> Context:
    return doors_open(lambda route: route.endswith("/discard"))


@sabotage(
    "Another tenant sees which packs a tenant works with.",
    caught_by=titles.STRANGER,
    damage="not turned away: read its packs",
)
def foreign_packs_readable() -> Context:
    return doors_open(lambda route: route == "/admin")


@sabotage(
    "A tenant loses its exception because another one has used the same name.",
    caught_by=titles.TWO_TENANTS,
    damage="ExceptionIngested never instead of once|posted an exception",
)
def names_shared_by_all_tenants() -> Context:
    original = ingestion.enter

    def enter(connection: Connection, tenant: str, known: str, facts: dict[str, Any]) -> bool:
        taken = one(connection, "select 1 from exception where exception_id = %s", known)
        return not taken and original(connection, tenant, known, facts)

    return patch.object(ingestion, "enter", enter)


@sabotage(
    "Whoever makes up a key is let in.",
    caught_by=titles.KEYLESS,
    damage="Keys do not open what they should",
)
def unknown_key_let_in() -> Context:
    original = access._of_key

    def of_key(connection: Connection, key: str) -> Caller:
        try:
            return original(connection, key)
        except HTTPException:
            newest = "select tenant_id from tenant order by created_at desc limit 1"
            tenant = one(connection, newest) or {"tenant_id": ""}
            return Caller(tenant["tenant_id"], ADMIN, "anybody")

    return patch.object(access, "_of_key", of_key)


@sabotage(
    "A suspended tenant goes on as before.",
    caught_by=titles.SUSPENDED,
    damage="SentinAI accepted it",
)
def suspended_tenant_let_in() -> Context:
    original = access.check_is_active

    def check_is_active(connection: Connection, tenant: str) -> None:
        if not one(connection, "select 1 from tenant where tenant_id = %s", tenant):
            original(connection, tenant)

    return patch.object(access, "check_is_active", check_is_active)


@sabotage(
    "An exception of an unknown tenant breaks the server.",
    caught_by=titles.NOBODY,
    damage="does not say that the caller is wrong",
)
def unknown_tenant_breaks_the_server() -> Context:
    return patch.object(access, "check_is_active", nothing)


@sabotage(
    "A refusal shows the statement that the database did not like.",
    caught_by=titles.NUL,
    damage="tells of SentinAI's inside",
)
def refusal_shows_the_statement() -> Context:
    return patch.object(views, "explain", lambda error: f"{error} [SQL: INSERT INTO event_log ...]")


@sabotage(
    "What is refused is kept all the same.",
    caught_by=titles.LONG_ID,
    damage="Refused, and yet there are events",
)
def refused_and_kept() -> Context:
    original = ingestion.accept

    def accept(
        connection: Connection, tenant: str, exceptions: list[dict[str, Any]], *rest: str
    ) -> list[str]:
        try:
            return original(connection, tenant, exceptions, *rest)
        except HTTPException:
            unnamed = [exception | {"exceptionId": None} for exception in exceptions]
            with connect(os.environ["DATABASE_URL"]) as another:
                original(another, tenant, unnamed, *rest)
            raise

    return patch.object(ingestion, "accept", accept)


@sabotage(
    "Of a batch only the first exception is taken; the others are dropped.",
    caught_by=titles.BATCH,
    damage="exceptions did not go as they should",
)
def batch_cut_short() -> Context:
    original = ingestion.accept

    def accept(
        connection: Connection, tenant: str, exceptions: list[dict[str, Any]], *rest: str
    ) -> list[str]:
        dropped = [ingestion.id_of(exception) for exception in exceptions[1:]]
        return original(connection, tenant, exceptions[:1], *rest) + dropped

    return patch.object(ingestion, "accept", accept)


@sabotage(
    "The name that a caller is given is known to nobody.",
    caught_by=titles.GIVEN_NAME,
    damage="exceptions did not go as they should",
)
def name_given_is_not_the_name_kept() -> Context:
    original = api_exceptions._accepted

    def accepted(ids: list[str]) -> dict[str, Any]:
        return original([str(uuid.uuid4()) for _ in ids])

    return patch.object(api_exceptions, "_accepted", accepted)


@sabotage(
    "A caller who presses the button again starts everything again.",
    caught_by=titles.KEY,
    damage="name|instead of once|did not go as they should",
)
def idempotency_key_ignored() -> Context:
    return patch.object(ingestion, "answered_before", nothing)


@sabotage(
    "An exception that is posted again under its name is worked on again.",
    caught_by=titles.SAME_NAME,
    damage="twice instead of once",
)
def reposting_starts_again() -> Context:
    original = ingestion.enter

    def enter(connection: Connection, tenant: str, known: str, facts: dict[str, Any]) -> bool:
        original(connection, tenant, known, facts)
        return True

    return patch.object(ingestion, "enter", enter)


@sabotage(
    "A dead letter that was put away can be retried.",
    caught_by=titles.DISCARDED,
    damage="SentinAI agreed to retry it",
)
def discarded_letter_can_be_retried() -> Context:
    return patch.object(api_dead_letters, "_waiting", api_dead_letters.known_letter)


@sabotage(
    "The timeline begins with the end.",
    caught_by=(titles.TIMELINE, titles.GIVEN_NAME),
    damage="the timeline tells|the timeline shows",
)
def timeline_newest_first() -> Context:
    return patch.object(api_histories, "timeline_order", lambda: "timestamp desc, seq desc")


@sabotage(
    "The timeline leaves out how it began.",
    caught_by=titles.TIMELINE,
    damage="the timeline tells|the timeline shows ExceptionIngested never",
)
def timeline_without_its_beginning() -> Context:
    original = api_exceptions.select_page

    def select_page(
        connection: Connection,
        table: str,
        conditions: dict[str, Any],
        order: str,
        page: int,
        size: int,
    ) -> dict[str, Any]:
        without = conditions | {"event_type <> %s": "ExceptionIngested"}
        return original(connection, table, without, order, page, size)

    return patch.object(api_histories, "select_page", select_page)


@sabotage(
    "Personal data is kept as it came.",
    caught_by=titles.PRIVACY,
    damage="Not redacted: .*password",
)
def redaction_off() -> Context:
    return patch.object(redaction, "redact", lambda payload: (payload, []))


@sabotage(
    "Whatever stands beside personal data is blacked out, too.",
    caught_by=titles.PRIVACY,
    damage="lost, though harmless: .*carrier",
)
def redaction_too_eager() -> Context:
    return patch.object(redaction, "is_personal", lambda name: name in {"carrier", "email", "ssn"})


@sabotage(
    "Nobody is warned of a deadline.",
    caught_by=titles.DEADLINE,
    damage="in vain for the word that the deadline has passed",
)
def deadlines_ignored() -> Context:
    return patch.object(scheduler, "warn", nothing)


@sabotage(
    "Whoever has been warned of a deadline is warned again and again.",
    caught_by=titles.DEADLINE,
    damage="Not one warning and one last word",
)
def warned_again_and_again() -> Context:
    forgetful = scheduler._IMMINENT.replace("sla_imminent_at is null and", "")
    return patch.object(scheduler, "_IMMINENT", forgetful)


@sabotage(
    "The figures stand still.",
    caught_by=titles.FIGURES,
    damage="in vain for the metrics to say what the observers counted",
)
def metrics_constant() -> Context:
    return patch.object(
        metrics, "exposition", lambda _connection, _tenant: b"sentinai_dlq_size 0.0\n"
    )


@sabotage(
    "A worker that is dead is called ready.",
    caught_by=titles.DEAD_WORKER,
    damage="in vain for SentinAI to say who is ready",
)
def readiness_always_true() -> Context:
    return patch.object(api_operations, "is_ready", lambda _: True)


@sabotage(
    "A worker that is back is never called ready again.",
    caught_by=titles.BACK_AGAIN,
    damage="in vain for SentinAI to say who is ready",
)
def readiness_never_true() -> Context:
    return patch.object(api_operations, "is_ready", lambda _: False)
