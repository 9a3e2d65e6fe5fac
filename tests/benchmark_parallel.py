"""Measures parallel against serial: `python -m tests.benchmark_parallel SYSTEM [behave arguments]`.

It runs `behave` and `python -m support run` by turns on one sandbox that takes its time as a
deployment elsewhere does, compares the verdicts, and prints the wall times. With `--fast` in front
the sandbox does not: then every second is spent by a processor of this machine, on both sides. It
is a command and no test, because a busy machine would make it red.
"""

import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from statistics import median

from support.core.tables import table
from support.run.registry import SYSTEMS
from tests.running import PARALLEL, SERIAL, cases, run
from tests.sandboxes import Sandboxes, Settings

_ROUNDS = 3


def main(arguments: list[str]) -> int:
    """Measure, print, and return 1 if a verdict differs."""
    is_fast = arguments[:1] == ["--fast"]
    system, *selection = arguments[is_fast:] or [""]
    if system not in SYSTEMS:
        print(f"Name a system first: {', '.join(SYSTEMS)}", file=sys.stderr)  # noqa: T201
        return 2
    with tempfile.TemporaryDirectory() as folder, Sandboxes(Path(folder, "logs")) as sandboxes:
        sandbox = sandboxes.of(system)
        with nullcontext() if is_fast else sandbox.slowed_down():
            selection = selection or [f"features/{system}"]
            rounds = [
                _round(Path(folder, str(one)), sandbox.settings, selection)
                for one in range(_ROUNDS)
            ]
    rows = [(one + 1, *walls, walls[1] / walls[0]) for one, (walls, _) in enumerate(rounds)]
    middle = [median(column) for column in zip(*(row[1:] for row in rows), strict=True)]
    print(table(["round", "serial s", "parallel s", "ratio"], [*rows, ("median", *middle)]))  # noqa: T201
    same = all(is_same for _, is_same in rounds)
    print("verdicts: " + ("identical" if same else "DIFFERENT"))  # noqa: T201
    return 0 if same else 1


def _round(
    folder: Path, settings: Settings, selection: list[str]
) -> tuple[tuple[float, float], bool]:
    """Return the wall times of both, in seconds, and whether they agree."""
    walls = []
    for program in (SERIAL, PARALLEL):
        started = time.perf_counter()
        run(folder / Path(program[-1]).name, settings, *selection, program=program)
        walls.append(time.perf_counter() - started)
    alone, together = (cases(folder / Path(program[-1]).name) for program in (SERIAL, PARALLEL))
    return (walls[0], walls[1]), alone == together != {}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
