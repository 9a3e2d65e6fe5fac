"""Pauses, doors, figures and paces: what the suite makes of what it sees of SentinAI."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from support.core.errors import Failure
from support.core.http import ApiError
from support.sentinai.client.events import Event, chain_with
from support.sentinai.client.models import DeadLetter
from support.sentinai.observers.tool_stub import BREAKDOWN, Call
from support.sentinai.oracle import endpoint_access, load, refusals
from support.sentinai.oracle.chain import Chains
from support.sentinai.oracle.metrics import Figure
from support.sentinai.oracle.retries import BackOff, expect_cause

LETTER = DeadLetter(
    id=1,
    event_id="e",
    event_type="ToolExecutionRequested",
    failure_reason=f"500: {BREAKDOWN}",
    retry_count=3,
    worker_type="tool",
)


def attempts(*moments: float) -> list[Call]:
    return [Call("tool", "E-1", "x", {}, moment, worked=False) for moment in moments]


def test_pauses_that_double_are_as_promised() -> None:
    assert not list(BackOff(0.2, attempts(0, 0.25, 0.7, 1.6), [0.2, 0.4, 0.8]).faults())


@pytest.mark.parametrize(
    ("moments", "announced", "fault"),
    [
        ((0, 0.01, 0.02, 0.03), [], "retry 1 came after 0.01 s"),
        ((0, 0.2, 0.4, 0.6), [], "retry 2 came after 0.20 s, promised was 0.4 s at least"),
        ((0, 5, 10, 15), [5, 5, 5], "a pause of 5 s was announced after one of 5 s"),
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
    "letter",
    [
        LETTER.model_copy(update={"failure_reason": ""}),
        LETTER.model_copy(update={"retry_count": 0}),
    ],
)
def test_a_dead_letter_without_cause_or_count_is_none(letter: DeadLetter) -> None:
    expect_cause(LETTER)
    with pytest.raises(Failure):
        expect_cause(letter)


@pytest.mark.parametrize("answer", [200, 404, 500])
def test_a_door_that_does_not_say_forbidden_stands_open(answer: int) -> None:
    endpoint_access.expect_closed({"list its exceptions": 403})
    with pytest.raises(Failure, match="read a timeline"):
        endpoint_access.expect_closed({"list its exceptions": 403, "read a timeline": answer})


def refused(status: int, body: str) -> ApiError:
    request = httpx.Request("POST", "http://sentinai/exceptions/T")
    return ApiError("SentinAI", httpx.Response(status, text=body, request=request))


@pytest.mark.parametrize(
    "answer",
    [
        None,
        refused(500, "Internal Server Error"),
        refused(400, "ForeignKeyViolationError [SQL: INSERT INTO event_log ...]"),
        refused(422, "Traceback (most recent call last)"),
    ],
)
def test_a_refusal_blames_the_caller_and_shows_no_inside(
    answer: ApiError | None,
) -> None:
    refusals.expect_polite(refused(422, "Input should be a valid dictionary"))
    with pytest.raises(Failure):
        refusals.expect_polite(answer)


def test_a_figure_is_the_sum_over_the_labels_it_does_not_name() -> None:
    text = (
        "# TYPE sentinai_retries_total counter\n"
        'sentinai_retries_total{worker_type="tool",tenant="a"} 2\n'
        'sentinai_retries_total{worker_type="tool",tenant="b"} 3\n'
        'sentinai_retries_total{worker_type="intake",tenant="a"} 7\n'
    )
    assert Figure("sentinai_retries_total", {"worker_type": "tool"}).read(text) == 5
    assert Figure("sentinai_dlq_total", {}).read(text) == 0


def chain(exception: str, start: float) -> list[Event]:
    began = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=start)
    return [
        Event(f"{exception}-{at}", kind, "T", exception, began + timedelta(seconds=at / 10))
        for at, kind in enumerate(chain_with(1))
    ]


def chains(count: int, every: float) -> Chains:
    return {f"E-{number}": chain(f"E-{number}", number * every) for number in range(count)}


def test_many_must_be_faster_than_one_after_the_other() -> None:
    alone = load.pace_of(chains(1, 0))
    assert alone.seconds == pytest.approx(1.0)
    load.expect_faster_than_alone(alone, load.pace_of(chains(100, 0.1)), times=2)
    with pytest.raises(Failure, match=r"Together only 1\.0 times as fast"):
        load.expect_faster_than_alone(alone, load.pace_of(chains(100, 1.0)), times=2)


def test_the_report_on_load_shows_every_stage() -> None:
    text = load.report(load.pace_of(chains(1, 0)), load.pace_of(chains(100, 0.1)))
    for word in ("p50", "p95", "p99", "intake", "feedback", "a second"):
        assert word in text
