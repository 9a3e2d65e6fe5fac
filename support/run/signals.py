"""Ctrl-C, SIGTERM and a closed terminal: all end a run in order, and none breaks off a clean-up."""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from types import FrameType
from typing import NoReturn

Handler = Callable[[int, FrameType | None], None]

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""What ends a run; SIGHUP comes when its terminal is closed."""


def end_on_signals() -> None:
    """Let SIGTERM and SIGHUP do what Ctrl-C does, so that behave runs its hooks.

    A run that was started with `nohup` goes on when its terminal is closed.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, _end_once)


def end_with_parent() -> None:
    """End this process at once when its standard input closes, as where its parent was killed."""

    def wait() -> None:
        while os.read(sys.stdin.fileno(), 1024):
            pass
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=wait, name="parent", daemon=True).start()


def _end_once(number: int, frame: FrameType | None) -> NoReturn:
    """End the run; a terminal that is gone may say so several times."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    raise KeyboardInterrupt


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold back what ends a run until exit; it takes effect then."""
    received: list[int] = []

    def hold_back(number: int, _: FrameType | None) -> None:
        received.append(number)
        if len(received) == 1:
            print("Cleaning up before the end ...", file=sys.stderr, flush=True)  # noqa: T201

    try:
        with handled_by(hold_back):
            yield
    finally:
        if received:
            signal.raise_signal(received[0])


@contextmanager
def handled_by(handler: Handler) -> Iterator[None]:
    """Let this handler be called by what ends a run until exit; what is ignored stays so."""
    before = {number: signal.getsignal(number) for number in ENDING}
    for number, usual in before.items():
        if usual is not signal.SIG_IGN:
            signal.signal(number, handler)
    try:
        yield
    finally:
        for number, usual in before.items():
            signal.signal(number, usual)


@contextmanager
def signals_to_wait_for() -> Iterator[Connection]:
    """Turn what ends a run into something to wait for, instead of an exception anywhere."""
    inbox, outbox = multiprocessing.Pipe(duplex=False)
    with inbox, outbox, handled_by(lambda number, _: outbox.send(number)):
        yield inbox
