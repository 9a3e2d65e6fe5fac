"""Work that nobody waits for any longer than he said that he would."""

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


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
