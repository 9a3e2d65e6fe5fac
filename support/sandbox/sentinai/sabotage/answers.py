# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of answering: what is taken, what is refused, and under which name."""

import os
import uuid
from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch

from fastapi import HTTPException

from support.sandbox.sentinai.app import api_dead_letters, api_exceptions, ingestion, views
from support.sandbox.sentinai.app.database import Connection, connect
from support.sandbox.sentinai.sabotage import titles
from support.sandbox.sentinai.sabotage.catalogue import CATALOGUE
from support.sandbox.sentinai.sabotage.stages import nothing

Context = AbstractContextManager[object]

_SLOW_S = 0.08


@CATALOGUE.sabotage(
    "A refusal shows the statement that the database did not like.",
    caught_by=titles.NUL,
    damage="tells of SentinAI's inside",
)
def refusal_shows_the_statement() -> Context:
    return patch.object(views, "explain", lambda error: f"{error} [SQL: INSERT INTO event_log ...]")


@CATALOGUE.sabotage(
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


@CATALOGUE.sabotage(
    "Of a batch only the first exception is taken; the others are dropped.",
    caught_by=titles.BATCH,
    damage="exceptions did not go as they should",
)
def batch_cut_short() -> Context:
    original = ingestion.accept

    def accept(
        connection: Connection, tenant: str, exceptions: list[dict[str, Any]], *rest: str
    ) -> list[str]:
        return original(connection, tenant, exceptions[:1], *rest)

    return patch.object(ingestion, "accept", accept)


@CATALOGUE.sabotage(
    "The name that a caller is given is known to nobody.",
    caught_by=titles.GIVEN_NAME,
    damage="exceptions did not go as they should",
)
def name_given_is_not_the_name_kept() -> Context:
    original = api_exceptions._accepted

    def accepted(ids: list[str]) -> dict[str, Any]:
        return original([str(uuid.uuid4()) for _ in ids])

    return patch.object(api_exceptions, "_accepted", accepted)


@CATALOGUE.sabotage(
    "A caller who presses the button again starts everything again.",
    caught_by=titles.KEY,
    damage="One request, repeated, became two",
)
def idempotency_key_ignored() -> Context:
    return patch.object(ingestion, "answered_before", nothing)


@CATALOGUE.sabotage(
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


@CATALOGUE.sabotage(
    "A dead letter that was put away can be retried.",
    caught_by=titles.DISCARDED,
    damage="SentinAI agreed to retry it",
)
def discarded_letter_can_be_retried() -> Context:
    return patch.object(api_dead_letters, "_waiting", api_dead_letters.known_letter)


@CATALOGUE.sabotage(
    "Whoever starts an exception again is told that it was started, and nothing happens.",
    caught_by=titles.AGAIN,
    damage="ExceptionIngested once instead of twice",
)
def starting_again_does_nothing() -> Context:
    return patch.object(ingestion, "start_again", nothing)


@CATALOGUE.sabotage(
    "Exceptions are taken in one after the other, each only when the last one is stored.",
    caught_by=titles.LOAD,
    damage="Together only .* times as fast",
)
def callers_wait_for_each_other() -> Context:
    original = ingestion.accept

    def accept(connection: Connection, *rest: Any) -> list[str]:  # noqa: ANN401  passed through
        connection.execute("select pg_advisory_xact_lock(2), pg_sleep(%s)", [_SLOW_S])
        return original(connection, *rest)

    return patch.object(ingestion, "accept", accept)
