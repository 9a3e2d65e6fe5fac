# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of contents: what was submitted or answered is kept otherwise, or as another's."""

import unicodedata
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch

from support.sandbox.sentinai.app import events, executing, ingestion, redaction
from support.sandbox.sentinai.app.database import Connection, Row, required
from support.sandbox.sentinai.app.events import Envelope
from support.sandbox.sentinai.sabotage import sentences, titles
from support.sandbox.sentinai.sabotage.catalogue import CATALOGUE

Context = AbstractContextManager[object]


def _entering(change: Callable[[object], object]) -> Context:
    """Let every text and figure of an exception be changed when it comes in."""
    original = redaction.redact

    def changed(content: Any) -> Any:  # noqa: ANN401  JSON
        if isinstance(content, dict):
            return {key: changed(value) for key, value in content.items()}
        if isinstance(content, list):
            return [changed(value) for value in content]
        return change(content)

    return patch.object(redaction, "redact", lambda raw: changed(original(raw)))


@CATALOGUE.sabotage(
    "What is false or nothing is kept as a nought.",
    caught_by=titles.BROUGHT_NAME,
    at=sentences.BROUGHT_NAME,
    diagnosis=r"ExceptionIngested of \S+ tells the remarks .*, and it is ",
)
def nothing_kept_as_nought() -> Context:
    return _entering(lambda value: value or (value if isinstance(value, str) else 0))


@CATALOGUE.sabotage(
    "Letters are kept in another form than they came in.",
    caught_by=titles.CHAIN,
    at=sentences.STAGES,
    diagnosis=r"ExceptionIngested of \S+ tells the remarks .*, and it is ",
)
def letters_kept_in_another_form() -> Context:
    return _entering(
        lambda value: unicodedata.normalize("NFKC", value) if isinstance(value, str) else value
    )


@CATALOGUE.sabotage(
    "Blanks at the ends of texts, and where several stand together, are lost.",
    caught_by=titles.UNFITTING,
    at=sentences.STAGES,
    diagnosis=r"ExceptionIngested of \S+ tells the remarks .*, and it is ",
)
def blanks_lost() -> Context:
    return _entering(lambda value: " ".join(value.split()) if isinstance(value, str) else value)


@CATALOGUE.sabotage(
    "Long texts are cut.",
    caught_by=titles.FITTING,
    at=sentences.ONLY_TOOL,
    diagnosis=r"ExceptionIngested of \S+ tells the remarks .*, and it is ",
)
def long_texts_cut() -> Context:
    return _entering(lambda value: value[:200] if isinstance(value, str) else value)


@CATALOGUE.sabotage(
    "Whatever is reprocessed, it is with the words of the tenant's first exception.",
    caught_by=titles.REPROCESSED,
    at=sentences.ONCE_MORE,
    diagnosis=r"Exception\w+ of \S+ tells the amount ",
)
def first_story_reprocessed() -> Context:
    def reprocess(connection: Connection, tenant: str, known: str) -> None:
        query = (
            "select payload from event_log where tenant_id = %s"
            " and event_type = 'ExceptionIngested' order by seq limit 1"
        )
        first = required(connection, query, tenant)
        events.emit(connection, ingestion.ingested(tenant, known, first["payload"]))

    return patch.object(ingestion, "reprocess", reprocess)


@CATALOGUE.sabotage(
    "What a tool answered is kept for the call after it, too.",
    caught_by=titles.BATCH,
    at=sentences.EACH,
    diagnosis=r"\S+ shows what the tool answered to |not one output_payload.receipt, but",
)
def answer_kept_for_the_next() -> Context:
    original, last = executing.keep_result, dict[str, dict[str, Any]]()

    def keep_result(connection: Connection, execution: Row, output: dict[str, Any]) -> None:
        tenant = execution["tenant_id"]
        original(connection, execution, last.get(tenant, output))
        last[tenant] = output

    return patch.object(executing, "keep_result", keep_result)


@CATALOGUE.sabotage(
    "What is stored of an event says that it belongs to another exception.",
    caught_by=titles.BATCH,
    at=sentences.EACH,
    diagnosis=r"\w+ of \S+: not one correlation, but",
)
def correlation_of_another_stored() -> Context:
    original, last = events.store, dict[str, str | None]()

    def store(connection: Connection, event: Envelope) -> None:
        another = last.get(event.tenant_id, event.correlation_id)
        last[event.tenant_id] = event.correlation_id
        original(connection, event.model_copy(update={"correlation_id": another}))

    return patch.object(events, "store", store)


@CATALOGUE.sabotage(
    "What a tool answered is not kept.",
    caught_by=titles.CHAIN,
    at=sentences.STAGES,
    diagnosis=r"\S+ does not show that the tool answered receipt-",
)
def tools_answer_forgotten() -> Context:
    original = executing.keep_result

    def keep_result(connection: Connection, execution: Row, _: dict[str, Any]) -> None:
        original(connection, execution, {})

    return patch.object(executing, "keep_result", keep_result)
