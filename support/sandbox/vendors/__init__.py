"""Vendors: one file a source, the engines that stand in for its vendor in any system's sandbox."""

from collections.abc import Sequence
from pathlib import Path
from pkgutil import iter_modules

from support import bongos
from support.core.loading import load
from support.sandbox.vendors import emulated
from support.sandbox.vendors.supply import Supply

_MODULES = {module.name for module in iter_modules(__path__)}

# The sources that something stands in for.
SOURCES = [
    source for source in bongos.SOURCES.values() if source in _MODULES or source in emulated.SOURCES
]


def supplies(sources: Sequence[str], logs: Path) -> dict[str, Supply]:
    """Return what stands in for each of these sources.

    Args:
        sources: their names.
        logs: the folder for the engines' log files.

    Raises:
        SetupError: nothing stands in for one of them, or an emulator could not be installed.
    """
    together = [source for source in sources if source in emulated.SOURCES]
    found = emulated.supplies(together, logs) if together else {}
    return found | {source: _own(source, logs) for source in sources if source not in found}


def _own(source: str, logs: Path) -> Supply:
    name = f"support.sandbox.vendors.{source}:supply"
    supply: Supply = load(name, f"the sandbox is to stand in for {source!r}")(logs)
    return supply
