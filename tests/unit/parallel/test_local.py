"""Processes of this machine that share the work of a run."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from behave.configuration import Configuration

from support.core.limits import Limits
from support.core.stores import FolderStore
from support.parallel.local import LocalExecutor
from support.parallel.processes import ProcessPool, warm_up
from support.parallel.units import Order, Unit
from support.run.journal import Journal
from support.run.session import Session
from support.run.settings import RunSettings

UNIT = Unit(10, "a.feature:3", "a scenario", "a feature", "a")


def tell_of_limits(order: Order) -> int:
    """Write down by which limits of accounts a process goes."""
    told = order.folder.parent / f"told-{order.unit.number}"
    told.write_text(repr(order.limits), encoding="utf-8")
    return 0


def run(folder: Path, units: list[Unit], work: Callable[[Order], int]) -> Session:
    session = Session(RunSettings.load(), folder, frozenset())
    session.journal = Journal(folder, session.id, "nowhere")
    session.limits = Limits(3, FolderStore(folder / "limits"))
    warm_up([])
    with ProcessPool() as pool:
        config = Configuration(["features/airweave"])
        LocalExecutor(config, [], (), session, 2, pool, work).run(units, lambda _: None)
    return session


def test_all_processes_go_by_the_limits_of_the_run(tmp_path: Path) -> None:
    session = run(tmp_path, [UNIT, replace(UNIT, number=11)], tell_of_limits)
    told = [path.read_text(encoding="utf-8") for path in session.folder.rglob("told-*")]
    assert told == [repr(session.limits)] * 2
