"""The events of SentinAI's chain: what each is, which stage emits it, and which one causes it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict

# What the workers of each stage emit, in this order.
STAGES: dict[str, tuple[str, ...]] = {
    "intake": ("ExceptionIngested", "ExceptionNormalized"),
    "triage": ("TriageRequested", "TriageCompleted"),
    "policy": ("PolicyEvaluationRequested", "PolicyEvaluationCompleted"),
    "playbook": ("PlaybookMatched", "StepExecutionRequested"),
    "tool": ("ToolExecutionRequested", "ToolExecutionCompleted"),
    "feedback": ("FeedbackCaptured",),
}
STAGE_NAMES = tuple(STAGES)

# What the workers of each stage consume.
CONSUMED = {
    "intake": "ExceptionIngested",
    "triage": "ExceptionNormalized",
    "policy": "TriageCompleted",
    "playbook": "PlaybookMatched",
    "tool": "ToolExecutionRequested",
    "feedback": "ToolExecutionCompleted",
}

# Each event must come after the one that causes it; all else may overtake.
CAUSES = {
    "ExceptionNormalized": "ExceptionIngested",
    "TriageRequested": "ExceptionNormalized",
    "TriageCompleted": "TriageRequested",
    "PolicyEvaluationRequested": "TriageCompleted",
    "PolicyEvaluationCompleted": "PolicyEvaluationRequested",
    "PlaybookMatched": "PolicyEvaluationRequested",
    "StepExecutionRequested": "PlaybookMatched",
    "ToolExecutionRequested": "StepExecutionRequested",
    "ToolExecutionCompleted": "ToolExecutionRequested",
    "FeedbackCaptured": "ToolExecutionCompleted",
}
CHAIN = frozenset(event for stage in STAGES.values() for event in stage)
RETRY, DEAD_LETTER = "RetryScheduled", "DeadLettered"
DEADLINE_NOTICES = ("SLAImminent", "SLAExpired")

_MATCHED = "PlaybookMatched"


@dataclass(frozen=True)
class Event:
    """An event as one observer saw it.

    Attributes:
        id: of the event; a repeated delivery has the same.
        type: such as `TriageCompleted`.
        tenant: whose it is.
        exception: which exception it is about.
        at: when it was made.
        payload: whatever else it says.
        correlation: which exception it says that it belongs to; "" if it does not say so.
        partition: the topic and the number, such as `exceptions/2`, where the observer knows them.
    """

    id: str
    type: str
    tenant: str
    exception: str
    at: datetime
    payload: dict[str, Any] = field(default_factory=dict)
    correlation: str = ""
    partition: str = ""


class Envelope(BaseModel):
    """What a message on Kafka must look like: these fields, and no others."""

    model_config = ConfigDict(extra="forbid")

    event_id: str
    event_type: str
    tenant_id: str
    exception_id: str | None = None
    timestamp: AwareDatetime
    correlation_id: str | None = None
    payload: dict[str, Any]
    metadata: dict[str, Any] | None = None
    version: int = 1

    def event(self, partition: str) -> Event:
        """Return the event inside."""
        return Event(
            id=self.event_id,
            type=self.event_type,
            tenant=self.tenant_id,
            exception=self.exception_id or self.correlation_id or "",
            at=self.timestamp,
            payload=self.payload,
            correlation=self.correlation_id or "",
            partition=partition,
        )


def event_failed(event: Event) -> str:
    """Return the id of the event that a retry or a dead letter is told of; "" if of none."""
    if event.type not in {RETRY, DEAD_LETTER}:
        return ""
    return str(event.payload.get("event_id") or event.payload.get("original_event_id") or "")


def kind_of_worker(name: str) -> str:
    """Return the kind of worker that a name stands for: `ToolWorker` and `tool` are `tool`."""
    return name.lower().removesuffix("worker").rstrip("_-")


def chain_of(stages: Sequence[str]) -> tuple[str, ...]:
    """Return the events of an exception that passes these stages; a stage may come repeatedly."""
    events: list[str] = []
    for stage in stages:
        events += [event for event in STAGES[stage] if not (event == _MATCHED and event in events)]
    if _MATCHED in events:
        # The policy's workers match the playbook just before they report that they are done.
        events.remove(_MATCHED)
        events.insert(events.index("PolicyEvaluationCompleted"), _MATCHED)
    return tuple(events)


def chain_with(steps: int) -> tuple[str, ...]:
    """Return the events of an exception whose playbook has so many steps."""
    return chain_of(STAGE_NAMES[:3] + STAGE_NAMES[3:] * steps)
