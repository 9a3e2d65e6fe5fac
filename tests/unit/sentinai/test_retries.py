"""What the suite makes of attempts at a tool that fails, and of what is left of it."""

import pytest

from support.sentinai.client.models import DeadLetter
from support.sentinai.observers.tool_stub import BREAKDOWN, Call, Tool
from support.sentinai.oracle.dead_letters import cause_faults
from support.sentinai.oracle.retries import BackOff

LETTER = DeadLetter(
    id=1,
    event_id="e",
    event_type="ToolExecutionRequested",
    failure_reason=f"500: {BREAKDOWN}",
    retry_count=3,
    worker_type="tool",
)


def attempts(*moments: float) -> list[Call]:
    tool = Tool("T", "pay")
    return [Call(tool, "E-1", "x", {}, {}, moment, worked=False) for moment in moments]


def test_pauses_that_double_are_as_promised() -> None:
    assert not list(BackOff(0.2, attempts(0, 0.25, 0.7, 1.6), [0.2, 0.4, 0.8]).faults())


@pytest.mark.parametrize(
    ("moments", "announced", "fault"),
    [
        ((0, 0.01, 0.02, 0.03), [], "retry 1 came after 0.01 s"),
        ((0, 0.2, 0.4, 0.6), [], "retry 2 came after 0.20 s, promised was 0.4 s at least"),
        ((0, 5, 10, 15), [5, 5, 5], "a pause of 5 s was announced after one of 5 s"),
        ((), [], "The tool was called 0 times, so no pause could grow"),
        ((0, 0.25), [], "The tool was called 2 times, so no pause could grow"),
    ],
)
def test_pauses_that_do_not_grow_are_named(
    moments: tuple[float, ...], announced: list[float], fault: str
) -> None:
    assert any(fault in found for found in BackOff(0.2, attempts(*moments), announced).faults())


def test_the_verdict_on_pauses_shows_promised_beside_seen() -> None:
    lines = BackOff(0.2, attempts(0, 1, 1.25), []).verdict().splitlines()
    assert lines[-1].split() == ["2", "0.40", "0.25"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"failure_reason": ""}, "the dead letter: ''"),
        ({"retry_count": 0}, "the dead letter counts 0"),
    ],
)
def test_a_dead_letter_without_cause_or_count_is_none(
    change: dict[str, object], fault: str
) -> None:
    assert not list(cause_faults(LETTER))
    (found,) = cause_faults(LETTER.model_copy(update=change))
    assert fault in found
