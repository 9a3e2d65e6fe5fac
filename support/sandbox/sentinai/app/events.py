"""Events: their envelope, and how one is emitted so that it cannot be lost."""

import uuid
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from psycopg.types.json import Jsonb
from pydantic import BaseModel, ConfigDict, Field

from support.sandbox.sentinai.app.database import Connection
from support.sandbox.sentinai.app.topics import Topic

SCHEMA_VERSION = 1


class Kind(StrEnum):
    """What an event tells."""

    EXCEPTION_INGESTED = "ExceptionIngested"
    EXCEPTION_NORMALIZED = "ExceptionNormalized"
    TRIAGE_REQUESTED = "TriageRequested"
    TRIAGE_COMPLETED = "TriageCompleted"
    POLICY_EVALUATION_REQUESTED = "PolicyEvaluationRequested"
    PLAYBOOK_MATCHED = "PlaybookMatched"
    POLICY_EVALUATION_COMPLETED = "PolicyEvaluationCompleted"
    STEP_EXECUTION_REQUESTED = "StepExecutionRequested"
    TOOL_EXECUTION_REQUESTED = "ToolExecutionRequested"
    TOOL_EXECUTION_COMPLETED = "ToolExecutionCompleted"
    FEEDBACK_CAPTURED = "FeedbackCaptured"
    RETRY_SCHEDULED = "RetryScheduled"
    DEAD_LETTERED = "DeadLettered"
    SLA_IMMINENT = "SLAImminent"
    SLA_EXPIRED = "SLAExpired"


class Envelope(BaseModel):
    """One event, as it travels and as it is stored."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    event_id: str = Field(default_factory=lambda: str(uuid.uuid4()))
    event_type: str
    tenant_id: str
    exception_id: str | None = None
    timestamp: datetime = Field(default_factory=lambda: datetime.now(UTC))
    correlation_id: str | None = None
    payload: dict[str, Any]
    metadata: dict[str, Any] | None = None
    version: int = Field(SCHEMA_VERSION, ge=1, le=SCHEMA_VERSION)


def key_of(event: Envelope) -> str:
    """Return what decides the partition: events of one exception share one, and stay in order."""
    return f"{event.tenant_id}:{event.exception_id}" if event.exception_id else event.tenant_id


def emit(connection: Connection, event: Envelope) -> None:
    """Store an event and hand it to the publisher, both only if the transaction commits."""
    with connection.pipeline():  # one round trip for both
        store(connection, event)
        enqueue(connection, event)


def store(connection: Connection, event: Envelope) -> None:
    """Enter an event into the log, unless it is there."""
    connection.execute(
        "insert into event_log (event_id, event_type, tenant_id, exception_id, timestamp,"
        " correlation_id, payload, metadata, version)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s) on conflict do nothing",
        [
            event.event_id,
            event.event_type,
            event.tenant_id,
            event.exception_id,
            event.timestamp,
            event.correlation_id,
            Jsonb(event.payload),
            Jsonb(event.metadata),
            event.version,
        ],
    )


def enqueue(connection: Connection, event: Envelope) -> None:
    """Put an event into the outbox; a trigger wakes the publisher when the transaction is over."""
    is_sla = event.event_type in {Kind.SLA_IMMINENT, Kind.SLA_EXPIRED}
    connection.execute(
        "insert into outbox (topic, key, event_id, envelope) values (%s, %s, %s, %s)",
        [
            Topic.SLA if is_sla else Topic.EXCEPTIONS,
            key_of(event),
            event.event_id,
            Jsonb(event.model_dump(mode="json")),
        ],
    )
