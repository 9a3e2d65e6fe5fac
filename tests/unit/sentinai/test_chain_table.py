"""The table of a chain: gaps stay gaps, and what came too often stands below."""

from datetime import UTC, datetime, timedelta

from support.sentinai.client.events import Event
from support.sentinai.observers.tenant import Observation
from support.sentinai.oracle.chain_table import chain_table

START = datetime(2026, 1, 1, tzinfo=UTC)
EXPECTED = ("ExceptionIngested", "ExceptionNormalized", "TriageRequested", "TriageCompleted")


def rows(*types: str) -> list[list[str]]:
    chain = [
        Event(str(at), kind, "T", "E-1", START + timedelta(seconds=at))
        for at, kind in enumerate(types)
    ]
    seen = Observation(None, {"E-1": chain}, {}, {})
    return [line.split() for line in chain_table("E-1", EXPECTED, seen).splitlines()[3:]]


def test_each_that_came_in_its_turn_has_a_tick_and_its_time() -> None:
    assert rows(*EXPECTED) == [
        ["ExceptionIngested", "✓"],
        *([kind, "✓", "1000"] for kind in EXPECTED[1:]),
    ]


def test_one_that_is_missing_is_a_gap_and_moves_no_other() -> None:
    assert rows(EXPECTED[0], EXPECTED[1], EXPECTED[3]) == [
        ["ExceptionIngested", "✓"],
        ["ExceptionNormalized", "✓", "1000"],
        ["TriageRequested"],
        ["TriageCompleted", "✓"],
    ]


def test_what_came_too_often_stands_below_and_only_the_first_of_it() -> None:
    again = rows(*EXPECTED, *EXPECTED)
    assert again[len(EXPECTED) :] == [
        ["ExceptionIngested"],
        ["ExceptionNormalized"],
        ["and", "2", "more"],
    ]
