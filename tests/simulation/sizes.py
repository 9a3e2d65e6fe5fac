"""How large what Temporal keeps is: measured on its own messages, with this suite's payloads."""

from collections.abc import Hashable
from functools import cache

from temporalio.api.common.v1 import ActivityType, Payloads, WorkflowExecution
from temporalio.api.history.v1 import HistoryEvent
from temporalio.converter import default

from support.parallel.temporal.payloads import SCENARIO

_ID = "0" * 36
_IDENTITY = "host-of-a-worker.example 123456 16"


@cache
def payload(value: Hashable) -> int:
    """Return the bytes of a value on its way."""
    return of_all(value)


def of_all(value: object) -> int:
    """Return the bytes of something large on its way."""
    return len(bytes(_payloads(value).SerializeToString()))


@cache
def event(kind: str, title: int = 0, told: int = 0) -> int:
    """Return the bytes of an event in a history.

    Args:
        kind: of the event, as Temporal names it.
        title: letters of the summary that it carries.
        told: bytes of what it carries.
    """
    made = HistoryEvent(event_id=25_000, version=1, task_id=10**7)
    made.event_time.FromNanoseconds(1_800_000_000_999_999_999)
    if title:
        made.user_metadata.summary.CopyFrom(_payloads("." * title).payloads[0])
    _fill(made, kind)
    return len(bytes(made.SerializeToString())) + told


def _fill(made: HistoryEvent, kind: str) -> None:
    """Give an event what is longest in it; ids and small numbers."""
    if kind == "ActivityTaskScheduled":
        of = made.activity_task_scheduled_event_attributes
        of.activity_id, of.workflow_task_completed_event_id = "12345", 25_000
        of.activity_type.CopyFrom(ActivityType(name=SCENARIO))
        of.task_queue.name = "datamonkey-012345678901"
        for limit in (
            of.heartbeat_timeout,
            of.start_to_close_timeout,
            of.schedule_to_close_timeout,
        ):
            limit.FromSeconds(3600)
        of.retry_policy.maximum_attempts = 1
    elif kind == "ActivityTaskStarted":
        begun = made.activity_task_started_event_attributes
        begun.scheduled_event_id, begun.identity, begun.request_id = 25_000, _IDENTITY, _ID
    elif kind == "WorkflowTaskCompleted":
        done = made.workflow_task_completed_event_attributes
        done.scheduled_event_id = done.started_event_id = 25_000
        done.identity, done.worker_version.build_id = _IDENTITY, _ID
    elif kind == "WorkflowTaskStarted":
        taken = made.workflow_task_started_event_attributes
        taken.scheduled_event_id, taken.identity, taken.request_id = 25_000, _IDENTITY, _ID
    elif kind == "WorkflowTaskScheduled":
        waits = made.workflow_task_scheduled_event_attributes
        waits.task_queue.name = f"{_ID}:{_ID}"
        waits.start_to_close_timeout.FromSeconds(10)
    else:
        other = made.workflow_execution_signaled_event_attributes
        other.identity = _IDENTITY
        other.external_workflow_execution.CopyFrom(WorkflowExecution(workflow_id=_ID))


def _payloads(value: object) -> Payloads:
    return Payloads(payloads=default().payload_converter.to_payloads([value]))
