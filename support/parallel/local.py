"""Runs units on processes of this machine."""

import shutil
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path

from behave.configuration import Configuration
from behave.model import Feature

from support.core.limits import Limits
from support.parallel.discovery import discovered, in_turn
from support.parallel.merging import completed, merge_reports
from support.parallel.processes import ProcessPool, Work, WorkerProcess
from support.parallel.results import read_result
from support.parallel.units import Order, Result, Unit
from support.parallel.worker import work
from support.run.session import Session
from support.run.signals import signals_to_wait_for


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
    process: WorkerProcess | None = None
    unit: Unit | None = None


class LocalExecutor:
    """Implements `Executor` with processes of this machine, all driven by one thread.

    Args:
        config: behave's configuration.
        features: everything that behave parsed.
        arguments: of behave, for the workers.
        session: the run, already opened; its deployments serve all workers.
        workers: how many processes work at a time.
        pool: where they come from.
        work: what each of them does with its order.
    """

    def __init__(
        self,
        config: Configuration,
        features: list[Feature],
        arguments: Sequence[str],
        session: Session,
        workers: int,
        pool: ProcessPool,
        work: Work = work,
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
        self._pool = pool
        self._work = work

    def discover(self) -> list[Unit]:
        """Return what the user selected."""
        return discovered(self._config, self._features, self._session)

    def run(
        self,
        units: Sequence[Unit],
        tell: Callable[[Result], None],
        begin: Callable[[Unit], None] = lambda _: None,
    ) -> list[Result]:
        """Run the units; after what ends a run let the running ones undo, and start no more."""
        self._waiting.extend(in_turn(units))
        results: list[Result] = []
        with signals_to_wait_for() as signals:
            try:
                for result in self._results(signals, begin):
                    results.append(result)
                    tell(result)
                    self._heed(result)
            finally:
                self._signal(signal.SIGKILL)
        return completed(units, results)

    def merge(self, results: Sequence[Result]) -> None:
        """Make one set of reports out of those of the workers."""
        merge_reports(self._config, self._session, results, lambda one: self._folder_of(one.unit))
        shutil.rmtree(self._folder, ignore_errors=True)

    def _results(self, signals: Connection, begin: Callable[[Unit], None]) -> Iterator[Result]:
        """Yield a result whenever a unit has ended, until none is left."""
        while self._fill_seats(begin) or self._busy():
            lines = {seat.process.fileno(): seat for seat in self._busy() if seat.process}
            ready = wait([*lines, signals], self._patience())
            if signals in ready:
                self._stop(signals.recv())
            elif self._stopped_at is not None and not ready:
                self._signal(signal.SIGKILL)
            for line, seat in lines.items():
                if line in ready:
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
            Limits(len(self._seats)),
            session.journal,
            folder,
            f"worker {seat.number}",
        )
        seat.process, seat.unit = self._pool.take(), unit
        seat.process.begin(self._work, order)

    def _finish(self, seat: _Seat) -> Result:
        """Free the seat of a unit that has ended, and return what its process left."""
        assert seat.process is not None
        assert seat.unit is not None
        unit, code = seat.unit, seat.process.exit_code()
        self._pool.give_back(seat.process)
        seat.process = seat.unit = None
        seat.free_at = time.monotonic() + self._pause
        is_stopped = self._stopped_at is not None
        return read_result(unit, self._folder_of(unit), code, stopped=is_stopped)

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
            if seat.process is not None:
                seat.process.signal(number)

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
