"""Processes that are used again."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.core.limits import Limits
from support.parallel.processes import ProcessPool, WorkerProcess, warm_up
from support.parallel.units import Order, Unit
from support.run.journal import Journal


def tell(order: Order) -> int:
    """Write down which process this is, and end as the unit's name says."""
    (order.folder / str(order.unit.number)).write_text(str(os.getpid()), encoding="utf-8")
    if order.unit.name == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    return int(order.unit.name == "fails")


def order(folder: Path, number: int, name: str) -> Order:
    unit = Unit(number, "a.feature:3", name, "a feature", "a")
    return Order(unit, (), {}, Limits(), Journal(folder, "dm-1", "nowhere"), folder, "worker 1")


@pytest.fixture
def pool() -> Iterator[ProcessPool]:
    warm_up([])
    with ProcessPool() as pool:
        yield pool


def run(process: WorkerProcess, folder: Path, number: int, name: str) -> tuple[int, int]:
    """Return the exit code of a unit, and the process that it was run by."""
    process.begin(tell, order(folder, number, name))
    return process.exit_code(), int((folder / str(number)).read_text(encoding="utf-8"))


def test_a_process_is_used_again_until_it_dies(pool: ProcessPool, tmp_path: Path) -> None:
    ended = []
    for number, name in enumerate(["passes", "fails", "dies", "passes"]):
        process = pool.take()
        ended.append(run(process, tmp_path, number, name))
        pool.give_back(process)
    assert [code for code, _ in ended] == [0, 1, -signal.SIGKILL, 0]
    one, again, dead, other = (process for _, process in ended)
    assert one == again == dead != other


def test_who_died_while_nobody_looked_is_not_used_again(pool: ProcessPool, tmp_path: Path) -> None:
    process = pool.take()
    _, dead = run(process, tmp_path, 1, "passes")
    pool.give_back(process)
    process.signal(signal.SIGKILL)
    process._process.join()
    assert run(pool.take(), tmp_path, 2, "passes") != (0, dead)


def test_nobody_lives_on_when_the_pool_is_closed(pool: ProcessPool, tmp_path: Path) -> None:
    process = pool.take()
    _, number = run(process, tmp_path, 1, "passes")
    pool.give_back(process)
    pool.__exit__()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
