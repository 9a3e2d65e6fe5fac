"""How every check looks: until nothing is wrong, or until it is certain that something is."""

from collections.abc import Iterator
from threading import Event

import pytest

from support.core.bounded import time_left
from support.core.errors import Failure
from support.core.looking import Patience, look_until_right
from support.core.waiting import CutShort


def told(seen: list[str]) -> list[str]:
    return [] if seen == ["pay again"] else [f"The tool was told: {seen}"]


def test_what_comes_late_is_waited_for() -> None:
    looks = iter([[], [], ["pay again"]])
    seen = look_until_right(lambda: next(looks), told, budget=5, waiting_for="the tool")
    assert seen == ["pay again"]


def test_what_never_comes_is_named_with_the_time_that_was_waited() -> None:
    with pytest.raises(Failure) as failure:
        look_until_right(list[str], told, budget=0.05, waiting_for="the tool", details=repr)
    first, second, third = str(failure.value).splitlines()
    assert (first, second) == ("The tool was told: []", "[]")
    assert third.endswith("(budget 0.05 s) in vain for the tool")


def test_patience_with_what_stands_still_comes_of_what_was_needed_before() -> None:
    patience = Patience()
    assert patience.within(60) == 60, "of an unknown deployment nothing is expected"
    patience.note(0.1)
    assert patience.within(60) == 10
    patience.note(4)
    patience.note(1)
    assert patience.within(60) == 20
    patience.note(30)
    assert patience.within(60) == 60


def test_what_stands_still_for_too_long_is_not_waited_for() -> None:
    patience = Patience()
    patience.note(0)
    with pytest.raises(Failure, match=r"Waited \(budget 6 s\) .*nothing changed"):
        look_until_right(list[str], told, budget=6, waiting_for="the tool", patience=patience)


def test_what_still_moves_is_waited_for() -> None:
    patience, looks = Patience(), iter(range(1000))
    patience.note(0)
    with pytest.raises(Failure, match=r"Waited \d.* \(budget 0.5 s\)"):
        look_until_right(
            lambda: [str(next(looks))], told, budget=0.5, waiting_for="the tool", patience=patience
        )


def test_a_last_look_that_takes_too_long_says_what_was_seen_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("support.core.waiting._LAST_LOOK_S", 0.0)
    looks: Iterator[list[str]] = iter([[]])

    def look() -> list[str]:
        for seen in looks:
            return seen
        while time_left():
            Event().wait(0.01)
        return []

    with pytest.raises(CutShort) as cut:
        look_until_right(look, told, budget=0.2, waiting_for="the tool")
    first, *before = str(cut.value).splitlines()
    assert first.endswith("the last one was cut short after 0.2 s")
    assert before == ["The look before that one showed:", "The tool was told: []"]


def test_what_is_beyond_hope_is_not_waited_for() -> None:
    with pytest.raises(Failure, match=r"^The tool was told: \['pay', 'pay'\]$"):
        look_until_right(
            lambda: ["pay", "pay"],
            told,
            budget=60,
            waiting_for="the tool",
            is_hopeless=lambda seen: len(seen) > 1,
        )
