"""Measures parallel against serial: `python -m tests.benchmark_parallel SYSTEM [behave arguments]`.

It runs `behave` and `python -m support run` by turns, compares the verdicts, and prints the wall
times, what they are of the serial one's, and during how many seconds no scenario was going on. All
use one sandbox that takes its time as a deployment elsewhere does; `--sandbox fast` does not: then
every second is spent by a processor of this machine, on both sides. With `--sandbox own` each run
starts one for itself, and ends it. It is a command and no test, because a busy machine would make
it red.
"""

import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from support.core.tables import table
from tests.benchmarking import parser, timed_run
from tests.running import PARALLEL, cases
from tests.sandboxes import Sandboxes, Settings


def main(arguments: list[str]) -> int:
    """Measure, print, and return 1 if a verdict differs."""
    options, selection = _parse(arguments)
    selection = selection or [f"features/{options.system}"]
    rows: list[tuple[object, ...]] = []
    same = True
    with _settings(options) as (folder, settings):
        for number in range(1, options.rounds + 1):
            at = folder / str(number)
            serial, wall = timed_run(at / "serial", settings, *selection)
            rows.append((number, "serial", wall, 1.0, wall - serial.covered()))
            for count in options.processes:
                program = (*PARALLEL, "-j", str(count))
                parallel, took = timed_run(at / f"{count}", settings, *selection, program=program)
                outside = took - parallel.covered()
                rows.append((number, f"{count} processes", took, took / wall, outside))
                same &= cases(parallel.reports) == cases(serial.reports) != {}
    print(table(["round", "run", "s", "of serial", "outside s"], [*rows, *_medians(rows)]))  # noqa: T201
    print("verdicts: " + ("identical" if same else "DIFFERENT"))  # noqa: T201
    return 0 if same else 1


def _parse(arguments: list[str]) -> tuple[Namespace, list[str]]:
    """Return the options of this command, and the arguments of behave."""
    options = parser("tests.benchmark_parallel", __doc__, rounds=3)
    options.add_argument("--sandbox", choices=["slow", "fast", "own"], default="slow")
    options.add_argument("--processes", type=int, nargs="+", default=[2])
    return options.parse_known_args(arguments)


@contextmanager
def _settings(options: Namespace) -> Iterator[tuple[Path, Settings]]:
    """Yield a folder, and what all runs are told: where the sandbox is, if they share one."""
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        if options.sandbox == "own":
            yield folder, {}
            return
        sandbox = opened.enter_context(Sandboxes(folder / "logs")).of(options.system)
        if options.sandbox == "slow":
            opened.enter_context(sandbox.slowed_down())
        yield folder, sandbox.settings


def _medians(rows: Sequence[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
    for name in dict.fromkeys(row[1] for row in rows):
        columns = zip(*(row[2:] for row in rows if row[1] == name), strict=True)
        yield ("median", name, *map(median, columns))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
