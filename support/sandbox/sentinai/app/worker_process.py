"""What runs inside a worker process: its work, and a thread that answers for it."""

import os
import signal
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection as Pipe
from typing import Protocol

from support.sandbox.kit.sabotage import Saboteur
from support.sandbox.sentinai.app.configuration import Configuration
from support.sandbox.sentinai.app.publisher import Publisher
from support.sandbox.sentinai.app.scheduler import RetryScheduler, SlaMonitor
from support.sandbox.sentinai.app.stages import STAGES
from support.sandbox.sentinai.app.worker import Worker
from support.sandbox.sentinai.sabotage import CATALOGUE

_FRESH_S = 8.0  # longer than any call of a tool: a worker that is busy is not dead


class _Runnable(Protocol):
    def run(self) -> None: ...


class Pulse:
    """When the work last went round."""

    def __init__(self) -> None:
        self._last = float("-inf")

    def beat(self) -> None:
        """Say that the work goes on."""
        self._last = time.monotonic()

    def is_fresh(self) -> bool:
        """Tell whether it went on lately."""
        return time.monotonic() - self._last < _FRESH_S


def run_worker(kind: str, configuration: Configuration, pipe: Pipe, defects: list[str]) -> None:
    """Work until told to stop, or until the pool is gone."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    pulse, saboteur = Pulse(), Saboteur(CATALOGUE)
    saboteur.plant(defects)
    threading.Thread(target=_answer, args=(pipe, pulse, saboteur), daemon=True).start()
    _worker(kind, configuration, pulse.beat).run()


def _worker(kind: str, configuration: Configuration, beat: Callable[[], None]) -> _Runnable:
    others: dict[str, Callable[[Configuration, Callable[[], None]], _Runnable]] = {
        "publisher": Publisher,
        "retry": RetryScheduler,
        "sla": SlaMonitor,
    }
    if kind in STAGES:
        return Worker(kind, configuration, beat)
    return others[kind](configuration, beat)


def _answer(pipe: Pipe, pulse: Pulse, saboteur: Saboteur) -> None:
    """Answer the pool; end the process when the pool is gone."""
    try:
        while True:
            question = pipe.recv()
            if isinstance(question, list):
                saboteur.plant(question)
                pipe.send("planted")
            else:
                pipe.send(pulse.is_fresh())
    except (EOFError, OSError):
        os.kill(os.getpid(), signal.SIGKILL)
