"""Measures how a sandbox starts: `python -m tests.benchmark_start SYSTEM [options of the sandbox]`.

It is started and stopped again a few times. Beside the wall time it tells the seconds of
processors, and how often the mere import of its application would fit into them: that ratio is much
the same on a slow machine and on a busy one. It is a command and no test, because a busy machine
would make it red.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from support.core.tables import table
from tests.benchmarking import parser
from tests.sandboxes import read_settings, start_sandbox


def main(arguments: list[str]) -> int:
    """Measure and print."""
    options, others = parser("tests.benchmark_start", __doc__, rounds=5).parse_known_args(arguments)
    rows = [(one + 1, *_round([options.system, *others])) for one in range(options.rounds)]
    middle = [median(column) for column in zip(*(row[1:] for row in rows), strict=True)]
    headings = ["round", "ready s", "processor s", "import s", "ratio"]
    print(table(headings, [*rows, ("median", *middle)]))  # noqa: T201
    return 0


def _round(arguments: list[str]) -> tuple[float, float, float, float]:
    """Return the seconds until it is ready, of processors, and of an import, and a ratio."""
    ready: list[float] = []
    spent = _processor(lambda: ready.append(_start(arguments)))
    imported = _processor(lambda: _import(arguments[0]))
    return ready[0], spent, imported, spent / imported


def _start(arguments: list[str]) -> float:
    """Start a sandbox and stop it; return the seconds until it was ready."""
    with tempfile.TemporaryDirectory() as logs:
        started = time.perf_counter()
        with start_sandbox(Path(logs), *arguments) as sandbox:
            read_settings(sandbox)
            took = time.perf_counter() - started
            sandbox.terminate()
    return took


def _import(system: str) -> None:
    subprocess.run([sys.executable, "-c", f"import support.sandbox.{system}.app.app"], check=True)


def _processor(act: Callable[[], None]) -> float:
    """Return the seconds of processors that the processes spend which something starts."""
    before = os.times()
    act()
    after = os.times()
    return after.children_user + after.children_system - sum(before[2:4])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
