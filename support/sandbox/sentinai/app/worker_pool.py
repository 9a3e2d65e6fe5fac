"""The worker processes: started, asked how they are, killed."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import forkserver
from multiprocessing.connection import Connection as Pipe
from multiprocessing.process import BaseProcess

from support.sandbox.sentinai.app.configuration import Configuration
from support.sandbox.sentinai.app.stages import STAGES

KINDS = (*STAGES, "publisher", "retry", "sla")
_READY_S = 300.0
_ANSWER_S = 5.0  # who is dead says so at once: the pipe is closed
_PLANT_S = 60.0
_GRACE_S = 2.0


@dataclass(frozen=True)
class Health:
    """What a worker says of itself; one that says nothing is not ready."""

    instance: str
    pid: int | None
    alive: bool
    ready: bool
    milliseconds: float


@dataclass
class WorkerProcess:
    """One worker process, and the pipe on which it is asked."""

    instance: str
    process: BaseProcess
    pipe: Pipe
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, question: object, seconds: float) -> object:
        """Return the worker's answer, or None if there is none in time."""
        with self.lock:
            try:
                while self.pipe.poll():
                    self.pipe.recv()  # an answer that came too late for its question
                self.pipe.send(question)
                return self.pipe.recv() if self.pipe.poll(seconds) else None
            except (EOFError, OSError):
                return None

    def health(self) -> Health:
        """Ask whether it works."""
        started = time.monotonic()
        ready = self.ask("ready?", _ANSWER_S) is True
        spent = (time.monotonic() - started) * 1000
        return Health(self.instance, self.process.pid, self.process.is_alive(), ready, spent)


class WorkerPool:
    """All workers of the deployment.

    They are forked from a process that has loaded everything already and runs no thread, so that
    one starts in milliseconds. Each ends when this process does, because then its pipe closes.

    Args:
        run: what a worker process does, given its kind, the configuration, the pipe on which it is
            asked, and the defects to plant.
        configuration: of the deployment.
        defects: that are planted from the beginning.
    """

    def __init__(
        self, run: Callable[..., None], configuration: Configuration, defects: Iterable[str]
    ) -> None:
        self._run = run
        self._configuration = configuration
        self._defects = list(defects)
        self._workers: dict[str, list[WorkerProcess]] = {kind: [] for kind in KINDS}
        self._started = 0
        self._lock = threading.RLock()
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([run.__module__])

    def warm_up(self) -> None:
        """Have everything loaded before the first worker is needed; returns at once."""
        forkserver.ensure_running()

    def scale(self, counts: Mapping[str, int]) -> None:
        """Have exactly so many living workers of these kinds; return when all are ready."""
        with self._lock:
            for kind, count in counts.items():
                living = [worker for worker in self._workers[kind] if worker.process.is_alive()]
                for worker in living[count:]:
                    _stop(worker)
                missing = range(count - len(living))
                self._workers[kind] = living[:count] + [self._start(kind) for _ in missing]
            self._wait_ready(list(counts))

    def kill(self, kind: str) -> None:
        """Kill all workers of a kind, as `kill -9` does; none is started in their place."""
        with self._lock:
            for worker in self._workers[kind]:
                worker.process.kill()
            for worker in self._workers[kind]:
                worker.process.join()

    def plant(self, defects: Iterable[str]) -> None:
        """Have every worker plant these defects, and no others, now and when it is started."""
        with self._lock:
            self._defects = list(defects)
            for worker in self._all():
                worker.ask(self._defects, _PLANT_S)

    def health(self) -> dict[str, list[Health]]:
        """Ask all workers at once how they are."""
        with ThreadPoolExecutor(max_workers=16) as asking:
            return {
                kind: list(asking.map(WorkerProcess.health, workers))
                for kind, workers in self._workers.items()
            }

    def stop(self) -> None:
        """End all workers."""
        for worker in self._all():
            _stop(worker)

    def _all(self) -> list[WorkerProcess]:
        return [worker for workers in self._workers.values() for worker in workers]

    def _start(self, kind: str) -> WorkerProcess:
        self._started += 1
        ours, theirs = self._context.Pipe()
        arguments = (kind, self._configuration, theirs, self._defects)
        process = self._context.Process(target=self._run, args=arguments, name=kind)
        process.start()
        theirs.close()
        return WorkerProcess(f"{kind}-{self._started}", process, ours)

    def _wait_ready(self, kinds: list[str]) -> None:
        deadline = time.monotonic() + _READY_S
        for kind in kinds:
            for worker in self._workers[kind]:
                while not worker.health().ready:
                    if time.monotonic() > deadline or not worker.process.is_alive():
                        raise TimeoutError(f"The worker {worker.instance} is not ready")
                    worker.process.join(0.02)


def _stop(worker: WorkerProcess) -> None:
    worker.process.terminate()
    worker.process.join(_GRACE_S)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()
    worker.pipe.close()


def signal_broker(pid: int, *, up: bool) -> None:
    """Take the sandbox's own broker down, or bring it back."""
    os.kill(pid, signal.SIGUSR2 if up else signal.SIGUSR1)
