"""Which worker takes which events, and what it does with them."""

from collections.abc import Callable
from dataclasses import dataclass

from support.sandbox.sentinai.app import acting, judging
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
    "intake": Stage(frozenset({Kind.EXCEPTION_INGESTED}), judging.take_in),
    "triage": Stage(frozenset({Kind.EXCEPTION_NORMALIZED}), judging.triage),
    "policy": Stage(frozenset({Kind.TRIAGE_COMPLETED}), judging.evaluate),
    "playbook": Stage(
        frozenset(
            {Kind.PLAYBOOK_MATCHED, Kind.STEP_EXECUTION_REQUESTED, Kind.TOOL_EXECUTION_COMPLETED}
        ),
        acting.follow,
    ),
    "tool": Stage(
        frozenset({Kind.TOOL_EXECUTION_REQUESTED}),
        acting.use_tool,
        acting.note_failed_call,
    ),
    "feedback": Stage(frozenset({Kind.TOOL_EXECUTION_COMPLETED}), acting.learn),
}
