"""Whoever lives gives new signs of life, and only who is dead is silent."""

from dataclasses import replace

import pytest

from support.chroma_ha.observers.database import Worker
from support.chroma_ha.oracle.heartbeats import (
    giving_signs,
    misheard,
    overdue,
    too_few,
    yet_to_come,
)

LONGEST_S = 60.0
DEAD_S = 70.0


def worker(name: str, *, last: float = 100.0, silent: float = 1.0) -> Worker:
    """Return a worker whose last sign of life was then, so many seconds ago."""
    return Worker(name, "active", None, last, silent)


def test_new_signs_of_life_are_in_time() -> None:
    before = [worker("one", last=90.0), worker("two", last=99.0)]
    seen = [worker("one"), worker("two"), worker("three", last=5.0, silent=999.0)]
    assert giving_signs(before, seen) == ["one", "two", "three"]
    assert not [*overdue(before, seen), *too_few(["one", "two"]), *yet_to_come(seen)]


def test_who_is_silent_is_overdue_and_who_is_told_to_be_dead_is_not() -> None:
    before = [worker("one"), worker("two"), worker("three", last=99.0)]
    seen = [worker("one", silent=61.0), replace(worker("two"), status="dead"), worker("three")]
    assert list(overdue(before, seen)) == [
        "one is active, and has given no sign of life for 61.0 s"
    ]
    assert giving_signs(before, seen) == ["three"]


@pytest.mark.parametrize(("living", "told"), [([], "nobody"), (["one"], "one")])
def test_one_alone_is_too_few(living: list[str], told: str) -> None:
    (fault,) = too_few(living)
    assert fault.endswith(f"signs of life are given by {told}")


def test_signs_of_life_are_of_the_past() -> None:
    assert list(yet_to_come([worker("one", silent=-86400.0)]))
    assert not list(yet_to_come([worker("one", silent=-0.1)]))


@pytest.mark.parametrize("dead", [[worker("one", silent=71.0)], []])
def test_only_the_dead_is_silent_or_not_shown_any_more(dead: list[Worker]) -> None:
    unknown = worker("three", silent=999.0)
    seen = [*dead, worker("two"), unknown]
    assert not list(misheard(["one", "two"], DEAD_S, seen, LONGEST_S))


@pytest.mark.parametrize(
    ("one", "two", "fault"),
    [
        (1.0, 1.0, "One worker is dead, and all of them give signs of life"),
        (71.0, 61.0, "One worker is dead, and these are silent: one, two"),
        (61.0, 1.0, "one has been dead for 70.0 s, and is silent for 61.0 s"),
    ],
)
def test_other_silence_is_named(one: float, two: float, fault: str) -> None:
    seen = [worker("one", silent=one), worker("two", silent=two)]
    assert fault in list(misheard(["one", "two"], DEAD_S, seen, LONGEST_S))
