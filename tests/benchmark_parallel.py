"""Measures parallel against serial: `python -m tests.benchmark_parallel [behave arguments]`.

It runs behave and `support.parallel` by turns on one sandbox that takes its time as a deployment
elsewhere does, compares the verdicts, and prints the wall times. With `--fast` first the sandbox
does not: then every second is spent by a processor of this machine, on both sides. It is a command
and no test, because a busy machine would make it red.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from support.core.tables import table
from tests.conftest import running_sandbox
from tests.running import ROOT, clean
from tests.runs.test_parallel import cases
from tests.soak import slow_airweave

_ROUNDS = 3


def main(arguments: list[str]) -> int:
    """Measure, print, and return 1 if a verdict differs."""
    is_fast = arguments[:1] == ["--fast"]
    arguments = arguments[is_fast:] or ["--tags=@github"]
    opened = _fast_sandbox() if is_fast else slow_airweave()
    with tempfile.TemporaryDirectory() as folder, opened as settings:
        rounds = [_round(Path(folder, str(one)), settings, arguments) for one in range(_ROUNDS)]
    rows = [(one + 1, *walls, walls[1] / walls[0]) for one, (walls, _) in enumerate(rounds)]
    middle = [median(column) for column in zip(*(row[1:] for row in rows), strict=True)]
    print(table(["round", "serial s", "parallel s", "ratio"], [*rows, ("median", *middle)]))  # noqa: T201
    same = all(is_same for _, is_same in rounds)
    print("verdicts: " + ("identical" if same else "DIFFERENT"))  # noqa: T201
    return 0 if same else 1


def _round(
    folder: Path, settings: dict[str, str], arguments: list[str]
) -> tuple[tuple[float, float], bool]:
    """Return the wall times of both, in seconds, and whether they agree."""
    alone, together = folder / "alone", folder / "together"
    serial = _measure("behave", alone, settings, *arguments)
    parallel = _measure("support.parallel", together, settings, *arguments)
    return (serial, parallel), cases(alone) == cases(together) != {}


def _measure(module: str, reports: Path, settings: dict[str, str], *arguments: str) -> float:
    options = ["-D", f"reports={reports}", "--junit-directory", str(reports / "junit")]
    command = [sys.executable, "-m", module, *options, *arguments]
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=clean(settings), check=False, capture_output=True)
    return time.perf_counter() - started


@contextmanager
def _fast_sandbox() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory() as logs, running_sandbox(Path(logs)) as settings:
        yield settings


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
