# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of ingestion: what is accepted, what is refused, and under which name."""

import os
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from unittest.mock import patch

from fastapi import HTTPException, status

from support.sandbox.sentinai.app import access, api_exceptions, ingestion, views
from support.sandbox.sentinai.app.database import Connection, Row, connect, one
from support.sandbox.sentinai.sabotage import sentences, titles
from support.sandbox.sentinai.sabotage.catalogue import CATALOGUE, STILL
from support.sandbox.sentinai.sabotage.stages import nothing

Context = AbstractContextManager[object]

_SLOW_S = 0.14


@CATALOGUE.sabotage(
    "A refusal shows the statement that the database did not like.",
    caught_by=titles.NUL,
    at=sentences.REJECTED,
    diagnosis="The refusal tells internal details",
)
def refusal_shows_the_statement() -> Context:
    return patch.object(views, "explain", lambda error: f"{error} [SQL: INSERT INTO event_log ...]")


@CATALOGUE.sabotage(
    "What is refused is kept all the same.",
    caught_by=titles.LONG_ID,
    at=sentences.NOT_KEPT,
    diagnosis=r"Refused, and yet .* listed exceptions \['",
    without=("DATABASE_URL", "KAFKA_BOOTSTRAP_SERVERS"),
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


@CATALOGUE.sabotage(
    "Of a batch only the first exception is taken; the others are dropped.",
    caught_by=titles.BATCH,
    at=sentences.EACH,
    diagnosis="4 of 5 exceptions did not go as they should" + STILL,
)
def batch_cut_short() -> Context:
    original = ingestion.accept

    def accept(
        connection: Connection, tenant: str, exceptions: list[dict[str, Any]], *rest: str
    ) -> list[str]:
        return original(connection, tenant, exceptions[:1], *rest)

    return patch.object(ingestion, "accept", accept)


@CATALOGUE.sabotage(
    "The name that a caller is told is known to nobody.",
    caught_by=(titles.ASSIGNED_NAME, titles.BROUGHT_NAME),
    at={
        titles.ASSIGNED_NAME: sentences.ASSIGNED_NAME,
        titles.BROUGHT_NAME: sentences.BROUGHT_NAME,
    },
    diagnosis="show ExceptionIngested, .* never instead of once" + STILL + r"|Submitted as \['dm-",
)
def name_told_is_not_the_name_kept() -> Context:
    original = api_exceptions._accepted

    def accepted(ids: list[str]) -> dict[str, Any]:
        return original([str(uuid.uuid4()) for _ in ids])

    return patch.object(api_exceptions, "_accepted", accepted)


@CATALOGUE.sabotage(
    "Whoever asks for the status of an exception is told a name that nobody gave it.",
    caught_by=(titles.ASSIGNED_NAME, titles.BROUGHT_NAME),
    at=sentences.STATUS_TOLD,
    diagnosis=r"is told as [\da-f-]{36} of ",
    takes_long=True,
)
def status_under_another_name() -> Context:
    original = views.exception

    def exception(row: Row) -> dict[str, Any]:
        return original(row) | {"exceptionId": str(uuid.uuid4())}

    return patch.object(views, "exception", exception)


@CATALOGUE.sabotage(
    "A request that is repeated with its key is processed again.",
    caught_by=titles.KEY,
    at=sentences.SAME_ANSWERS,
    diagnosis="One request, repeated, became two",
)
def idempotency_key_ignored() -> Context:
    return patch.object(ingestion, "answered_before", nothing)


@CATALOGUE.sabotage(
    "Another request that brings a known key is taken for the one that had it, and lost.",
    caught_by=titles.TWO_WITH_ONE_KEY,
    at=sentences.EACH_ACCEPTED,
    diagnosis=r"Exception\w+ of \S+ tells the amount ",
)
def other_request_lost() -> Context:
    original = ingestion.answered_before

    def answered_before(
        connection: Connection, tenant: str, key: str, _: object
    ) -> list[str] | None:
        return original(connection, tenant, key, "whatever it says")

    return patch.object(ingestion, "answered_before", answered_before)


@CATALOGUE.sabotage(
    "A tenant loses its exception because another one has used the same key for a request.",
    caught_by=titles.TWO_TENANTS,
    at=sentences.EACH_TENANT,
    diagnosis="ExceptionIngested[^;]* never instead of once" + STILL,
)
def keys_shared_by_all_tenants() -> Context:
    original = ingestion.answered_before

    def answered_before(
        connection: Connection, tenant: str, key: str, body: object
    ) -> list[str] | None:
        query = "select exception_ids from idempotency_key where key = %s and tenant_id <> %s"
        foreign = one(connection, query, key, tenant)
        return (
            list(foreign["exception_ids"]) if foreign else original(connection, tenant, key, body)
        )

    return patch.object(ingestion, "answered_before", answered_before)


@CATALOGUE.sabotage(
    "An exception that is submitted again under its name is processed again.",
    caught_by=titles.SAME_NAME,
    at=sentences.NOTHING_TWICE,
    diagnosis="show ExceptionIngested.* twice instead of once",
)
def resubmitting_reprocesses() -> Context:
    original = ingestion.enter

    def enter(connection: Connection, tenant: str, known: str, facts: dict[str, Any]) -> bool:
        original(connection, tenant, known, facts)
        return True

    return patch.object(ingestion, "enter", enter)


@CATALOGUE.sabotage(
    "Whoever has an exception reprocessed is told that it is, and nothing happens.",
    caught_by=titles.REPROCESSED,
    at=sentences.ONCE_MORE,
    diagnosis="show ExceptionIngested, .* once instead of twice" + STILL,
)
def reprocessing_does_nothing() -> Context:
    return patch.object(ingestion, "reprocess", nothing)


@CATALOGUE.sabotage(
    "Whatever is submitted, the server breaks down.",
    caught_by=(titles.BROKER, titles.LONG_ID),
    at={titles.BROKER: sentences.WITHOUT_BROKER, titles.LONG_ID: sentences.REJECTED},
    diagnosis="The broker is back.*: SentinAI answered 500|does not say that the caller is wrong",
)
def every_submission_breaks_the_server() -> Context:
    def accept(*_: object) -> list[str]:
        raise HTTPException(status.HTTP_500_INTERNAL_SERVER_ERROR, "Internal Server Error")

    return patch.object(ingestion, "accept", accept)


@CATALOGUE.sabotage(
    "After an exception of an unknown tenant nothing that is accepted is processed any more.",
    caught_by=titles.UNKNOWN_TENANT,
    at=sentences.LATER_ONES,
    diagnosis="8 of 8 exceptions .*\n.* show ExceptionIngested, .* never instead of once" + STILL,
)
@contextmanager
def unknown_tenant_stops_everything() -> Iterator[None]:
    check, accept, unknown = access.check_is_active, ingestion.accept, list[str]()

    def check_is_active(connection: Connection, tenant: str) -> None:
        try:
            check(connection, tenant)
        except HTTPException:
            unknown.append(tenant)
            raise

    def accept_and_lose(
        connection: Connection, tenant: str, exceptions: list[dict[str, Any]], *rest: str
    ) -> list[str]:
        if unknown:
            return [ingestion.id_of(exception) for exception in exceptions]
        return accept(connection, tenant, exceptions, *rest)

    with (
        patch.object(access, "check_is_active", check_is_active),
        patch.object(ingestion, "accept", accept_and_lose),
    ):
        yield


@CATALOGUE.sabotage(
    "Exceptions are taken in one after the other, each only when the last one is stored.",
    caught_by=titles.LOAD,
    at=sentences.FASTER,
    diagnosis="Together only .* times as fast as one by one",
)
def callers_wait_for_each_other() -> Context:
    original = ingestion.accept

    def accept(connection: Connection, *rest: Any) -> list[str]:  # noqa: ANN401  passed through
        connection.execute("select pg_advisory_xact_lock(2), pg_sleep(%s)", [_SLOW_S])
        return original(connection, *rest)

    return patch.object(ingestion, "accept", accept)
