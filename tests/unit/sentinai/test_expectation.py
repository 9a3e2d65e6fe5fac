"""The oracle of SentinAI's flows: what it believes, and what it never lets pass."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from support.core.errors import Failure
from support.sentinai.client.events import CHAIN, STAGE_NAMES, Event, chain_of, chain_with
from support.sentinai.observers.tenant import Observation
from support.sentinai.observers.tool_stub import Call, Tool
from support.sentinai.oracle.expectation import Expectation, executions
from support.sentinai.oracle.expected_flow import ExpectedFlow, dead_lettered, of_steps, untouched

START = datetime(2026, 1, 1, tzinfo=UTC)
CALL = Call(Tool("T", "pay"), "E-1", "x-1", {}, {}, 0.0, worked=True)


def told(*types: str) -> list[Event]:
    return [
        Event(f"{kind}-{types[:at].count(kind)}", kind, "T", "E-1", START + timedelta(seconds=at))
        for at, kind in enumerate(types)
    ]


def seen(events: list[Event], calls: list[Call] | None = None) -> Observation:
    chains = {"E-1": events}
    return Observation(chains, chains, chains, {"E-1": [CALL] if calls is None else calls})


def verdict(expectation: Expectation, found: Observation) -> str:
    return "\n".join([*expectation.faults(found), expectation.tables(found)])


WHOLE = told(*chain_with(1))
EXPECTED = Expectation({"E-1": of_steps(1)})


def test_the_whole_chain_once_and_in_order_agrees() -> None:
    assert not EXPECTED.faults(seen(WHOLE))


def test_a_playbook_matches_once_however_many_steps_it_has() -> None:
    assert chain_with(3).count("PlaybookMatched") == 1
    assert chain_with(3).count("ToolExecutionCompleted") == 3
    assert set(chain_of(STAGE_NAMES)) == CHAIN


@pytest.mark.parametrize("missing", range(len(WHOLE)))
def test_a_missing_event_is_named(missing: int) -> None:
    found = seen([event for at, event in enumerate(WHOLE) if at != missing])
    assert EXPECTED.faults(found)
    kind = WHOLE[missing].type
    shown = f"Kafka, the database and the timeline show {kind} never instead of once"
    assert shown in verdict(EXPECTED, found)


@pytest.mark.parametrize("repeated", range(len(WHOLE)))
def test_an_event_that_comes_twice_is_named(repeated: int) -> None:
    again = replace(WHOLE[repeated], id="another")
    found = seen([*WHOLE, again])
    assert f"{again.type} twice instead of once" in verdict(EXPECTED, found)


@pytest.mark.parametrize("at", range(len(WHOLE) - 1))
def test_an_event_before_its_cause_is_named(at: int) -> None:
    swapped = [*WHOLE[:at], WHOLE[at + 1], WHOLE[at], *WHOLE[at + 2 :]]
    causeless = {"PolicyEvaluationCompleted", "StepExecutionRequested", "PlaybookMatched"}
    if {WHOLE[at].type, WHOLE[at + 1].type} <= causeless:
        assert not EXPECTED.faults(seen(swapped))
    else:
        assert " before its " in verdict(EXPECTED, seen(swapped))


def test_the_second_step_waits_for_the_first() -> None:
    expectation = Expectation({"E-1": of_steps(2)})
    calls = [CALL, replace(CALL, execution="x-2")]
    in_order = list(chain_with(2))
    assert not expectation.faults(seen(told(*in_order), calls))
    at = in_order.index("ToolExecutionCompleted")
    hasty = [*in_order[:at], "StepExecutionRequested", *in_order[at:]]
    del hasty[len(hasty) - 1 - hasty[::-1].index("StepExecutionRequested")]
    assert "the next step before the last one was done" in verdict(
        expectation, seen(told(*hasty), calls)
    )


def test_an_unexpected_dead_letter_is_named() -> None:
    found = seen([*WHOLE, *told("DeadLettered")])
    assert "DeadLettered once instead of never" in verdict(EXPECTED, found)


def test_events_on_two_partitions_are_in_no_order() -> None:
    scattered = [replace(event, partition=f"exceptions/{at % 2}") for at, event in enumerate(WHOLE)]
    found = replace(seen(WHOLE), kafka={"E-1": scattered})
    assert "in exceptions/0 and exceptions/1, where no order holds" in verdict(EXPECTED, found)


def test_what_is_on_kafka_must_be_stored_and_the_other_way_round() -> None:
    renamed = [replace(WHOLE[0], id="another"), *WHOLE[1:]]
    text = verdict(EXPECTED, replace(seen(WHOLE), database={"E-1": renamed}))
    assert "ExceptionIngested is on Kafka, but not stored" in text
    assert "ExceptionIngested is stored, but not on Kafka" in text


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
    assert f"the tool was {fault}" in verdict(EXPECTED, seen(WHOLE, calls))


def test_a_repeated_call_is_no_second_execution_where_a_worker_died() -> None:
    flow = replace(of_steps(1), repeated_calls=True)
    assert not Expectation({"E-1": flow}).faults(seen(WHOLE, [CALL, CALL]))


def test_only_what_came_too_often_is_beyond_hope() -> None:
    assert not EXPECTED.is_hopeless(seen(WHOLE))
    assert not EXPECTED.is_hopeless(seen(WHOLE[:3], []))
    assert EXPECTED.is_hopeless(seen([*WHOLE[:3], replace(WHOLE[2], id="another")]))
    assert EXPECTED.is_hopeless(seen(WHOLE, [CALL, replace(CALL, execution="x-2")]))
    assert EXPECTED.is_hopeless(seen(WHOLE, [CALL, CALL]))


def test_what_is_certain_early_does_not_call_the_rest_lost() -> None:
    found = seen([*WHOLE[:3], replace(WHOLE[2], id="another")])
    (_, line) = EXPECTED.faults(found)
    assert f"{WHOLE[2].type} twice instead of once" in line
    assert line.endswith("; the rest is not finished")
    assert "never" not in line


def test_another_name_is_shown_and_is_a_fault_where_names_are_the_subject() -> None:
    found = replace(seen(WHOLE), told_as={"E-1": "X-9"})
    assert not EXPECTED.faults(found)
    own = Expectation({"E-1": of_steps(1)}, own_names=True)
    assert "- E-1: it is told as X-9" in own.faults(found)
    incomplete = replace(seen(WHOLE[:3]), told_as={"E-1": "X-9"})
    assert EXPECTED.faults(incomplete)[-1] == "(known as E-1, told as X-9)"


def test_calls_that_name_no_exception_are_judged_together() -> None:
    two = Expectation({"E-1": of_steps(1), "E-2": untouched()})
    anonymous = replace(CALL, exception="", execution="")
    found = replace(seen(WHOLE), calls={"": [anonymous]})
    assert not two.faults(found)
    again = replace(found, calls={"": [anonymous, anonymous]})
    assert two.is_hopeless(again)
    assert "the tool was executed twice instead of once" in two.faults(again)
    assert not replace(two, is_whole=False).faults(again)


def test_a_retry_that_is_not_announced_is_as_good_as_one_that_is() -> None:
    flow = ExpectedFlow(chain_with(1), 1, retries=2, failures=2)
    expectation = Expectation({"E-1": flow})
    calls = [replace(CALL, worked=False), replace(CALL, worked=False), CALL]
    assert not expectation.faults(seen(WHOLE, calls))
    announced = [*chain_with(1)[:9], "RetryScheduled", *chain_with(1)[9:]]
    assert "RetryScheduled once instead of twice" in verdict(
        expectation, seen(told(*announced), calls)
    )


def test_calls_that_name_no_execution_count_one_by_one() -> None:
    assert executions([replace(CALL, execution=""), replace(CALL, execution="")]) == 2


def test_an_observer_that_cannot_look_is_left_out() -> None:
    assert not EXPECTED.faults(replace(seen(WHOLE), kafka=None, database=None))
    assert EXPECTED.faults(replace(seen([]), kafka=None, database=None))


def test_the_verdict_puts_expected_beside_seen_with_the_time_of_each_hop() -> None:
    text = verdict(EXPECTED, seen(WHOLE[:3]))
    assert "1 of 1 exceptions did not go as they should" in text
    for word in ("expected", "Kafka", "the database", "after (ms)", "1000", "✓"):
        assert word in text


def test_of_a_verdict_that_is_certain_for_another_reason_only_what_is_certain_is_said() -> None:
    found = seen([*WHOLE[:3], replace(WHOLE[2], id="another")])
    assert "TriageRequested twice" in "\n".join(EXPECTED.faults(found, is_early=True))
    assert not EXPECTED.faults(seen(WHOLE[:3]), is_early=True)
    assert not EXPECTED.tables(seen(WHOLE[:3]), is_early=True)


def test_what_came_too_often_is_not_called_out_of_order_besides() -> None:
    found = seen([*WHOLE, *(replace(event, id="another") for event in WHOLE[2:4])])
    (_, fault) = EXPECTED.faults(found)
    assert fault.endswith("show TriageRequested, TriageCompleted twice instead of once")


def test_a_verdict_on_many_exceptions_stays_readable() -> None:
    many = Expectation({f"E-{number}": of_steps(1) for number in range(200)})
    text = verdict(many, Observation({}, {}, {}, {}))
    assert "200 of 200 exceptions" in text
    assert "- 200, E-0 … E-199: Kafka" in text
    assert len(text.splitlines()) < 10


@pytest.mark.parametrize("flows", [{}, {"E-1": untouched()}])
def test_an_expectation_of_nothing_is_an_error(flows: dict[str, ExpectedFlow]) -> None:
    with pytest.raises(Failure, match="nothing that could go right"):
        Expectation(flows)


def test_what_was_refused_must_be_unknown_beside_what_was_accepted() -> None:
    expectation = Expectation({"E-1": of_steps(1), "E-2": untouched()})
    assert not expectation.faults(seen(WHOLE))
    known = [replace(event, exception="E-2") for event in WHOLE[:1]]
    found = replace(seen(WHOLE), kafka={"E-1": WHOLE, "E-2": known})
    assert "- E-2: Kafka shows ExceptionIngested once instead of never" in verdict(
        expectation, found
    )


def test_of_a_tool_that_never_works_a_completion_may_be_told_or_not() -> None:
    attempts = [replace(CALL, worked=False)] * 4
    chain = [*chain_with(1)[:9], *["RetryScheduled"] * 3, "DeadLettered"]
    expectation = Expectation({"E-1": dead_lettered()})
    assert not expectation.faults(seen(told(*chain), attempts))
    assert not expectation.faults(seen(told(*chain, "ToolExecutionCompleted"), attempts))
    assert "DeadLettered never" in verdict(expectation, seen(told(*chain[:-1]), attempts))
    assert "called 3 times" in verdict(expectation, seen(told(*chain), attempts[1:]))
