"""How much of the log is carried at a time: less while memory is short, but never nothing."""

from support.sandbox.chroma_ha.app.machine import Machine

_DEFAULT = 50
_SHARES = ((95.0, 8), (85.0, 4), (60.0, 2))
"""Beyond so many percent of memory, a batch is this part of the default."""
_VERY_SMALL = 4


class Batches:
    """Says how large the next batch may be.

    Attributes:
        reductions: how many were smaller than usual, as memory was short.
        emergencies: how many were, as it was very short.

    Args:
        machine: tells what is used of memory.
    """

    def __init__(self, machine: Machine) -> None:
        self.reductions = 0
        self.emergencies = 0
        self._machine = machine

    def size(self) -> int:
        """Return how many entries of the log the next batch has, at most."""
        memory = self._machine.measure().memory
        return _DEFAULT // next((part for bound, part in _SHARES if memory > bound), 1)

    def note(self, size: int) -> None:
        """Note that a batch of at most this size was carried."""
        if size <= _DEFAULT // _VERY_SMALL:
            self.emergencies += 1
        elif size < _DEFAULT:
            self.reductions += 1
