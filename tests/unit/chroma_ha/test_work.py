"""Each task is done once, whoever does it; and nobody works who should not."""

from dataclasses import replace

import pytest

from support.chroma_ha.observers.database import Task, Worker
from support.chroma_ha.oracle.work import idle, needless, repeated, undone

DONE = Task(1, 0, 5, "completed", "worker-1")
ALIVE = Worker("worker-1", "active", None, 100.0, 1.0)


def test_what_is_done_once_is_done() -> None:
    further = Task(2, 5, 9, "completed", "worker-2")
    assert not [*undone([DONE, further]), *repeated([DONE, further])]


@pytest.mark.parametrize(
    ("tasks", "fault"),
    [
        ([], "No task was made of the collection"),
        ([Task(3, 0, 5, "pending", None)], "Task 3 is not done, but pending"),
        (
            [Task(3, 0, 5, "processing", "worker-1")],
            "Task 3 is not done, but processing by worker-1",
        ),
        ([DONE, Task(3, 0, 5, "pending", None)], "Task 3 is not done, but pending"),
        ([DONE, Task(3, 5, 9, "failed", None)], "Task 3 is not done, but failed"),
    ],
)
def test_what_is_not_done_is_named(tasks: list[Task], fault: str) -> None:
    assert list(undone(tasks)) == [fault]


def test_what_failed_may_be_done_as_another_task() -> None:
    assert not list(undone([Task(3, 0, 5, "failed", "worker-2"), DONE]))


@pytest.mark.parametrize(("first", "beyond"), [(0, 5), (4, 9), (1, 2)])
def test_no_part_is_done_twice(first: int, beyond: int) -> None:
    other = Task(2, first, beyond, "completed", "worker-2")
    assert list(repeated([other, DONE]))


def test_workers_live_as_long_as_they_say_so() -> None:
    assert ALIVE.is_alive(60)
    assert not replace(ALIVE, silent_s=90.0).is_alive(60)
    assert not replace(ALIVE, status="dead").is_alive(60)
    assert not list(idle([ALIVE]))
    assert list(idle([]))


def test_nobody_works_who_should_not() -> None:
    assert not list(needless([], []))
    assert len(list(needless([DONE], [ALIVE]))) == len([DONE, ALIVE])
