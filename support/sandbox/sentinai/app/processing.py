"""What becomes of an event at one worker: taken once, retried, dead-lettered."""

from dataclasses import dataclass
from typing import Any

from psycopg.types.json import Jsonb

from support.sandbox.sentinai.app import events
from support.sandbox.sentinai.app.database import Connection, required, rows
from support.sandbox.sentinai.app.events import Envelope, Kind
from support.sandbox.sentinai.app.shape import SHAPE
from support.sandbox.sentinai.app.topics import Topic

_FACTOR = 2
_LONGEST_DELAY_S = 300.0
_DEFAULT_RETRIES = 3
_RETRIES: dict[str, int] = {Kind.EXCEPTION_INGESTED: 5, Kind.FEEDBACK_CAPTURED: 2}
_BATCH = 100

_CLAIM = """
insert into event_processing as known
    (event_id, worker_type, event_type, tenant_id, exception_id, status, attempts)
values (%s, %s, %s, %s, %s, 'processing', 1)
on conflict (event_id, worker_type) do update set attempts = known.attempts + 1
where known.status = 'processing'
returning id
"""
_COMPLETE = """
with done as (
    update event_processing
    set status = 'completed', processed_at = clock_timestamp(), error_message = null,
        envelope = null
    where event_id = %s and worker_type = %s
)
update dead_letter_events set status = 'succeeded'
where event_id = %s and worker_type = %s and status = 'retrying'
"""
_FAIL = """
insert into event_processing as known
    (event_id, worker_type, event_type, tenant_id, exception_id, status, attempts,
     envelope, error_message)
values (%s, %s, %s, %s, %s, 'failed', 1, %s, %s)
on conflict (event_id, worker_type) do update
set status = 'failed', attempts = known.attempts + 1, envelope = excluded.envelope,
    error_message = excluded.error_message
returning attempts
"""
_DEAD_LETTER = """
insert into dead_letter_events
    (event_id, event_type, tenant_id, exception_id, original_topic, failure_reason, retry_count,
     worker_type, payload, event_metadata)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
on conflict (event_id, worker_type) do update
set status = 'pending', failure_reason = excluded.failure_reason,
    retry_count = excluded.retry_count, failed_at = now()
"""


@dataclass(frozen=True)
class Records:
    """The records of one kind of worker.

    Attributes:
        worker: its kind.
        first_delay_s: before the first retry of an event.
    """

    worker: str
    first_delay_s: float

    def claim(self, connection: Connection, event: Envelope) -> bool:
        """Take an event; False if it was taken before, or waits for its next attempt.

        The row is part of the transaction that does the work: whoever delivers the event a second
        time meanwhile waits here, and if the worker dies, the claim dies with it.
        """
        return connection.execute(_CLAIM, self._identity(event)).fetchone() is not None

    def complete(self, connection: Connection, event: Envelope) -> None:
        """Note that the work is done, in the transaction of the work."""
        identity = [event.event_id, self.worker]
        connection.execute(_COMPLETE, [*identity, *identity])

    def fail(self, connection: Connection, event: Envelope, error: str) -> bool:
        """Note a failure: the event is retried later, or dead-lettered; True in the latter case."""
        envelope = Jsonb(event.model_dump(mode="json"))
        arguments = [*self._identity(event), envelope, error]
        attempts = connection.execute(_FAIL, arguments).fetchone()
        assert attempts is not None
        number: int = attempts["attempts"]
        if number > max_retries(event):
            self._end(connection, event, error, number)
            return True
        self._schedule(connection, event, error, number)
        return False

    def _schedule(self, connection: Connection, event: Envelope, error: str, attempt: int) -> None:
        delay = delay_before(attempt, self.first_delay_s)
        connection.execute(
            "update event_processing"
            " set next_attempt_at = clock_timestamp() + make_interval(secs => %s)"
            " where event_id = %s and worker_type = %s",
            [delay, event.event_id, self.worker],
        )
        retry = {"attempt": attempt, "max_retries": max_retries(event), "error": error}
        self._emit(connection, Kind.RETRY_SCHEDULED, event, retry | {SHAPE.delay_is_called: delay})
        connection.execute("notify retries")

    def _end(self, connection: Connection, event: Envelope, error: str, attempts: int) -> None:
        silent = SHAPE.tools_are_tried - 1 if _is_tried_by_its_worker(event) else 0
        dead_letter(connection, event, self.worker, error, retries=attempts - 1 + silent)
        connection.execute(
            "update exception set status = 'escalated', updated_at = now()"
            " where tenant_id = %s and exception_id = %s",
            [event.tenant_id, event.exception_id],
        )
        end = {"attempts": attempts, "error": error}
        self._emit(connection, Kind.DEAD_LETTERED, event, end)

    def _emit(
        self, connection: Connection, kind: Kind, cause: Envelope, details: dict[str, object]
    ) -> None:
        known = {
            "event_id": cause.event_id,
            "event_type": cause.event_type,
            "worker_type": self.worker,
        }
        news = Envelope(
            event_type=kind,
            tenant_id=cause.tenant_id,
            exception_id=cause.exception_id,
            correlation_id=cause.correlation_id,
            payload=known | details,
        )
        events.emit(connection, news)

    def _identity(self, event: Envelope) -> list[object]:
        return [
            event.event_id,
            self.worker,
            event.event_type,
            event.tenant_id,
            event.exception_id,
        ]


def max_retries(event: Envelope) -> int:
    """Return how often an event is retried before it is dead-lettered."""
    if _is_tried_by_its_worker(event):
        return 0
    return _RETRIES.get(event.event_type, _DEFAULT_RETRIES)


def _is_tried_by_its_worker(event: Envelope) -> bool:
    """Tell whether the worker itself tries again, so that one failure is the last."""
    return event.event_type == Kind.TOOL_EXECUTION_REQUESTED and SHAPE.tools_are_tried > 1


def delay_before(attempt: int, first_delay_s: float) -> float:
    """Return the pause after an attempt that failed; it doubles with each."""
    return min(first_delay_s * float(_FACTOR ** (attempt - 1)), _LONGEST_DELAY_S)


def dead_letter(
    connection: Connection, event: Envelope, worker: str, reason: str, *, retries: int
) -> None:
    """Keep an event that nobody could process, with the cause, until somebody decides."""
    connection.execute(
        _DEAD_LETTER,
        [
            event.event_id,
            event.event_type,
            event.tenant_id,
            event.exception_id,
            Topic.EXCEPTIONS,
            reason,
            retries,
            worker,
            Jsonb(event.payload),
            Jsonb(event.metadata or {}),
        ],
    )


def release_due(connection: Connection) -> int:
    """Send those events again whose time has come; return how many."""
    due = rows(
        connection,
        "update event_processing set status = 'processing', next_attempt_at = null where id in"
        " (select id from event_processing where status = 'failed' and next_attempt_at <= now()"
        "  order by next_attempt_at limit %s for update skip locked) returning envelope",
        _BATCH,
    )
    for row in due:
        events.enqueue(connection, Envelope.model_validate(row["envelope"]))
    return len(due)


def seconds_until_due(connection: Connection, longest: float) -> float:
    """Return how long the next retry is away, at most `longest`."""
    found = required(
        connection,
        "select extract(epoch from min(next_attempt_at) - clock_timestamp())::float as seconds"
        " from event_processing where status = 'failed'",
    )
    seconds: float | None = found["seconds"]
    return longest if seconds is None else min(max(seconds, 0.0), longest)


def retry_dead_letter(connection: Connection, letter: dict[str, object]) -> None:
    """Have a dead-lettered event processed again, from its first attempt."""
    connection.execute(
        "update event_processing set status = 'processing', attempts = 0, next_attempt_at = null"
        " where event_id = %s and worker_type = %s",
        [letter["event_id"], letter["worker_type"]],
    )
    events.enqueue(connection, _event_in(letter))


def _event_in(letter: dict[str, Any]) -> Envelope:
    """Return the event that a dead letter holds, as it was."""
    named = ("event_id", "event_type", "tenant_id", "exception_id", "payload")
    return Envelope(
        **{name: letter[name] for name in named},
        correlation_id=letter["exception_id"],
        metadata=letter["event_metadata"] or None,
    )
