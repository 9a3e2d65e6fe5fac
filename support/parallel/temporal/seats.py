"""What a worker does with a scenario: a process of its own, watched until it has ended."""

import asyncio
import shutil
import signal
import time
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from temporalio import activity
from temporalio.exceptions import ApplicationError

from support.core.errors import SetupError
from support.core.limits import Limits
from support.core.secrecy import presentable
from support.parallel.processes import ProcessPool, WorkerProcess
from support.parallel.results import read_result
from support.parallel.temporal.artifacts import Artifacts, RunOrder
from support.parallel.temporal.payloads import (
    KEEP,
    SCENARIO,
    TASKS,
    WORKER_ENDED,
    Ended,
    Errand,
    Kept,
    Stretch,
    Task,
)
from support.parallel.temporal.watched import work_while_watched
from support.parallel.units import Order, Unit
from support.run.session import JOURNALS

BEAT_S = 1.0
"""How often a worker shows that it lives, and hears that a run was stopped."""

_RUNS = 8


class Seats:
    """Runs scenarios as a local run does.

    Attributes:
        revision: of this suite.
        name: of the worker, for reports.

    Args:
        artifacts: where orders are, and reports go.
        revision: see above.
        name: see above.
        pool: where processes come from.
        folder: for what is delivered at the end.
    """

    def __init__(
        self, artifacts: Artifacts, revision: str, name: str, pool: ProcessPool, folder: Path
    ) -> None:
        self._artifacts = artifacts
        self.revision = revision
        self.name = name
        self._order_of = lru_cache(_RUNS)(artifacts.order_of)
        self._pool = pool
        self._folder = folder
        # One thread for all: two that ask for the end of processes at once take it from each other.
        # It is not the loop's, since the first start takes long, and a worker must not fall silent.
        self._thread = ThreadPoolExecutor(1)

    @activity.defn(name=TASKS)
    async def tasks(self, stretch: Stretch) -> list[Task]:
        """Return which scenarios of a shard come next.

        Raises:
            ApplicationError: this worker knows no such order; another one may.
        """
        try:
            run = await asyncio.to_thread(self._order, stretch.run)
        except SetupError as error:
            raise ApplicationError(presentable(str(error))) from None
        return run.tasks(stretch)

    @activity.defn(name=KEEP)
    async def keep(self, kept: Kept) -> None:
        """Write down what has happened in one history of a shard."""
        await asyncio.to_thread(self._artifacts.keep, kept)

    @activity.defn(name=SCENARIO)
    async def play(self, errand: Errand) -> Ended:
        """Run one scenario to its end, whatever that is.

        Raises:
            ApplicationError: there is no such order here, the reports cannot be delivered, or this
                worker is being stopped.
        """
        try:
            run, order = await asyncio.to_thread(self._prepare, errand)
            return await self._played(errand, run, order)
        except (SetupError, OSError) as error:
            raise ApplicationError(presentable(str(error)), non_retryable=True) from None
        except asyncio.CancelledError:
            if activity.is_worker_shutdown():
                raise _worker_ended() from None
            raise

    async def _played(self, errand: Errand, run: RunOrder, order: Order) -> Ended:
        def deliver() -> None:
            self._artifacts.deliver(errand.run, errand.number, errand.attempt, order.folder)

        with order.journal.kept_alive():
            watch = _Watch(self._pool, order, run, self._thread, deliver)
            code = await watch.until_end()
        if watch.is_stopped and activity.is_worker_shutdown():
            raise _worker_ended()
        result = read_result(order.unit, order.folder, code, stopped=watch.is_stopped)
        shutil.rmtree(order.folder)
        return Ended(
            errand.number,
            errand.attempt,
            code,
            watch.is_stopped,
            run.longest if watch.is_late else 0.0,
            result.deployment_lost,
        )

    def _order(self, run: str) -> RunOrder:
        order = self._order_of(run)
        if order.revision != self.revision:
            raise SetupError(
                f"the worker has revision {self.revision}, and the run {order.revision}"
            )
        return order

    def _prepare(self, errand: Errand) -> tuple[RunOrder, Order]:
        run, number, attempt = self._order(errand.run), errand.number, errand.attempt
        folder = self._folder / run.run / f"{number}.{attempt}"
        folder.mkdir(parents=True)
        journals = self._folder / JOURNALS
        return run, Order(
            numbered(run.units[number], attempt),
            run.arguments,
            run.deployments,
            Limits(run.sharing, self._artifacts.limits),
            self._artifacts.journal(run, number, attempt, journals),
            folder,
            self.name,
            self._artifacts.journals(run.run, number, attempt - 1, journals),
        )


def _worker_ended() -> ApplicationError:
    return ApplicationError("the worker was stopped", type=WORKER_ENDED, non_retryable=True)


def numbered(unit: Unit, attempt: int) -> Unit:
    """Let what an attempt makes have names of its own, of the same length as all others.

    Units count from a power of ten on and never reach its double, so attempts begin with others.
    """
    power = 10 ** (len(str(unit.number)) - 1)
    return replace(unit, number=unit.number + (attempt - 1) * power)


class _Watch:
    """Waits for the end of a scenario, tells Temporal meanwhile that it goes on, and stops it.

    Attributes:
        is_late: whether it was stopped for taking too long.

    Args:
        pool: lends it a process.
        order: what that has to do.
        run: says how long it may take, and how long to undo what it made.
        thread: where processes are started, and asked how they ended.
        then: is called when it has ended.
    """

    def __init__(
        self,
        pool: ProcessPool,
        order: Order,
        run: RunOrder,
        thread: Executor,
        then: Callable[[], None],
    ) -> None:
        self._pool = pool
        self._order = order
        self._process: WorkerProcess | None = None
        self._grace = run.grace
        self._thread = thread
        self._then = then
        self._has_ended = False
        self._stop_at = time.monotonic() + run.longest
        self.is_late = False
        self._kill_at: float | None = None
        self._is_told = False

    @property
    def is_stopped(self) -> bool:
        """Whether it was told to end."""
        return self._kill_at is not None

    async def until_end(self) -> int:
        """Begin the scenario, wait until it has ended, and return its exit code."""
        ended = asyncio.create_task(self._life())
        while not ended.done():
            try:
                activity.heartbeat()
                await asyncio.wait({ended}, timeout=BEAT_S)
            except asyncio.CancelledError:
                self._stop()
            self._mind_the_time()
        return ended.result()

    async def _life(self) -> int:
        loop, over = asyncio.get_running_loop(), asyncio.Event()
        process = await loop.run_in_executor(self._thread, self._begin)
        self._process = process
        loop.add_reader(process.fileno(), over.set)
        try:
            await over.wait()
        finally:
            loop.remove_reader(process.fileno())
            self._process = None  # whoever it is lent to next must not be stopped
        code = await loop.run_in_executor(self._thread, self._end, process)
        self._has_ended = True
        await asyncio.to_thread(self._then)
        return code

    def _begin(self) -> WorkerProcess:
        process = self._pool.take()
        process.begin(work_while_watched, self._order)
        return process

    def _end(self, process: WorkerProcess) -> int:
        code = process.exit_code()
        self._pool.give_back(process)
        return code

    def _mind_the_time(self) -> None:
        now = time.monotonic()
        if now >= self._stop_at and not (self.is_stopped or self._has_ended):
            self.is_late = True
            self._stop()
        if self._kill_at is not None and now >= self._kill_at:
            self._signal(signal.SIGKILL)
        elif self.is_stopped and not self._is_told:
            self._is_told = self._signal(signal.SIGINT)

    def _stop(self) -> None:
        if not self._has_ended:
            self._kill_at = self._kill_at or time.monotonic() + self._grace

    def _signal(self, number: signal.Signals) -> bool:
        """Send a signal; return whether there was a process that could take it."""
        if self._process is not None:
            self._process.signal(number)
        return self._process is not None
