"""An engine that must run before the others are told of it."""

import time

from support.sandbox.kit.processes import Engine

_SECONDS_TO_START = 20.0


class EarlyEngine(Engine):
    """An engine that chooses its own address, and so must run before others are told of it."""

    def start_early(self) -> str:
        """Start the process and return what it announces.

        Raises:
            EngineFailed: it ended, or took too long.
        """
        super().start()
        return self.wait_ready(time.monotonic() + _SECONDS_TO_START)

    def start(self) -> None:
        """Do nothing: it runs already."""
