"""How much the balancer uses of what it has; the switches can tell it other figures."""

import json
import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

MEGABYTES = 400
"""What the balancer may use of memory."""


@dataclass(frozen=True)
class Usage:
    """What is used, in percent of what there is.

    Attributes:
        memory: of what the balancer may use.
        cpu: of all processors.
        disk: of the disk.
    """

    memory: float
    cpu: float
    disk: float

    @property
    def megabytes(self) -> float:
        """What is used of memory."""
        return self.memory * MEGABYTES / 100


class Machine:
    """Measures what is used.

    Args:
        told: the file with the figures that are to be believed instead, as JSON by resource.
    """

    def __init__(self, told: Path) -> None:
        self._told = told

    def measure(self) -> Usage:
        """Return what is used now."""
        return replace(_truth(), **read(self._told))


def read(told: Path) -> dict[str, Any]:
    """Return the figures that are to be believed, by resource."""
    return dict(json.loads(told.read_text())) if told.exists() else {}


def _truth() -> Usage:
    with open("/proc/self/statm", encoding="ascii") as numbers:  # noqa: PTH123
        pages = int(numbers.read().split()[1])
    disk = shutil.disk_usage("/")
    return Usage(
        memory=100 * pages * os.sysconf("SC_PAGE_SIZE") / (MEGABYTES * 2**20),
        cpu=min(100.0, 100 * os.getloadavg()[0] / (os.cpu_count() or 1)),
        disk=100 * disk.used / disk.total,
    )
