"""Calls are made several at a time, and are what they would be one after the other."""

import time
from threading import Barrier

import pytest

from support.core.bounded import TimeIsUp, ending, time_left
from support.core.side_by_side import side_by_side


def test_answers_come_in_the_order_of_the_questions() -> None:
    assert side_by_side(str, range(50), 4) == [*map(str, range(50))]


def test_as_many_are_under_way_as_may_be() -> None:
    meeting = Barrier(3)
    assert side_by_side(lambda _: meeting.wait(60) < 3, range(6), 3) == [True] * 6


def test_no_more_are_under_way_than_may_be() -> None:
    under_way, most = set[int](), list[int]()

    def ask(one: int) -> None:
        under_way.add(one)
        most.append(len(under_way))
        time.sleep(0.001)
        under_way.remove(one)

    side_by_side(ask, range(20), 2)
    assert max(most) <= 2


def test_an_end_binds_all_of_them() -> None:
    with ending(time.monotonic() - 1), pytest.raises(TimeIsUp):
        side_by_side(lambda _: time_left(), range(2), 2)


def test_after_one_has_failed_no_other_begins() -> None:
    asked: list[int] = []

    def ask(one: int) -> None:
        asked.append(one)
        if one == 1:
            raise ValueError(one)
        time.sleep(0.01)

    with pytest.raises(ValueError, match="1"):
        side_by_side(ask, range(100), 1)
    assert len(asked) < 100
