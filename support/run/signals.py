"""Ctrl-C and SIGTERM: both end a run in order, and neither breaks off a clean-up."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_NUMBERS = (signal.SIGINT, signal.SIGTERM)


def end_on_sigterm() -> None:
    """Let SIGTERM do what Ctrl-C does, so that behave runs its hooks."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold back Ctrl-C and SIGTERM until exit; they take effect then."""
    received: list[int] = []

    def hold_back(number: int, _: FrameType | None) -> None:
        if not received:
            print("Cleaning up before the end ...", file=sys.stderr, flush=True)  # noqa: T201
        received.append(number)

    before = {number: signal.signal(number, hold_back) for number in _NUMBERS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if received:
            signal.raise_signal(received[0])
