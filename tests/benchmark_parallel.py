"""Measures parallel against serial: `python -m tests.benchmark_parallel [-j N] [behave arguments]`.

It starts one sandbox, runs behave and `support.parallel` on it by turns, compares the verdicts,
and prints the wall times. It is a command and no test, because a busy machine would make it red.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from support.tables import table
from tests.conftest import read_settings, start_sandbox
from tests.running import ROOT, clean
from tests.test_parallel import cases

_ROUNDS = 3


def measure(module: str, reports: Path, environment: dict[str, str], *arguments: str) -> float:
    """Run a module with behave's arguments and return its wall time, in seconds."""
    options = ["-D", f"reports={reports}", "--junit-directory", str(reports / "junit")]
    command = [sys.executable, "-m", module, *options, *arguments]
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=clean(environment), check=False, capture_output=True)
    return time.perf_counter() - started


def main(arguments: list[str]) -> int:
    """Measure, print, and return 1 if a verdict differs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sandbox = start_sandbox(folder)
        environment = read_settings(sandbox)
        rounds = [_round(folder / str(number), environment, arguments) for number in range(_ROUNDS)]
        assert sandbox.stdin is not None
        sandbox.stdin.close()
        sandbox.wait()
    rows = [(serial, parallel, parallel / serial) for serial, parallel, _ in rounds]
    rows.append(
        (median(r[0] for r in rows), median(r[1] for r in rows), median(r[2] for r in rows))
    )
    print(table(["serial s", "parallel s", "ratio"], rows))  # noqa: T201
    same = all(is_same for *_, is_same in rounds)
    print("verdicts: " + ("identical" if same else "DIFFERENT"))  # noqa: T201
    return 0 if same else 1


def _round(
    folder: Path, environment: dict[str, str], arguments: list[str]
) -> tuple[float, float, bool]:
    alone, together = folder / "alone", folder / "together"
    serial = measure("behave", alone, environment, *arguments)
    parallel = measure("support.parallel", together, environment, *arguments)
    return serial, parallel, cases(alone) == cases(together) != {}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["--tags=@github"]))
