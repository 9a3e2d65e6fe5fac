"""Measures parallel against serial: `python -m tests.benchmark_parallel SYSTEM [behave arguments]`.

It runs `behave` and `python -m support run` by turns, compares the verdicts, and prints the wall
times, and what they are of the serial one's. All use one sandbox that takes its time as a
deployment elsewhere does; `--sandbox fast` does not: then every second is spent by a processor of
this machine, on both sides. With `--sandbox own` each run starts one for itself, and ends it. It is
a command and no test, because a busy machine would make it red.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from support.core.tables import table
from support.run.registry import SYSTEMS
from tests.running import PARALLEL, SERIAL, Run, cases, run
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
            serial, wall = _timed(at / "serial", settings, selection, SERIAL)
            rows.append((number, "serial", wall, 1.0))
            for count in options.processes:
                program = (*PARALLEL, "-j", str(count))
                parallel, took = _timed(at / f"{count}", settings, selection, program)
                rows.append((number, f"{count} processes", took, took / wall))
                same &= cases(parallel.reports) == cases(serial.reports) != {}
    print(table(["round", "run", "s", "of serial"], [*rows, *_medians(rows)]))  # noqa: T201
    print("verdicts: " + ("identical" if same else "DIFFERENT"))  # noqa: T201
    return 0 if same else 1


def _parse(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """Return the options of this command, and the arguments of behave."""
    parser = argparse.ArgumentParser(
        "python -m tests.benchmark_parallel",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("system", choices=sorted(SYSTEMS))
    parser.add_argument("--sandbox", choices=["slow", "fast", "own"], default="slow")
    parser.add_argument("--processes", type=int, nargs="+", default=[2])
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_known_args(arguments)


@contextmanager
def _settings(options: argparse.Namespace) -> Iterator[tuple[Path, Settings]]:
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


def _timed(
    reports: Path, settings: Settings, selection: Sequence[str], program: Sequence[str]
) -> tuple[Run, float]:
    """Return a run, and its seconds."""
    started = time.perf_counter()
    finished = run(reports, settings, *selection, program=program)
    return finished, time.perf_counter() - started


def _medians(rows: Sequence[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
    for name in dict.fromkeys(row[1] for row in rows):
        columns = zip(*(row[2:] for row in rows if row[1] == name), strict=True)
        yield ("median", name, *map(median, columns))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
