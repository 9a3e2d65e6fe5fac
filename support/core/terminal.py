"""What is printed, until nobody reads it any more."""

import errno
import os
import signal
from collections.abc import Callable
from typing import Any, TextIO

_NOBODY_READS = {errno.EPIPE, errno.EIO}


class LastingStream:
    """Lets through what is written to another stream, and survives that one.

    When its reader goes away (`| head`, a closed terminal), the process is told by a SIGHUP, as it
    is by a terminal, and what is still written goes nowhere. What a full disk refuses is left out.

    Args:
        stream: the other one.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a text."""
        self._attempt(lambda: self._stream.write(text))
        return len(text)

    def flush(self) -> None:
        """Pass on what is buffered."""
        self._attempt(self._stream.flush)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever else a stream has
        return getattr(self._stream, name)

    def _attempt(self, action: Callable[[], object]) -> None:
        try:
            action()
        except OSError as error:
            if error.errno in _NOBODY_READS:
                self._write_nowhere()
                signal.raise_signal(signal.SIGHUP)

    def _write_nowhere(self) -> None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._stream.fileno())
        os.close(nowhere)
