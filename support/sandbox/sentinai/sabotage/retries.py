# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of failing: how often work is retried, and what becomes of dead letters."""

from contextlib import AbstractContextManager
from unittest.mock import patch

from support.sandbox.sentinai.app import api_dead_letters, processing
from support.sandbox.sentinai.app.database import Connection, Row, required
from support.sandbox.sentinai.app.events import Envelope
from support.sandbox.sentinai.app.worker import Worker
from support.sandbox.sentinai.sabotage import sentences, titles
from support.sandbox.sentinai.sabotage.catalogue import CATALOGUE, STILL
from support.sandbox.sentinai.sabotage.stages import nothing

Context = AbstractContextManager[object]


@CATALOGUE.sabotage(
    "An event whose work fails is logged and lost.",
    caught_by=(titles.RECOVERY, titles.HARD_CASE),
    at={titles.RECOVERY: sentences.THIRD_ATTEMPT, titles.HARD_CASE: sentences.FIRST_DEAD_LETTERED},
    diagnosis="the tool was called once instead of (3|4) times" + STILL,
)
def failed_event_lost() -> Context:
    return patch.object(Worker, "_fail", nothing)


@CATALOGUE.sabotage(
    "A tool that never works is called for ever.",
    caught_by=titles.DEAD_LETTERED,
    at=sentences.DEAD_LETTERED,
    diagnosis="RetryScheduled 4 times instead of 3 times.*; the rest is not finished",
)
def retry_never_stops() -> Context:
    return patch.object(processing, "max_retries", lambda _: 1_000_000)


@CATALOGUE.sabotage(
    "The attempts are never counted, so a tool that never works is called for ever.",
    caught_by=titles.DEAD_LETTERED,
    at=sentences.DEAD_LETTERED,
    diagnosis="RetryScheduled 4 times instead of 3 times.*; the rest is not finished",
)
def attempts_forgotten() -> Context:
    forgetful = processing._FAIL.replace("attempts = known.attempts + 1", "attempts = 1")
    return patch.object(processing, "_FAIL", forgetful)


@CATALOGUE.sabotage(
    "A tool that is down is called again at once, and again at once.",
    caught_by=(titles.RECOVERY, titles.DEAD_LETTERED),
    at=sentences.PAUSES,
    diagnosis=r"retry 2 came after .* s, promised was 0\.4 s at least",
)
def retry_without_back_off() -> Context:
    return patch.object(processing, "delay_before", lambda _attempt, _first: 0.0)


@CATALOGUE.sabotage(
    "The pauses between the attempts never grow.",
    caught_by=(titles.RECOVERY, titles.DEAD_LETTERED),
    at=sentences.PAUSES,
    diagnosis=r"retry 2 came after .* s, promised was 0\.4 s at least",
)
def back_off_that_never_grows() -> Context:
    return patch.object(processing, "delay_before", lambda _attempt, first: first)


@CATALOGUE.sabotage(
    "What nobody could process is gone.",
    caught_by=titles.DEAD_LETTERED,
    at=sentences.CAUSE,
    diagnosis="The queue shows 0 dead letters instead of one" + STILL,
)
def dead_letter_lost() -> Context:
    return patch.object(processing, "dead_letter", nothing)


@CATALOGUE.sabotage(
    "A dead letter does not tell its cause.",
    caught_by=titles.DEAD_LETTERED,
    at=sentences.CAUSE,
    diagnosis="with status 500; the dead letter: ''",
)
def dead_letter_without_cause() -> Context:
    original = processing.dead_letter

    def dead_letter(
        connection: Connection, event: Envelope, kind: str, _reason: str, *, retries: int
    ) -> None:
        original(connection, event, kind, "", retries=retries)

    return patch.object(processing, "dead_letter", dead_letter)


@CATALOGUE.sabotage(
    "Retrying a dead letter changes its status, and nothing else.",
    caught_by=titles.RETRIED,
    at=sentences.MISSED_STAGES,
    diagnosis="show ToolExecutionCompleted, FeedbackCaptured never instead of once" + STILL,
)
def retried_letter_never_runs() -> Context:
    return patch.object(processing, "retry_dead_letter", nothing)


@CATALOGUE.sabotage(
    "A dead letter that was retried with success still counts as being retried.",
    caught_by=titles.RETRIED,
    at=sentences.SUCCEEDED,
    diagnosis="The dead letter of .* is retrying, not succeeded" + STILL,
)
def succeeded_letter_stays_open() -> Context:
    blind = processing._COMPLETE.replace("status = 'retrying'", "status = 'never'")
    return patch.object(processing, "_COMPLETE", blind)


@CATALOGUE.sabotage(
    "A dead letter that failed again can never be retried again.",
    caught_by=titles.FAILED_AGAIN,
    at=sentences.PENDING,
    diagnosis="The dead letter of .* is retrying, not pending" + STILL,
)
def letter_that_fails_again_is_stuck() -> Context:
    return patch.object(
        processing, "_DEAD_LETTER", processing._DEAD_LETTER.replace("status = 'pending', ", "")
    )


@CATALOGUE.sabotage(
    "A dead letter that fails again is not retried before it becomes one again.",
    caught_by=titles.FAILED_AGAIN,
    at=sentences.DEAD_LETTERED_AGAIN,
    diagnosis="show RetryScheduled 3 times instead of 6 times; the tool was called 5 times",
)
def retried_letter_gets_one_attempt() -> Context:
    original = processing.retry_dead_letter

    def retry(connection: Connection, letter: Row) -> None:
        original(connection, letter)
        connection.execute(
            "update event_processing set attempts = 3 where event_id = %s", [letter["event_id"]]
        )

    return patch.object(processing, "retry_dead_letter", retry)


@CATALOGUE.sabotage(
    "A dead letter that is discarded is processed all the same.",
    caught_by=titles.DISCARDED,
    at=sentences.NOT_PROCESSED,
    diagnosis="the tool was executed once instead of never",
)
def discarded_letter_is_processed() -> Context:
    original = api_dead_letters._waiting

    def waiting(connection: Connection, tenant: str, entry: int) -> Row:
        letter = original(connection, tenant, entry)
        processing.retry_dead_letter(connection, letter)
        return letter

    return patch.object(api_dead_letters, "_waiting", waiting)


@CATALOGUE.sabotage(
    "Whoever discards a dead letter is told that it is, and it waits as before.",
    caught_by=titles.DISCARDED,
    at=sentences.DISCARDED,
    diagnosis="The dead letter of .* is pending, not discarded" + STILL,
)
def discarded_letter_still_waits() -> Context:
    waiting = api_dead_letters._DISCARD.replace("'discarded'", "'pending'")

    def told(connection: Connection, query: str, *values: object) -> Row:
        changed = required(connection, query, *values)
        return {**changed, "status": "discarded"} if query == waiting else changed

    return patch.multiple(api_dead_letters, _DISCARD=waiting, required=told)


@CATALOGUE.sabotage(
    "Whoever discards one dead letter discards all of them.",
    caught_by=titles.NOT_RETRIED,
    at=sentences.OTHERS_WAIT,
    diagnosis="The dead letter of .* is discarded, not pending",
)
def all_letters_discarded() -> Context:
    everything = api_dead_letters._DISCARD.replace(
        "where id = %s",
        "where tenant_id = (select tenant_id from dead_letter_events where id = %s)",
    )
    return patch.object(api_dead_letters, "_DISCARD", everything)


@CATALOGUE.sabotage(
    "A dead letter that was discarded can be retried.",
    caught_by=titles.NOT_RETRIED,
    at=sentences.NO_RETRY,
    diagnosis="SentinAI agreed to retry it",
)
def discarded_letter_can_be_retried() -> Context:
    return patch.object(api_dead_letters, "_waiting", api_dead_letters.known_letter)
