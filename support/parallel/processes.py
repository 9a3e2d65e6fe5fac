"""Processes that run one unit after another, forked from a server that has imported the suite.

What a process has read of the suite it reads once: hooks, sentences, features. Who dies loses the
unit at hand and no other.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable
from contextlib import suppress
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from typing import Self

from support.parallel.units import Order

Work = Callable[[Order], int]
"""Runs one unit and returns its exit code; it must be importable."""


def warm_up(modules: Iterable[str]) -> None:
    """Start the server from which processes are forked; it imports the suite meanwhile.

    Args:
        modules: what they will import besides, such as those of the selected systems.
    """
    multiprocessing.set_forkserver_preload(["support.parallel.warm", *modules])
    forkserver.ensure_running()


class WorkerProcess:
    """A process that waits for units."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("forkserver")
        self._line, inner = context.Pipe()
        self._process = context.Process(target=_serve, args=(inner,))
        with inner:
            self._process.start()

    def fileno(self) -> int:
        """Return what can be read when a unit has ended, or the process has."""
        return self._line.fileno()

    @property
    def is_alive(self) -> bool:
        """Whether it can take another unit."""
        return self._process.is_alive()

    def begin(self, work: Work, order: Order) -> None:
        """Let it run a unit."""
        with suppress(BrokenPipeError):  # it is dead, as the end of the unit will tell
            self._line.send((work, order))

    def exit_code(self) -> int:
        """Wait until the unit has ended and return its exit code, or that of the process."""
        with suppress(EOFError, ConnectionResetError):
            return int(self._line.recv())
        self._process.join()
        return self._process.exitcode or 0

    def signal(self, number: signal.Signals) -> None:
        """Send a signal."""
        with suppress(ProcessLookupError):  # it has just ended
            os.kill(self._process.pid or 0, number)

    def close(self) -> None:
        """Let it end, now that it has nothing to do."""
        self._line.close()
        self._process.join()
        self._process.close()


class ProcessPool:
    """Processes that can be used again; a context manager that lets them end."""

    def __init__(self) -> None:
        self._idle: list[WorkerProcess] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        while self._idle:
            self._idle.pop().close()

    def take(self) -> WorkerProcess:
        """Return a process that waits for a unit."""
        while self._idle:
            process = self._idle.pop()
            if process.is_alive:
                return process
            process.close()
        return WorkerProcess()

    def give_back(self, process: WorkerProcess) -> None:
        """Take a process back; whether it is alive shows when it is needed."""
        self._idle.append(process)


def _serve(orders: Connection) -> None:
    """Run units until nobody has any more."""
    # Ctrl-C in the terminal is for the coordinator, which passes it on once.
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with suppress(EOFError):
        while True:
            work, order = orders.recv()
            orders.send(work(order))
