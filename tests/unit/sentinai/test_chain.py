"""The oracle of SentinAI's chain: what it believes, and what it never lets pass."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from support.sentinai.client.events import CHAIN, THROUGH, Event, chain_of, chain_with
from support.sentinai.observers.tool_stub import Call
from support.sentinai.oracle.chain import Course, Expectation, View, executions

START = datetime(2026, 1, 1, tzinfo=UTC)
CALL = Call("tool", "E-1", "x-1", {}, 0.0, worked=True)


def told(*types: str) -> list[Event]:
    return [
        Event(f"{kind}-{types[:at].count(kind)}", kind, "T", "E-1", START + timedelta(seconds=at))
        for at, kind in enumerate(types)
    ]


def view(events: list[Event], calls: list[Call] | None = None) -> View:
    chains = {"E-1": events}
    return View(chains, chains, chains, {"E-1": [CALL] if calls is None else calls})


WHOLE = told(*chain_with(1))
EXPECTED = Expectation({"E-1": Course(chain_with(1), 1)})


def test_the_whole_chain_once_and_in_order_agrees() -> None:
    assert EXPECTED.agrees(view(WHOLE))


def test_a_playbook_matches_once_however_many_steps_it_has() -> None:
    assert chain_with(3).count("PlaybookMatched") == 1
    assert chain_with(3).count("ToolExecutionCompleted") == 3
    assert set(chain_of(THROUGH)) == CHAIN


@pytest.mark.parametrize("missing", range(len(WHOLE)))
def test_a_missing_event_is_named(missing: int) -> None:
    seen = view([event for at, event in enumerate(WHOLE) if at != missing])
    assert not EXPECTED.agrees(seen)
    kind = WHOLE[missing].type
    shown = f"the wire, the store and the timeline show {kind} never instead of once"
    assert shown in EXPECTED.verdict(seen)


@pytest.mark.parametrize("repeated", range(len(WHOLE)))
def test_an_event_that_comes_twice_is_named(repeated: int) -> None:
    again = replace(WHOLE[repeated], id="another")
    seen = view([*WHOLE, again])
    assert f"{again.type} twice instead of once" in EXPECTED.verdict(seen)


@pytest.mark.parametrize("at", range(len(WHOLE) - 1))
def test_an_event_before_its_cause_is_named(at: int) -> None:
    swapped = [*WHOLE[:at], WHOLE[at + 1], WHOLE[at], *WHOLE[at + 2 :]]
    causeless = {"PolicyEvaluationCompleted", "StepExecutionRequested", "PlaybookMatched"}
    if {WHOLE[at].type, WHOLE[at + 1].type} <= causeless:
        assert EXPECTED.agrees(view(swapped))
    else:
        assert " before its " in EXPECTED.verdict(view(swapped))


def test_the_second_step_waits_for_the_first() -> None:
    expectation = Expectation({"E-1": Course(chain_with(2), 2)})
    calls = [CALL, replace(CALL, execution="x-2")]
    in_order = list(chain_with(2))
    assert expectation.agrees(view(told(*in_order), calls))
    at = in_order.index("ToolExecutionCompleted")
    hasty = [*in_order[:at], "StepExecutionRequested", *in_order[at:]]
    del hasty[len(hasty) - 1 - hasty[::-1].index("StepExecutionRequested")]
    assert "the next step before the last one was done" in expectation.verdict(
        view(told(*hasty), calls)
    )


def test_an_unexpected_dead_letter_is_named() -> None:
    seen = view([*WHOLE, *told("DeadLettered")])
    assert "DeadLettered once instead of never" in EXPECTED.verdict(seen)


def test_events_on_two_partitions_are_in_no_order() -> None:
    lanes = [replace(event, lane=f"exceptions/{at % 2}") for at, event in enumerate(WHOLE)]
    seen = replace(view(WHOLE), wire={"E-1": lanes})
    assert "on exceptions/0 and exceptions/1, where no order holds" in EXPECTED.verdict(seen)


def test_what_was_said_must_be_stored_and_the_other_way_round() -> None:
    renamed = [replace(WHOLE[0], id="another"), *WHOLE[1:]]
    verdict = EXPECTED.verdict(replace(view(WHOLE), store={"E-1": renamed}))
    assert "ExceptionIngested is said, but not stored" in verdict
    assert "ExceptionIngested is stored, but never said" in verdict


@pytest.mark.parametrize(
    ("calls", "fault"),
    [
        ([], "executed never instead of once"),
        ([CALL, replace(CALL, execution="x-2")], "executed twice instead of once"),
        ([CALL, CALL], "called twice instead of once"),
        ([replace(CALL, worked=False)], "executed never instead of once"),
    ],
)
def test_what_the_tool_was_told_counts(calls: list[Call], fault: str) -> None:
    assert f"the tool was {fault}" in EXPECTED.verdict(view(WHOLE, calls))


def test_a_repeated_call_is_no_second_execution_where_a_worker_died() -> None:
    course = replace(EXPECTED.courses["E-1"], repeats=True)
    assert Expectation({"E-1": course}).agrees(view(WHOLE, [CALL, CALL]))


def test_only_what_came_too_often_is_beyond_hope() -> None:
    assert not EXPECTED.is_hopeless(view(WHOLE))
    assert not EXPECTED.is_hopeless(view(WHOLE[:3], []))
    assert EXPECTED.is_hopeless(view([*WHOLE[:3], replace(WHOLE[2], id="another")]))
    assert EXPECTED.is_hopeless(view(WHOLE, [CALL, replace(CALL, execution="x-2")]))


def test_calls_that_name_no_execution_count_one_by_one() -> None:
    assert executions([replace(CALL, execution=""), replace(CALL, execution="")]) == 2


def test_an_observer_that_cannot_look_is_left_out() -> None:
    assert EXPECTED.agrees(replace(view(WHOLE), wire=None, store=None))
    assert not EXPECTED.agrees(replace(view([]), wire=None, store=None))


def test_the_verdict_puts_expected_beside_seen_with_the_time_of_each_hop() -> None:
    verdict = EXPECTED.verdict(view(WHOLE[:3]))
    assert "1 of 1 exceptions did not go as they should" in verdict
    for word in ("expected", "the wire", "the store", "after (ms)", "1000", "✓"):
        assert word in verdict


def test_a_verdict_on_many_exceptions_stays_readable() -> None:
    many = Expectation({f"E-{number}": Course(chain_with(1), 1) for number in range(200)})
    verdict = many.verdict(View({}, {}, {}, {}))
    assert "200 of 200 exceptions" in verdict
    assert "and 189 more" in verdict
    assert len(verdict.splitlines()) < 80
