# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of failing: how often work is tried, and what is left of what was given up."""

from contextlib import AbstractContextManager
from unittest.mock import patch

from support.sandbox.sentinai.app import processing
from support.sandbox.sentinai.app.database import Connection, Row
from support.sandbox.sentinai.app.events import Envelope
from support.sandbox.sentinai.app.worker import Worker
from support.sandbox.sentinai.sabotage import titles
from support.sandbox.sentinai.sabotage.catalogue import CATALOGUE
from support.sandbox.sentinai.sabotage.stages import nothing

Context = AbstractContextManager[object]


@CATALOGUE.sabotage(
    "An event whose work fails is logged and lost.",
    caught_by=(titles.RECOVERY, titles.HARD_CASE),
    damage="RetryScheduled never instead of",
)
def failed_event_lost() -> Context:
    return patch.object(Worker, "_fail", nothing)


@CATALOGUE.sabotage(
    "A tool that never works is called for ever.",
    caught_by=titles.GIVEN_UP,
    damage="DeadLettered never instead of once",
)
def retry_never_stops() -> Context:
    return patch.object(processing, "max_retries", lambda _: 1_000_000)


@CATALOGUE.sabotage(
    "The attempts are never counted, so a tool that never works is called for ever.",
    caught_by=titles.GIVEN_UP,
    damage="DeadLettered never instead of once",
)
def attempts_forgotten() -> Context:
    forgetful = processing._FAIL.replace("attempts = known.attempts + 1", "attempts = 1")
    return patch.object(processing, "_FAIL", forgetful)


@CATALOGUE.sabotage(
    "A tool that is down is called again at once, and again at once.",
    caught_by=(titles.RECOVERY, titles.GIVEN_UP),
    damage="promised was .* s at least",
)
def retry_without_back_off() -> Context:
    return patch.object(processing, "delay_before", lambda _attempt, _first: 0.0)


@CATALOGUE.sabotage(
    "The pauses between the attempts never grow.",
    caught_by=(titles.RECOVERY, titles.GIVEN_UP),
    damage="promised was .* s at least",
)
def back_off_that_never_grows() -> Context:
    return patch.object(processing, "delay_before", lambda _attempt, first: first)


@CATALOGUE.sabotage(
    "What was given up is gone.",
    caught_by=titles.GIVEN_UP,
    damage="dead letter queue shows 0 entries",
)
def dead_letter_lost() -> Context:
    return patch.object(processing, "bury", nothing)


@CATALOGUE.sabotage(
    "What was given up does not say why.",
    caught_by=titles.GIVEN_UP,
    damage="the dead letter: ''",
)
def dead_letter_without_cause() -> Context:
    original = processing.bury

    def bury(
        connection: Connection, event: Envelope, kind: str, _reason: str, *, retries: int
    ) -> None:
        original(connection, event, kind, "", retries=retries)

    return patch.object(processing, "bury", bury)


@CATALOGUE.sabotage(
    "Retrying a dead letter changes its status, and nothing else.",
    caught_by=titles.RETRIED,
    damage="ToolExecutionCompleted never instead of once",
)
def retried_letter_never_runs() -> Context:
    return patch.object(processing, "retry_dead_letter", nothing)


@CATALOGUE.sabotage(
    "A dead letter that was retried with success still counts as being retried.",
    caught_by=titles.RETRIED,
    damage="in vain for the dead letter to be succeeded",
)
def succeeded_letter_stays_open() -> Context:
    blind = processing._COMPLETE.replace("status = 'retrying'", "status = 'never'")
    return patch.object(processing, "_COMPLETE", blind)


@CATALOGUE.sabotage(
    "A dead letter that failed again can never be retried again.",
    caught_by=titles.FAILED_AGAIN,
    damage="in vain for the dead letter to be pending",
)
def letter_that_fails_again_is_stuck() -> Context:
    return patch.object(processing, "_BURY", processing._BURY.replace("status = 'pending', ", ""))


@CATALOGUE.sabotage(
    "A dead letter that fails again is given up without its retries.",
    caught_by=titles.FAILED_AGAIN,
    damage="RetryScheduled 3 times instead of 6 times",
)
def retried_letter_gets_one_attempt() -> Context:
    original = processing.retry_dead_letter

    def retry(connection: Connection, letter: Row) -> None:
        original(connection, letter)
        connection.execute(
            "update event_processing set attempts = 3 where event_id = %s", [letter["event_id"]]
        )

    return patch.object(processing, "retry_dead_letter", retry)
