"""Runs units on processes of this machine, each in one of its own, forked from a warm server."""

import json
import math
import multiprocessing
import os
import shutil
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from behave.configuration import Configuration
from behave.model import Feature

from support.core.causes import Cause
from support.parallel import merging
from support.parallel.discovery import units_of
from support.parallel.units import Order, Result, Unit
from support.parallel.worker import CONSOLE, RESULT, work
from support.reporting.junit import write_junit
from support.reporting.outcomes import LOST, NOT_RUN, Outcome
from support.reporting.report_errors import tolerated
from support.run.bootstrap import junit_folder
from support.run.remembering import usual_seconds
from support.run.session import Session
from support.run.signals import handled_by


@dataclass
class _Seat:
    """A place for one process at a time.

    Attributes:
        number: from 1 on.
        free_at: when the next unit may begin; the source needs a pause between two writes.
        process: works on `unit`, or None.
    """

    number: int
    free_at: float = 0.0
    process: ForkServerProcess | None = None
    unit: Unit | None = None


def warm_up(modules: Iterable[str]) -> None:
    """Start the server from which workers are forked; it imports the suite meanwhile.

    Args:
        modules: what workers will import besides, such as those of the selected systems.
    """
    multiprocessing.set_forkserver_preload(["support.parallel.warm", *modules])
    forkserver.ensure_running()


class LocalExecutor:
    """Implements `Executor` with processes of this machine, all driven by one thread.

    Args:
        config: behave's configuration.
        features: everything that behave parsed.
        arguments: of behave, for the workers.
        session: the run, already opened; its deployments serve all workers.
        workers: how many processes work at a time.
        work: what each of them does with its order.
    """

    def __init__(
        self,
        config: Configuration,
        features: list[Feature],
        arguments: Sequence[str],
        session: Session,
        workers: int,
        work: Callable[[Order], None] = work,
    ) -> None:
        self._config = config
        self._features = features
        self._arguments = tuple(arguments)
        self._session = session
        self._pause = session.longest_pause * workers
        self._seats = [_Seat(number) for number in range(1, workers + 1)]
        self._waiting: deque[Unit] = deque()
        self._stopped_at: float | None = None
        self._folder = session.folder / "units"
        self._work = work
        self._context = multiprocessing.get_context("forkserver")

    def discover(self) -> list[Unit]:
        """Return what the user selected."""
        usual = usual_seconds(self._session)
        units = units_of(self._config, self._features)
        return [replace(unit, seconds=usual(unit.file, unit.name)) for unit in units]

    def run(
        self,
        units: Sequence[Unit],
        tell: Callable[[Result], None],
        begin: Callable[[Unit], None] = lambda _: None,
    ) -> list[Result]:
        """Run the units; after what ends a run let the running ones undo, and start no more.

        Those that take longest come first, and before them those of which nobody knows: a long one
        that begins last keeps all others waiting.
        """
        self._waiting.extend(sorted(units, key=_turn))
        results: list[Result] = []
        with _signals() as signals:
            try:
                for result in self._results(signals, begin):
                    results.append(result)
                    tell(result)
                    self._heed(result)
            finally:
                self._signal(signal.SIGKILL)
        begun = {result.unit for result in results}
        rest = [unit for unit in units if unit not in begun]
        results += [Result(unit, unit.ended(NOT_RUN, "the run was stopped")) for unit in rest]
        return sorted(results, key=lambda result: result.unit.number)

    def merge(self, results: Sequence[Result]) -> None:
        """Make one set of reports out of those of the workers."""
        folders = [self._folder_of(result.unit) for result in results]
        outcomes = [result.outcome for result in results]
        write_junit(outcomes, junit_folder(self._config, self._session))
        missing = [outcome for outcome in outcomes if outcome.is_missing]
        with tolerated("Allure results"):
            merging.merge_allure(folders, missing, self._session.folder / "allure")
        shutil.rmtree(self._folder, ignore_errors=True)

    def _results(self, signals: Connection, begin: Callable[[Unit], None]) -> Iterator[Result]:
        """Yield a result whenever a process has ended, until none is left."""
        while self._fill_seats(begin) or self._busy():
            sentinels = {seat.process.sentinel: seat for seat in self._busy() if seat.process}
            ready = wait([*sentinels, signals], self._patience())
            if signals in ready:
                self._stop(signals.recv())
            elif self._stopped_at is not None and not ready:
                self._signal(signal.SIGKILL)
            for sentinel, seat in sentinels.items():
                if sentinel in ready:
                    yield self._finish(seat)

    def _fill_seats(self, begin: Callable[[Unit], None]) -> bool:
        """Start what can be started; tell whether more is to come."""
        for seat in self._seats:
            is_free = seat.process is None and seat.free_at <= time.monotonic()
            if is_free and self._may_start():
                unit = self._waiting.popleft()
                self._start(seat, unit)
                begin(unit)
        return bool(self._waiting)

    def _start(self, seat: _Seat, unit: Unit) -> None:
        folder = self._folder_of(unit)
        folder.mkdir(parents=True)
        session = self._session
        order = Order(
            unit,
            self._arguments,
            session.deployments,
            len(self._seats),
            session.journal,
            folder,
            f"worker {seat.number}",
        )
        seat.process, seat.unit = self._context.Process(target=self._work, args=(order,)), unit
        seat.process.start()

    def _finish(self, seat: _Seat) -> Result:
        """Free the seat of a process that has ended, and return what it left."""
        assert seat.process is not None
        assert seat.unit is not None
        unit, code = seat.unit, seat.process.exitcode
        seat.process.join()
        seat.process.close()
        seat.process = seat.unit = None
        seat.free_at = time.monotonic() + self._pause
        return _result(unit, self._folder_of(unit), code or 0, stopped=self._stopped_at is not None)

    def _stop(self, number: int) -> None:
        """Ask all for an end; when a person asks again, do not wait for their undo any longer."""
        again = self._session.interrupted
        if again and number == signal.SIGHUP:  # a terminal that is gone may say so several times
            return
        self._session.interrupted = True
        self._waiting.clear()
        self._stopped_at = self._stopped_at or time.monotonic()
        self._signal(signal.SIGKILL if again else signal.SIGINT)

    def _heed(self, result: Result) -> None:
        """Begin nothing more when the deployment is lost, as behave in one process."""
        if result.deployment_lost:
            self._session.lost = True
            if not self._session.settings.keep_going:
                self._waiting.clear()

    def _signal(self, number: signal.Signals) -> None:
        for seat in self._busy():
            if seat.process is not None and seat.process.pid:
                with suppress(ProcessLookupError):  # it has just ended, as its sentinel will tell
                    os.kill(seat.process.pid, number)

    def _patience(self) -> float | None:
        """Return how long to wait for an event before there is something to do without one."""
        now = time.monotonic()
        if self._stopped_at is not None:
            grace = self._session.settings.cleanup_timeout_s
            return max(0.0, self._stopped_at + grace - now)
        pausing = [seat.free_at - now for seat in self._seats if seat.process is None]
        return max(0.0, min(pausing)) if self._may_start() and pausing else None

    def _may_start(self) -> bool:
        """Tell whether a unit waits that need not wait for the end of others."""
        return bool(self._waiting) and not (self._waiting[0].isolated and self._busy())

    def _busy(self) -> list[_Seat]:
        return [seat for seat in self._seats if seat.process is not None]

    def _folder_of(self, unit: Unit) -> Path:
        return self._folder / str(unit.number)


def _turn(unit: Unit) -> tuple[bool, float]:
    return unit.isolated, -math.inf if unit.seconds is None else -unit.seconds


@contextmanager
def _signals() -> Iterator[Connection]:
    """Turn what ends a run into something to wait for, instead of an exception anywhere."""
    inbox, outbox = multiprocessing.Pipe(duplex=False)
    with inbox, outbox, handled_by(lambda number, _: outbox.send(number)):
        yield inbox


def _result(unit: Unit, folder: Path, code: int, *, stopped: bool) -> Result:
    """Return what a worker reported, or how it was lost."""
    report = folder / RESULT
    if not report.exists():
        how = "was stopped" if stopped else _ending(code, folder / CONSOLE)
        return Result(unit, unit.ended(LOST, f"its worker {how}"))
    told = json.loads(report.read_text(encoding="utf-8"))
    result = Result(unit, **told | {"outcome": Outcome(**told["outcome"])})
    if code and not result.outcome.is_red:
        how = _ending(code, folder / CONSOLE)
        said = f"the scenario ended, but its worker {how}"
        broken = replace(result.outcome, status="error", message=said, cause=Cause.SUITE.value)
        return replace(result, outcome=broken)
    return result


def _ending(code: int, console: Path) -> str:
    if code < 0:
        return f"was killed by {signal.Signals(-code).name}"
    said = console.read_text(encoding="utf-8").split("\n") if console.exists() else []
    last = next((line for line in reversed(said) if line.strip()), "and said nothing")
    return f"ended with exit code {code}: {last}"
