"""How every check looks: until nothing is wrong, or until it is certain that something is."""

import pytest

from support.core.errors import Failure
from support.sentinai.oracle.looking import look_until_right


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


def test_what_is_beyond_hope_is_not_waited_for() -> None:
    with pytest.raises(Failure, match=r"^The tool was told: \['pay', 'pay'\]$"):
        look_until_right(
            lambda: ["pay", "pay"],
            told,
            budget=60,
            waiting_for="the tool",
            is_hopeless=lambda seen: len(seen) > 1,
        )
