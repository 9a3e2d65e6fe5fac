"""Leaves in peace who has given no answer several times, and tries now and then again."""

import time
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from support.sandbox.replantworld.app.errors import Away, ProductError

T = TypeVar("T")

BOUND = 5
REST_S = 1.0


class Breaker:
    """A circuit breaker: closed, open for a while, and then half open, for a single try.

    Args:
        whom: it protects, for messages.
    """

    def __init__(self, whom: str) -> None:
        self._whom = whom
        self._lock = Lock()
        self._failures = 0
        self._opened_at: float | None = None

    def call(self, act: Callable[[int], T], tries: int) -> T:
        """Do something that may be tried so often, unless it is not to be done now.

        Raises:
            Away: there was no answer, or nobody was asked for one.
        """
        admitted = self.admitted(tries)
        if not admitted:
            raise Away(f"{self._whom} gives no answer, and is left in peace for a while")
        try:
            done = act(admitted)
        except Away:
            self._note_failure()
            raise
        except ProductError:
            self._note_answer()
            raise
        self._note_answer()
        return done

    def admitted(self, tries: int) -> int:
        """Return how often something may be tried now; while it is open, not at all."""
        with self._lock:
            if self._opened_at is None:
                return tries
            if self.is_resting(self._opened_at):
                return 0
            self._opened_at = time.monotonic()
            return self.probes(tries)

    def is_resting(self, opened_at: float) -> bool:
        """Tell whether somebody is still left in peace."""
        return time.monotonic() - opened_at < REST_S

    def probes(self, _: int) -> int:
        """Return how often to try whether somebody is back."""
        return 1

    def bound(self) -> int:
        """Return after how many failures somebody is left in peace."""
        return BOUND

    def _note_failure(self) -> None:
        with self._lock:
            self._failures += 1
            if self._failures >= self.bound():
                self._opened_at = time.monotonic()

    def _note_answer(self) -> None:
        with self._lock:
            self._failures, self._opened_at = 0, None
