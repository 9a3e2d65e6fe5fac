"""An event loop whose time is nobody's: it jumps to whatever comes next."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Jumps(selectors.DefaultSelector):
    """Instead of waiting it lets time pass; there is nothing else to wait for."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise RuntimeError("nothing is left to happen, and somebody waits")
        self.now += max(timeout, 0.0)
        return []


class VirtualClock(asyncio.SelectorEventLoop):
    """Runs what waits in the order of its time, as fast as it can."""

    def __init__(self) -> None:
        self._jumps = _Jumps()
        super().__init__(self._jumps)

    def time(self) -> float:
        """Return the seconds that have passed since it was made."""
        return self._jumps.now


def on_a_virtual_clock(what: Coroutine[Any, Any, T]) -> T:
    """Run something to its end in virtual time."""
    with asyncio.Runner(loop_factory=VirtualClock) as runner:
        return runner.run(what)
