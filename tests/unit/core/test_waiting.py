"""The one waiter: it ends at once when it may, and says what it saw when it may not."""

import itertools
import time
from threading import Event

import pytest

from support.core.bounded import TimeIsUp, ending, time_left
from support.core.causes import Cause
from support.core.errors import Failure
from support.core.timings import outside
from support.core.waiting import CutShort, WaitedInVain, eventually, persistently, watch


def test_a_condition_that_holds_is_not_waited_for() -> None:
    assert eventually(lambda: 7, lambda seen: seen == 7, budget=60, waiting_for="seven") == 7


def test_waiting_ends_with_the_first_value_that_fits() -> None:
    values = itertools.count()
    assert eventually(lambda: next(values), lambda seen: seen == 3, 60, "three") == 3


def test_the_condition_is_asked_once_a_look() -> None:
    looks, asked = itertools.count(1), []

    def until(seen: int) -> bool:
        asked.append(seen)
        return seen == 3

    assert eventually(lambda: next(looks), until, 60, "three") == 3
    assert asked == [1, 2, 3]


def test_what_is_watched_is_told_as_often_as_it_changes() -> None:
    values = iter(["cancelled", "cancelled", "running"])
    assert watch(lambda: next(values, "completed"), seconds=0.3) == [
        "cancelled",
        "running",
        "completed",
    ]
    assert watch(lambda: "cancelled", seconds=0) == ["cancelled"]


def test_the_condition_may_say_that_waiting_on_is_hopeless() -> None:
    def until(seen: int) -> bool:
        raise Failure("there are too many")

    with pytest.raises(Failure, match="too many"):
        eventually(lambda: 7, until, 60, "one")


def test_waiting_in_vain_tells_what_was_awaited_how_long_and_what_was_seen() -> None:
    with pytest.raises(WaitedInVain) as vain:
        eventually(lambda: "night", lambda seen: seen == "day", 0.05, "the day")
    assert vain.value.last == "night"
    assert "budget 0.05 s" in str(vain.value)
    assert str(vain.value).endswith("in vain for the day; last seen: night")


def test_a_look_that_outlasts_the_budget_is_not_the_last_one() -> None:
    skies = iter(["night", "day"])

    def look() -> str:
        sky = next(skies)
        Event().wait(0.1)
        return sky

    assert eventually(look, lambda seen: seen == "day", 0.05, "the day") == "day"


def asking(times: int, seconds: float = 0.05) -> None:
    """Ask others so many times, as a look does; each time takes a while."""
    for _ in range(times):
        time_left()
        Event().wait(seconds)


def test_a_look_that_is_under_way_when_the_time_is_up_is_cut_short() -> None:
    looks = itertools.count(1)

    def look() -> int:
        number = next(looks)
        asking(1000 if number == 1 else 1)
        return number

    assert eventually(look, lambda seen: seen == 2, 0.1, "the day") == 2
    looks = itertools.count(1)
    # Known bugs are told by what was waited for and last seen: nothing stands between them.
    told = r"\(budget 0.1 s, a look .* cut short\) in vain for the day; last seen: 2$"
    with pytest.raises(WaitedInVain, match=told):
        eventually(look, lambda seen: seen == 7, 0.1, "the day")


def test_the_last_look_is_bounded_too_and_condemns_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("support.core.waiting._LAST_LOOK_S", 0.2)
    began = time.monotonic()
    with pytest.raises(CutShort, match=r"the last one was cut short after 0.3 s$") as cut:
        eventually(lambda: asking(1000), lambda _: False, 0.1, "the day")
    assert time.monotonic() - began < 5
    assert cut.value.cause is Cause.SLOW


def test_what_is_a_part_of_a_look_ends_with_that_look() -> None:
    def look() -> str:
        return eventually(lambda: "night", lambda seen: seen == "day", 60, "the inner day")

    began = time.monotonic()
    with ending(began + 0.2), pytest.raises(TimeIsUp):
        eventually(look, lambda _: False, 60, "the day")
    assert time.monotonic() - began < 5


def test_no_pause_outlasts_the_look_that_it_is_a_part_of() -> None:
    began = time.monotonic()

    def busy() -> None:
        raise TimeoutError

    with ending(began + 0.1), pytest.raises(TimeIsUp):
        persistently(busy, lambda _: True, 1, lambda _: 30)
    assert time.monotonic() - began < 5


def test_what_moves_is_not_late() -> None:
    looks = itertools.count()

    def look() -> int:
        Event().wait(0.05)
        return next(looks)

    began = time.monotonic()
    assert eventually(look, lambda seen: seen == 9, 0.8, "nine", progress=lambda seen: seen) == 9
    assert time.monotonic() - began > 0.8
    with pytest.raises(WaitedInVain, match=r"Waited 0\.[2-9] s \(budget 0.2 s without progress\)"):
        eventually(look, lambda _: False, 0.2, "nothing", progress=lambda _: "still")


def test_what_moves_for_ever_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("support.core.waiting._MOST_BUDGETS", 3)
    looks, began = itertools.count(), time.monotonic()
    with pytest.raises(WaitedInVain, match="without progress"):
        eventually(lambda: next(looks), lambda _: False, 0.1, "it", progress=lambda seen: seen)
    assert 0.3 <= time.monotonic() - began < 5


def test_an_error_is_never_taken_for_not_yet() -> None:
    def look() -> int:
        raise ConnectionError("lost")

    with pytest.raises(ConnectionError):
        eventually(look, lambda _: True, 60, "anything")


def test_a_transient_error_is_tried_again_as_often_as_allowed() -> None:
    calls = itertools.count(1)

    def call() -> int:
        if (number := next(calls)) < 3:
            raise TimeoutError
        return number

    assert persistently(call, lambda error: isinstance(error, TimeoutError), 2, lambda _: 0) == 3


def test_the_last_transient_error_is_raised_when_the_attempts_are_used_up() -> None:
    calls = []

    def call() -> None:
        calls.append(1)
        raise TimeoutError

    with pytest.raises(TimeoutError):
        persistently(call, lambda _: True, 2, lambda _: 0)
    assert len(calls) == 3


def test_another_error_is_not_tried_again() -> None:
    calls = []

    def call() -> None:
        calls.append(1)
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011  the type is what counts
        persistently(call, lambda error: isinstance(error, TimeoutError), 5)
    assert len(calls) == 1


def test_pauses_are_not_the_suites_own_time() -> None:
    before = outside.seconds
    with pytest.raises(WaitedInVain):
        eventually(lambda: 1, lambda _: False, 0.1, "nothing")
    assert outside.seconds > before
