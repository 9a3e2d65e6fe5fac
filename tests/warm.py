"""Runs scenarios in processes that are forked from a warm server, and tells what became of each.

A whole `behave` takes seconds to start; such a process takes none. What it does is what a worker
of `python -m support run` does.
"""

import atexit
import math
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from behave.configuration import Configuration
from behave.model import Scenario, Step
from tenacity import RetryCallState

from support.core import waiting
from support.parallel.discovery import read_arguments, read_features, units_of
from support.parallel.local import LocalExecutor
from support.parallel.processes import ProcessPool, warm_up
from support.parallel.units import Order, Result, Unit
from support.parallel.worker import work
from support.run.journal import Journal, remaining
from support.run.plugin import Deployment
from support.run.registry import SYSTEMS, modules_of, plugin_of
from support.run.session import Session
from support.run.settings import RunSettings
from tests.running import clean
from tests.sandboxes import Sandbox


@dataclass(frozen=True)
class Patience:
    """When a wait ends before its time: it is hopeless, as nothing has changed for long.

    Attributes:
        unchanged_s: for how many seconds; after one look if 0, never if it is infinite.
        sentences: of the steps that are concerned; all if it is None.
    """

    unchanged_s: float = math.inf
    sentences: frozenset[str] | None = None


ALL_PATIENCE = Patience()


@dataclass(frozen=True)
class Case:
    """A scenario as the features tell it.

    Attributes:
        unit: by which it is run.
        titles: its own; and, if it is an example, that of its outline.
        tags: all that apply to it.
        steps: type and sentence of each; and the outline's sentence, if it is an example.
    """

    unit: Unit
    titles: frozenset[str]
    tags: frozenset[str]
    steps: tuple[tuple[str, str, str], ...]

    def __str__(self) -> str:
        return str(self.unit)


@cache
def cases_of(system: str) -> tuple[Case, ...]:
    """Return all scenarios of a system."""
    config = read_arguments(_selection(system), 1)
    features = read_features(config)
    told: dict[str, tuple[Scenario, Scenario]] = {}
    for feature in features:
        # An outline comes before its examples, which are walked once more by themselves.
        for written in feature.walk_scenarios(with_outlines=True):
            for scenario in getattr(written, "scenarios", [written]):
                told.setdefault(str(scenario.location), (scenario, written))
    return tuple(_case(unit, *told[unit.location]) for unit in units_of(config, features))


def _case(unit: Unit, scenario: Scenario, written: Scenario) -> Case:
    """Return a case, given the scenario, and the outline or itself as it is written."""
    pairs = zip(scenario.steps, written.steps, strict=True)
    return Case(
        unit,
        frozenset({scenario.name, written.name}),
        frozenset(map(str, scenario.effective_tags)),
        tuple((step.step_type, step.name, outline.name) for step, outline in pairs),
    )


def play(
    sandbox: Sandbox,
    cases: Iterable[Case],
    changes: Mapping[str, str] | None = None,
    patience: Patience = ALL_PATIENCE,
    *,
    jobs: int = 2,
    tell: Callable[[Result, float], None] = lambda *_: None,
) -> list[Result]:
    """Run scenarios and return what became of each, in the order of the features.

    What they leave behind is removed when the sandbox is well again.

    Args:
        sandbox: that they run against.
        cases: the scenarios.
        changes: settings that differ from those of the sandbox.
        patience: with waits in vain; by default all that users have.
        jobs: how many run at a time.
        tell: is called with each result at once, and with how long nothing changed, in seconds,
            in the longest of its waits that were not in vain.
    """
    plugin, selection = plugin_of(sandbox.system), _selection(sandbox.system)
    environment = clean(sandbox.settings | dict(changes or {}))
    pool = _pool()
    with TemporaryDirectory(prefix="play-") as folder:
        session = Session(RunSettings.load(), Path(folder), frozenset())
        session.journal = Journal(session.folder, session.id, sandbox.url)
        session.deployments = {plugin.tag: Deployment(plugin.name, sandbox.url, is_live=True)}
        waits = Path(folder, "waits")
        waits.mkdir()
        task = partial(_work, environment, patience, waits)
        executor = LocalExecutor(Configuration(selection), [], selection, session, jobs, pool, task)
        results = executor.run(
            [case.unit for case in cases], lambda result: tell(result, _longest(waits, result.unit))
        )
        if remaining(session.journal.path):
            sandbox.left.append(session.id)
    if session.interrupted:
        raise KeyboardInterrupt
    return results


def _selection(system: str) -> list[str]:
    return [f"features/{system}", "--no-junit", "--logging-level=WARNING"]


@cache
def _pool() -> ProcessPool:
    """Return processes that live as long as this one, with whatever any scenario will need."""
    tags = {tag for system in SYSTEMS for case in cases_of(system) for tag in case.tags}
    warm_up([*modules_of(tags), __name__])
    pool = ProcessPool()
    atexit.register(pool.__exit__)
    return pool


def _work(environment: Mapping[str, str], patience: Patience, folder: Path, order: Order) -> int:
    """Do a worker's work, in the environment of a user; write down what patience it took."""
    os.environ.clear()
    os.environ.update(environment)
    with impatient(patience) as waits:
        try:
            return work(order)
        finally:
            longest = max((wait.longest for wait in waits), default=0.0)
            (folder / str(order.unit.number)).write_text(str(longest), encoding="utf-8")


def _longest(folder: Path, unit: Unit) -> float:
    """Return what a worker wrote down; it never came to that if it was killed."""
    written = folder / str(unit.number)
    return float(written.read_text(encoding="utf-8")) if written.exists() else math.inf


@contextmanager
def impatient(patience: Patience) -> Iterator["list[Wait]"]:
    """Let waits in vain end early, in the steps that are concerned; yield all waits."""
    current, run = [""], Step.run
    waits: list[Wait] = []

    def run_and_remember(step: Step, *arguments: object, **options: object) -> object:
        current[0] = step.name
        return run(step, *arguments, **options)

    def stop_at(moment: Callable[[], float]) -> Wait:
        is_concerned = patience.sentences is None or current[0] in patience.sentences
        waits.append(Wait(moment, patience.unchanged_s if is_concerned else math.inf))
        return waits[-1]

    with (
        patch.object(Step, "run", run_and_remember),
        patch.object(waiting, "stop_at", stop_at),
    ):
        yield waits


class Wait:
    """Stops a wait at a moment, or when what is looked at has not changed for so many seconds.

    Attributes:
        longest: for how many seconds nothing changed while it went on; 0 if it was in vain.
    """

    def __init__(self, moment: Callable[[], float], unchanged_s: float) -> None:
        self.longest = 0.0
        self._moment = moment
        self._unchanged_s = unchanged_s
        self._last: object = object()
        self._since = 0.0

    def __call__(self, state: RetryCallState) -> bool:
        """Look at the newest value."""
        assert state.outcome is not None
        value, now = state.outcome.result(), time.monotonic()
        if value != self._last:
            self._last, self._since = value, now
        unchanged = now - self._since
        is_in_vain = now >= self._moment() or unchanged >= self._unchanged_s
        self.longest = 0.0 if is_in_vain else max(self.longest, unchanged)
        return is_in_vain
