"""Workers that never were: they take work, die, come back, and fall silent."""

import asyncio
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from support.parallel.temporal.payloads import Errand

_BACK_S = 60.0
_UNDO_S = 1.0


@dataclass(frozen=True)
class Faults:
    """What goes wrong.

    Attributes:
        deaths: of one worker, an hour; it is back a minute later.
        silences: share of attempts whose heartbeats stop for as long as is borne, and longer.
        cuts: share of looks into the artifacts after which the worker dies, and says nothing.
        turns: share of a workflow's turns in which the worker dies; another one takes it over.
        seed: of when.
    """

    deaths: float = 0.0
    silences: float = 0.0
    cuts: float = 0.0
    turns: float = 0.0
    seed: int = 0


@dataclass(eq=False)
class Attempt:
    """One attempt at a scenario, from when it is begun.

    Attributes:
        errand: what the worker is asked for.
        takes: tells how many seconds it takes, when it begins.
        lost_after: seconds of silence after which it counts as lost.
        tell: is called once, when its fate is known.
        fate: what became of it: it is done, stopped, lost, silent, or was never begun.
        begun: when it began, if it has.
        ended: when it ended, if it has.
    """

    errand: Errand
    takes: Callable[[], float]
    lost_after: float
    tell: "Callable[[Attempt], None]"
    fate: str = "waits"
    begun: float = 0.0
    ended: float = 0.0
    worker: "_Worker | None" = None
    timers: list[asyncio.TimerHandle] = field(default_factory=list)


@dataclass(eq=False)
class _Worker:
    lives: int = 0
    running: set[Attempt] = field(default_factory=set)


class Workers:
    """Workers with seats.

    Args:
        workers: how many.
        seats: of each.
        faults: what goes wrong with them.
        begin: tells the server that an attempt begins, and goes on when it knows.
    """

    def __init__(
        self,
        workers: int,
        seats: int,
        faults: Faults,
        begin: Callable[[Attempt, Callable[[], None]], None],
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._dice = random.Random(f"faults {faults.seed}")  # noqa: S311  nothing to guess here
        self._seats, self._faults, self._begin = seats, faults, begin
        self._workers = [_Worker() for _ in range(workers)]
        self._free = [(one, 0) for one in self._workers for _ in range(seats)]
        self._waiting: deque[Attempt] = deque()
        self.attempts: list[Attempt] = []
        self.deaths = 0
        self.busy_s = 0.0
        for worker in self._workers if faults.deaths else ():
            self._will_die(worker)

    def take(self, attempt: Attempt) -> None:
        """Take an attempt, and begin it when a seat is free."""
        self.attempts.append(attempt)
        self._waiting.append(attempt)
        self._serve()

    def stop(self, attempt: Attempt) -> None:
        """Let one that runs undo what it made, and one that waits never begin."""
        if attempt.fate == "waits":
            self._waiting.remove(attempt)
            attempt.fate = "never begun"
            attempt.tell(attempt)
        elif attempt.fate == "runs":
            self._cease(attempt)
            self._later(attempt, _UNDO_S, lambda: self._done(attempt, "stopped"))

    def _serve(self) -> None:
        while self._waiting and self._free:
            place = self._dice.randrange(len(self._free))
            self._free[place], self._free[-1] = self._free[-1], self._free[place]
            worker, life = self._free.pop()
            if life == worker.lives:  # if it was not the seat of one that died meanwhile
                self._run(worker, self._waiting.popleft())

    def _run(self, worker: _Worker, attempt: Attempt) -> None:
        worker.running.add(attempt)
        attempt.fate, attempt.worker = "runs", worker
        attempt.begun = self._loop.time()

        def begun() -> None:
            if attempt.fate == "runs" and not attempt.timers:
                self._work(attempt)

        self._begin(attempt, begun)

    def _work(self, attempt: Attempt) -> None:
        takes = attempt.takes()
        self.busy_s += takes
        falls_silent = self._faults.silences and self._dice.random() < self._faults.silences
        noticed = self._dice.random() * takes + attempt.lost_after if falls_silent else takes
        if noticed < takes:
            self._later(attempt, noticed, lambda: self._lose(attempt, "silent"))
            self._later(attempt, noticed + _UNDO_S, lambda: self._leave(attempt))
        else:
            self._later(attempt, takes, lambda: self._done(attempt, "done"))

    def _later(self, attempt: Attempt, seconds: float, what: Callable[[], None]) -> None:
        attempt.timers.append(self._loop.call_later(seconds, what))

    def _cease(self, attempt: Attempt) -> None:
        for timer in attempt.timers:
            timer.cancel()

    def _done(self, attempt: Attempt, fate: str) -> None:
        self._lose(attempt, fate)
        self._leave(attempt)

    def _lose(self, attempt: Attempt, fate: str) -> None:
        attempt.fate = fate
        attempt.tell(attempt)

    def _leave(self, attempt: Attempt) -> None:
        worker = attempt.worker
        assert worker is not None, "it runs"
        attempt.ended = self._loop.time()
        worker.running.discard(attempt)
        self._free.append((worker, worker.lives))
        self._serve()

    def _will_die(self, worker: _Worker) -> None:
        self._loop.call_later(
            self._dice.expovariate(self._faults.deaths / 3600), lambda: self._die(worker)
        )

    def _die(self, worker: _Worker) -> None:
        self.deaths += 1
        worker.lives += 1
        for attempt in sorted(worker.running, key=lambda one: one.errand.number):
            self._cease(attempt)
            attempt.ended = self._loop.time()
            if attempt.fate == "runs":
                attempt.fate = "lost"
                self._loop.call_later(attempt.lost_after, attempt.tell, attempt)
        worker.running.clear()
        self._loop.call_later(_BACK_S, self._is_back, worker)
        self._will_die(worker)

    def _is_back(self, worker: _Worker) -> None:
        """Give a worker its seats, if it has not died again meanwhile."""
        present = sum(one is worker and life == worker.lives for one, life in self._free)
        self._free += [(worker, worker.lives)] * (self._seats - present - len(worker.running))
        self._serve()
