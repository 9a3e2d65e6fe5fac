# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of records: one route, or one observer, tells something else than the others."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from support.sandbox.sentinai.app import (
    api_dead_letters,
    api_histories,
    api_playbooks,
    events,
    executing,
    views,
)
from support.sandbox.sentinai.app.database import Connection, Row, one, rows
from support.sandbox.sentinai.app.events import Envelope, Kind
from support.sandbox.sentinai.app.stages import STAGES
from support.sandbox.sentinai.app.work import Work
from support.sandbox.sentinai.sabotage import sentences, titles
from support.sandbox.sentinai.sabotage.catalogue import CATALOGUE
from support.sandbox.sentinai.sabotage.selecting import selecting, showing

Context = AbstractContextManager[object]


def list_with(change: Callable[[Row], Row]) -> Context:
    """Let the list of exceptions, and no other route, show rows that were changed."""
    return selecting("exception", showing(change))


@CATALOGUE.sabotage(
    "The list of exceptions rounds amounts.",
    caught_by=titles.CHAIN,
    at=sentences.STAGES,
    diagnosis=r"not one normalizedContext\.amount, but .*1235567891\.38.* \(the list\)",
)
def amounts_rounded_in_the_list() -> Context:
    def change(item: Row) -> Row:
        context = item["normalizedContext"]
        return item | {"normalizedContext": context | {"amount": round(context["amount"])}}

    return list_with(change)


@CATALOGUE.sabotage(
    "The list of exceptions shows all of them as open.",
    caught_by=titles.BATCH,
    at=sentences.EACH,
    diagnosis="not one resolutionStatus, but .*'OPEN' \\(the list\\)",
)
def everything_listed_as_open() -> Context:
    return list_with(lambda item: item | {"resolutionStatus": "OPEN"})


@CATALOGUE.sabotage(
    "Status and list tell another severity than was found out.",
    caught_by=titles.UNFITTING,
    at=sentences.STAGES,
    diagnosis="not one severity, but 'LOW' \\(its status, the list\\)",
)
def severity_shown_too_low() -> Context:
    original = views.exception

    def exception(row: Row) -> views.Json:
        return original(row) | {"severity": "LOW"}

    return patch.object(views, "exception", exception)


@CATALOGUE.sabotage(
    "The trace leaves out a kind of events.",
    caught_by=titles.BROUGHT_NAME,
    at=sentences.STATUS_TOLD,
    diagnosis=r"not one total_events, but 11 \(its timeline\)",
)
def trace_cut_short() -> Context:
    def all_but_one(connection: Connection, query: str, *arguments: Any) -> list[Row]:  # noqa: ANN401
        found = rows(connection, query, *arguments)
        return found[1:] if "as first" in query else found

    return patch.object(api_histories, "rows", all_but_one)


@CATALOGUE.sabotage(
    "The timeline tells times of another zone.",
    caught_by=titles.ASSIGNED_NAME,
    at=sentences.ASSIGNED_NAME,
    diagnosis=r"not one at, but 20.*\(Kafka, the database\); .*\(the timeline\)",
)
def timeline_in_another_zone() -> Context:
    original = views.event

    def event(row: Row) -> views.Json:
        return original(row) | {"createdAt": row["timestamp"] + timedelta(hours=1)}

    return patch.object(views, "event", event)


@CATALOGUE.sabotage(
    "What is stored of an event is not what was published.",
    caught_by=titles.TWO_TENANTS,
    at=sentences.EACH_TENANT,
    diagnosis="TriageCompleted of .*: not one payload, but .*'confidence': 0.8",
)
def event_stored_otherwise() -> Context:
    original = events.store

    def store(connection: Connection, event: Envelope) -> None:
        payload = event.payload
        if event.event_type == Kind.TRIAGE_COMPLETED:
            payload = payload | {"confidence": 1}
        original(connection, event.model_copy(update={"payload": payload}))

    return patch.object(events, "store", store)


def emitting(kind: Kind, change: Callable[[Envelope], dict[str, Any]]) -> Context:
    """Let events of a kind be emitted with other fields."""
    original = events.emit

    def emit(connection: Connection, event: Envelope) -> None:
        update = change(event) if event.event_type == kind else {}
        original(connection, event.model_copy(update=update))

    return patch.object(events, "emit", emit)


@CATALOGUE.sabotage(
    "Feedback is kept for another kind of exceptions.",
    caught_by=titles.REPROCESSED,
    at=sentences.HAVE_PASSED,
    diagnosis="FeedbackCaptured of .* tells the kind GENERIC, and it is PAYMENT_FAILED",
)
def feedback_for_another_kind() -> Context:
    def change(event: Envelope) -> dict[str, Any]:
        metrics = event.payload["metrics"] | {"exception_type": "GENERIC"}
        return {"payload": event.payload | {"metrics": metrics}}

    return emitting(Kind.FEEDBACK_CAPTURED, change)


@CATALOGUE.sabotage(
    "Feedback is kept for the execution before.",
    caught_by=titles.BATCH,
    at=sentences.EACH,
    diagnosis=r"The feedback on \S+ is of \S+, which it never had",
)
def feedback_for_the_execution_before() -> Context:
    last: dict[str, str] = {}

    def change(event: Envelope) -> dict[str, Any]:
        metrics = event.payload["metrics"]
        before = last.get(event.tenant_id, metrics["execution_id"])
        last[event.tenant_id] = metrics["execution_id"]
        return {"payload": event.payload | {"metrics": metrics | {"execution_id": before}}}

    return emitting(Kind.FEEDBACK_CAPTURED, change)


@CATALOGUE.sabotage(
    "Triage dates its results before it began.",
    caught_by=titles.BROUGHT_NAME,
    at=sentences.BROUGHT_NAME,
    diagnosis="TriageCompleted of .* is dated 0:00:0.* before its TriageRequested",
)
def triage_dated_back() -> Context:
    def change(event: Envelope) -> dict[str, Any]:
        return {"timestamp": event.timestamp - timedelta(seconds=5)}

    return emitting(Kind.TRIAGE_COMPLETED, change)


@CATALOGUE.sabotage(
    "The events of an exception that is submitted in a batch name no source.",
    caught_by=titles.BATCH,
    at=sentences.EACH,
    diagnosis="ExceptionNormalized of .* tells the source UNKNOWN, and it is ERP",
)
def source_lost_on_the_way() -> Context:
    original = views.normalized

    def normalized(facts: Row) -> views.Json:
        return original(facts) | {"sourceSystem": "UNKNOWN"}

    return patch.object(views, "normalized", normalized)


def letters_with(change: Callable[[str, list[Row]], list[Row]]) -> Context:
    """Let routes of the dead letter queue that read several rows see others."""

    def changed(connection: Connection, query: str, *arguments: Any) -> list[Row]:  # noqa: ANN401
        return change(query, rows(connection, query, *arguments))

    return patch.object(api_dead_letters, "rows", changed)


@CATALOGUE.sabotage(
    "The dead letter queue lists every entry as one that waits.",
    caught_by=(titles.RETRIED, titles.DISCARDED),
    at={titles.RETRIED: sentences.MISSED_STAGES, titles.DISCARDED: sentences.NOT_PROCESSED},
    diagnosis="not one status, but 'pending' \\(the queue\\)",
)
def every_letter_listed_as_pending() -> Context:
    def change(query: str, found: list[Row]) -> list[Row]:
        return [row | {"status": "pending"} for row in found] if "limit" in query else found

    return letters_with(change)


@CATALOGUE.sabotage(
    "The dead letter queue lists entries as if they had never been retried.",
    caught_by=titles.DEAD_LETTERED,
    at=sentences.DEAD_LETTERED,
    diagnosis=r"not one retry_count, but 0 \(the queue\)",
)
def retries_not_listed() -> Context:
    def change(query: str, found: list[Row]) -> list[Row]:
        return [row | {"retry_count": 0} for row in found] if "limit" in query else found

    return letters_with(change)


@CATALOGUE.sabotage(
    "The statistics of dead letters forget those that were discarded.",
    caught_by=titles.DISCARDED,
    at=sentences.NOT_PROCESSED,
    diagnosis=r"the queue: not one (total|discarded), but 1 \(the entries\)",
)
def discarded_letters_not_counted() -> Context:
    def change(query: str, found: list[Row]) -> list[Row]:
        if "limit" in query:
            return found
        return [row for row in found if row.get("status") != "discarded"]

    return letters_with(change)


@CATALOGUE.sabotage(
    "The statistics of dead letters blame another kind of workers.",
    caught_by=titles.FAILED_AGAIN,
    at=sentences.WAS_DEAD_LETTERED,
    diagnosis=r"the queue: not one by_worker_type, but .*playbook 1.* \(the statistics\)",
)
def letters_counted_for_another_worker() -> Context:
    def change(query: str, found: list[Row]) -> list[Row]:
        if "limit" in query:
            return found
        return [row | {"worker_type": "playbook"} for row in found]

    return letters_with(change)


@CATALOGUE.sabotage(
    "Whoever asks for one execution is told that it was only requested.",
    caught_by=titles.CHAIN,
    at=sentences.STAGES,
    diagnosis=r"not one status, but 'succeeded' .*'requested' \(the single entry\)",
)
def single_execution_requested_for_ever() -> Context:
    def changed(connection: Connection, query: str, *arguments: Any) -> Row | None:  # noqa: ANN401
        found = one(connection, query, *arguments)
        is_execution = found is not None and "from tool_execution" in query
        return {**found, "status": "requested"} if found and is_execution else found

    return patch.object(api_playbooks, "one", changed)


@CATALOGUE.sabotage(
    "Whoever asks which playbook an exception follows is told the name of another.",
    caught_by=titles.CHAIN,
    at=sentences.STAGES,
    diagnosis=r"not one name, but 'for \w+' \(its playbook\); .* \(who set that up\)",
)
def another_playbook_told() -> Context:
    def told(connection: Connection, query: str, *arguments: object) -> Row | None:
        found = one(connection, query, *arguments)
        return found and found | ({"name": "for nothing"} if "from playbook" in query else {})

    return patch.object(api_histories, "one", told)


@CATALOGUE.sabotage(
    "The record of an execution says that it ended hours before it began.",
    caught_by=titles.CHAIN,
    at=sentences.STAGES,
    diagnosis=r"the list tells updated_at .*, which cannot be",
)
def ended_before_it_began() -> Context:
    original = executing.keep_result
    query = "update tool_execution set updated_at = created_at - interval '3 hours' where id = %s"

    def keep_result(connection: Connection, execution: Row, output: dict[str, Any]) -> None:
        original(connection, execution, output)
        connection.execute(query, [execution["id"]])

    return patch.object(executing, "keep_result", keep_result)


@CATALOGUE.sabotage(
    "The completion of an execution that succeeded tells an error.",
    caught_by=titles.CHAIN,
    at=sentences.STAGES,
    diagnosis="is told as success by its completion, with the error 'it took too long'",
)
def error_told_of_a_success() -> Context:
    def change(event: Envelope) -> dict[str, Any]:
        return {"payload": event.payload | {"error_message": "it took too long"}}

    return emitting(Kind.TOOL_EXECUTION_COMPLETED, change)


@CATALOGUE.sabotage(
    "The record of an execution keeps the error of an attempt that was repeated with success.",
    caught_by=titles.RECOVERY,
    at=sentences.THIRD_ATTEMPT,
    diagnosis="is told as succeeded by its record, with the error",
)
def error_kept_after_a_success() -> Context:
    original = executing.keep_result

    def keep_result(connection: Connection, execution: Row, output: dict[str, Any]) -> None:
        original(connection, execution, output)
        if execution["error_message"]:
            connection.execute(
                "update tool_execution set error_message = %s where id = %s",
                [execution["error_message"], execution["id"]],
            )

    return patch.object(executing, "keep_result", keep_result)


@CATALOGUE.sabotage(
    "The record of an execution that failed does not tell why.",
    caught_by=titles.HARD_CASE,
    at=sentences.FIRST_DEAD_LETTERED,
    diagnosis="is told as failed by its record, without an error",
)
def failure_without_its_error() -> Context:
    stage = STAGES["tool"]

    def note(work: Work, _error: str) -> None:
        stage.on_failure(work, "")

    return patch.dict(STAGES, {"tool": replace(stage, on_failure=note)})
