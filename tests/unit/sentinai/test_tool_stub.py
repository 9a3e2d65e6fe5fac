"""The tool of the suite's own: it counts calls, and fails or waits as it is told."""

import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from support.sentinai.observers.tool_stub import BREAKDOWN, Manners, Receiver


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


def call(receiver: Receiver, exception: str = "E-1", tool: str = "pay") -> httpx.Response:
    headers = {"X-Exception-ID": exception, "Idempotency-Key": f"of {exception}"}
    return httpx.post(f"{receiver.url}/{tool}", json={"task": "pay again"}, headers=headers)


def test_calls_are_counted_tool_by_tool(receiver: Receiver) -> None:
    assert call(receiver).status_code == 200
    call(receiver, tool="other")
    (seen,) = receiver.calls("pay")
    assert (seen.exception, seen.execution, seen.body) == ("E-1", "of E-1", {"task": "pay again"})
    assert seen.worked


def test_a_tool_fails_as_often_as_it_is_told_for_each_exception(receiver: Receiver) -> None:
    receiver.behave("pay", Manners(failures=2))
    answers = [call(receiver, exception) for exception in ("E-1", "E-2", "E-1", "E-1", "E-2")]
    assert [answer.status_code for answer in answers] == [500, 500, 500, 200, 500]
    assert BREAKDOWN in answers[0].text


def test_a_tool_may_fail_for_one_exception_only(receiver: Receiver) -> None:
    receiver.behave("pay", Manners(failures=math.inf, only_for="E-2"))
    assert [call(receiver, name).status_code for name in ("E-1", "E-2", "E-2")] == [200, 500, 500]


def test_two_that_work_together_are_told_from_one_after_the_other(receiver: Receiver) -> None:
    call(receiver)
    call(receiver)
    assert receiver.most_at_once("pay") == 1
    receiver.behave("pay", Manners(together=2))
    with ThreadPoolExecutor(2) as workers:
        list(workers.map(lambda name: call(receiver, name), ("E-3", "E-4")))
    assert receiver.most_at_once("pay") == 2
