# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects that no scenario was written for, found by somebody who looked for holes in the suite."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

from support.sandbox.sentinai.app import assessing, executing, ingestion, redaction
from support.sandbox.sentinai.app.database import Connection, Row, one, rows
from support.sandbox.sentinai.sabotage import sentences, titles
from support.sandbox.sentinai.sabotage.catalogue import CATALOGUE

Context = AbstractContextManager[object]


@CATALOGUE.sabotage(
    "Steps are put in the order of a dictionary: the tenth comes after the first.",
    caught_by=titles.LONG_PLAYBOOK,
    at=sentences.TOLD_ALL,
    diagnosis=r"were told: \['step 1', 'step 10', 'step 11', 'step 2'",
)
def steps_ordered_as_text() -> Context:
    original = executing.step_of
    in_order = (
        "select step_order from playbook_step where playbook_id = %s order by step_order::text"
    )

    def step_of(connection: Connection, playbook: int, order: int) -> Row | None:
        numbers = [row["step_order"] for row in rows(connection, in_order, playbook)]
        if order > len(numbers):
            return None
        found = original(connection, playbook, numbers[order - 1])
        return found and found | {"step_order": order}

    return patch.object(executing, "step_of", step_of)


@CATALOGUE.sabotage(
    "Versions are put in the order of a dictionary: the ninth is followed instead of the tenth.",
    caught_by=titles.NEW_VERSION,
    at=sentences.NEW_VERSION,
    diagnosis="12 of 24 exceptions did not go as they should",
)
def versions_ordered_as_text() -> Context:
    query = (
        "select * from playbook where tenant_id = %s"
        " order by coalesce((conditions->>'priority')::numeric, 0) desc, version::text desc"
    )

    def matching_playbook(connection: Connection, exception: Row) -> Row | None:
        found = rows(connection, query, exception["tenant_id"])
        fitting = (one for one in found if assessing.fits(one["conditions"], exception))
        return next(fitting, None)

    return patch.object(assessing, "matching_playbook", matching_playbook)


@CATALOGUE.sabotage(
    "Of two exceptions whose names differ in capitals only the second one is lost.",
    caught_by=titles.BATCH,
    at=sentences.EACH,
    diagnosis="2 of 5 exceptions did not go as they should(?s:.*)-no-1 … .*-no-2: ",
)
def capitals_of_names_ignored() -> Context:
    original = ingestion.enter
    query = "select 1 from exception where tenant_id = %s and lower(exception_id) = lower(%s)"

    def enter(connection: Connection, tenant: str, known: str, facts: dict[str, Any]) -> bool:
        is_known = one(connection, query, tenant, known) is not None
        return not is_known and original(connection, tenant, known, facts)

    return patch.object(ingestion, "enter", enter)


def _kept(change: Callable[[object], object]) -> Context:
    """Let every value that is kept be changed before, from the innermost to the outermost."""
    original = redaction.redact

    def changed(value: object) -> object:
        if isinstance(value, dict):
            value = {key: changed(inner) for key, inner in value.items()}
        elif isinstance(value, list):
            value = [changed(inner) for inner in value]
        return change(value)

    def redact(payload: dict[str, Any]) -> dict[str, Any]:
        return {name: changed(value) for name, value in original(payload).items()}

    return patch.object(redaction, "redact", redact)


@CATALOGUE.sabotage(
    "What is empty is not kept, as if nobody had said that it is.",
    caught_by=titles.CHAIN,
    at=sentences.STAGES,
    diagnosis=r"ExceptionIngested of \S+ tells the remarks .*, and it is ",
)
def empty_values_dropped() -> Context:
    return _kept(
        lambda value: (
            {key: inner for key, inner in value.items() if inner not in ("", [], {}, None)}
            if isinstance(value, dict)
            else value
        )
    )


@CATALOGUE.sabotage(
    "Names of fields are kept in small letters.",
    caught_by=titles.CHAIN,
    at=sentences.STAGES,
    diagnosis=r"ExceptionIngested of \S+ tells the remarks .*, and it is ",
)
def fields_in_small_letters() -> Context:
    return _kept(
        lambda value: (
            {key.lower(): inner for key, inner in value.items()}
            if isinstance(value, dict)
            else value
        )
    )


@CATALOGUE.sabotage(
    "Moments are kept in another zone than they were told in.",
    caught_by=titles.CHAIN,
    at=sentences.STAGES,
    diagnosis=r"ExceptionIngested of \S+ tells the remarks .*, and it is ",
)
def moments_in_another_zone() -> Context:
    def in_utc(value: object) -> object:
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            return value
        return moment.astimezone(UTC).isoformat() if moment.tzinfo else value

    return _kept(in_utc)
