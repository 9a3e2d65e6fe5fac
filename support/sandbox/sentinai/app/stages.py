"""Which worker takes which events, and what it does with them."""

from collections.abc import Callable
from dataclasses import dataclass

from support.sandbox.sentinai.app import assessing, executing
from support.sandbox.sentinai.app.events import Kind
from support.sandbox.sentinai.app.work import Work


def _nothing(_work: Work, _error: str) -> None:
    """Leave a failure to the records."""


@dataclass(frozen=True)
class Stage:
    """One stage of the chain.

    Attributes:
        takes: the kinds of events it works on.
        work: what it does with one; an exception is a failure, and nothing of it is kept.
        on_failure: what is kept of a failure, beside the records that every stage has.
    """

    takes: frozenset[Kind]
    work: Callable[[Work], None]
    on_failure: Callable[[Work, str], None] = _nothing


STAGES: dict[str, Stage] = {
    "intake": Stage(frozenset({Kind.EXCEPTION_INGESTED}), assessing.normalize),
    "triage": Stage(frozenset({Kind.EXCEPTION_NORMALIZED}), assessing.triage),
    "policy": Stage(frozenset({Kind.TRIAGE_COMPLETED}), assessing.evaluate),
    "playbook": Stage(
        frozenset(
            {Kind.PLAYBOOK_MATCHED, Kind.STEP_EXECUTION_REQUESTED, Kind.TOOL_EXECUTION_COMPLETED}
        ),
        executing.advance,
    ),
    "tool": Stage(
        frozenset({Kind.TOOL_EXECUTION_REQUESTED}),
        executing.execute_tool,
        executing.note_failed_call,
    ),
    "feedback": Stage(frozenset({Kind.TOOL_EXECUTION_COMPLETED}), executing.capture_feedback),
}
