"""Which worker takes which events, and what it does with them."""

from collections.abc import Callable
from dataclasses import dataclass

from support.sandbox.sentinai import acting, judging
from support.sandbox.sentinai.events import Kind
from support.sandbox.sentinai.work import Work


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


# The stages are named, not held, so that a planted defect takes effect.
STAGES: dict[str, Stage] = {
    "intake": Stage(frozenset({Kind.EXCEPTION_INGESTED}), lambda work: judging.take_in(work)),
    "triage": Stage(frozenset({Kind.EXCEPTION_NORMALIZED}), lambda work: judging.triage(work)),
    "policy": Stage(frozenset({Kind.TRIAGE_COMPLETED}), lambda work: judging.evaluate(work)),
    "playbook": Stage(
        frozenset(
            {Kind.PLAYBOOK_MATCHED, Kind.STEP_EXECUTION_REQUESTED, Kind.TOOL_EXECUTION_COMPLETED}
        ),
        lambda work: acting.follow(work),
    ),
    "tool": Stage(
        frozenset({Kind.TOOL_EXECUTION_REQUESTED}),
        lambda work: acting.use_tool(work),
        lambda work, error: acting.note_failed_call(work, error),
    ),
    "feedback": Stage(frozenset({Kind.TOOL_EXECUTION_COMPLETED}), lambda work: acting.learn(work)),
}
