"""Work that nobody waits for any longer than he said that he would."""

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")

_end: ContextVar[float] = ContextVar("end", default=math.inf)


class TimeIsUp(Exception):
    """There is no time left to ask for more; whoever set the end knows what that means.

    It is no Failure: what was not looked at must not be taken for what does not answer.
    """


@contextmanager
def ending(at: float) -> Iterator[None]:
    """Let all that is asked of others until exit be over by some moment, on the monotonic clock.

    Within what ends sooner, nothing ends later. Threads that are started meanwhile are not bound.
    """
    token = _end.set(min(at, _end.get()))
    try:
        yield
    finally:
        _end.reset(token)


def time_left() -> float:
    """Return for how long others may be asked, in seconds; infinite if nobody set an end.

    Raises:
        TimeIsUp: the end has come.
    """
    left = _end.get() - time.monotonic()
    if left <= 0:
        raise TimeIsUp
    return left


def within(seconds: float, work: Callable[[], T]) -> T:
    """Return what `work` returns, if it is done in time; it goes on in vain if it is not.

    It is done in a thread of its own, which does not keep the process from ending.

    Args:
        seconds: how long to wait.
        work: what to do.

    Raises:
        TimeoutError: it was not done in time.
        Exception: what it raised.
    """
    done: list[T] = []
    failed: list[Exception] = []

    def run() -> None:
        try:
            done.append(work())
        except Exception as error:  # noqa: BLE001  it is raised where somebody waits for it
            failed.append(error)

    worker = threading.Thread(target=run, daemon=True)
    worker.start()
    worker.join(seconds)
    if failed:
        raise failed[0]
    if not done:
        raise TimeoutError(f"it took longer than {seconds:g} s")
    return done[0]
