"""An engine that must run before the others are told of it."""

from support.sandbox.kit.processes import Engine


class EarlyEngine(Engine):
    """An engine that chooses its own address, and so must run before others are told of it."""

    def start_early(self) -> str:
        """Start the process and return what it announces.

        Raises:
            EngineFailed: it ended, or it hangs.
        """
        super().start()
        return self.wait_ready()

    def start(self) -> None:
        """Do nothing: it runs already."""
