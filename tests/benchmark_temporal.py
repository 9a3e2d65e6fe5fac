"""Measures workers of Temporal: `python -m tests.benchmark_temporal SYSTEM [behave arguments]`.

`python -m support run -j 4` and two workers of Temporal with two seats each run by turns, on one
sandbox and this machine; it compares the verdicts and prints the wall times. The workers are there
before, as they usually are; how long they took to come is told apart. It is a command and no
test, because a busy machine would make it red.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import TypeVar

from support.core.tables import table
from support.run.registry import SYSTEMS
from tests.running import PARALLEL, cases, run
from tests.sandboxes import Sandboxes, Settings
from tests.temporal import DISTRIBUTED, Crowd, Server

_ROUNDS = 5
_SEATS = 4

T = TypeVar("T")


def main(arguments: list[str]) -> int:
    """Measure, print, and return 1 if a verdict differs."""
    system, *selection = arguments or [""]
    if system not in SYSTEMS:
        print(f"Name a system first: {', '.join(SYSTEMS)}", file=sys.stderr)  # noqa: T201
        return 2
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        sandbox = opened.enter_context(Sandboxes(folder / "logs")).of(system)
        settings = opened.enter_context(_workers(folder, sandbox.settings))
        selection = selection or [f"features/{system}"]
        rounds = [_round(folder / str(one), settings, selection) for one in range(_ROUNDS)]
    rows = [(one + 1, *walls, walls[1] / walls[0]) for one, (walls, _) in enumerate(rounds)]
    middle = [median(column) for column in zip(*(row[1:] for row in rows), strict=True)]
    print(table(["round", "local s", "workers s", "ratio"], [*rows, ("median", *middle)]))  # noqa: T201
    same = all(is_same for _, is_same in rounds)
    print("verdicts: " + ("identical" if same else "DIFFERENT"))  # noqa: T201
    return 0 if same else 1


@contextmanager
def _workers(folder: Path, settings: Settings) -> Iterator[Settings]:
    """Start a Temporal and two workers; yield the settings of whoever starts a run."""
    with ExitStack() as opened:
        server = Server(folder)
        opened.callback(server.kill)
        own = {
            "TEMPORAL_ADDRESS": server.address,
            "ARTIFACTS_URL": (folder / "artifacts").as_uri(),
        }
        crowd, took = _timed(lambda: Crowd([settings | own], folder))
        opened.callback(crowd.end)
        print(f"workers: ready after {took:.1f} s")  # noqa: T201
        yield settings | own


def _round(
    folder: Path, settings: Settings, selection: list[str]
) -> tuple[tuple[float, float], bool]:
    """Return the wall times of both, in seconds, and whether they agree."""
    seats = ["-j", str(_SEATS), *selection]
    alone, one = _timed(lambda: run(folder / "local", settings, *seats, program=PARALLEL))
    spread, those = _timed(lambda: run(folder / "workers", settings, *seats, program=DISTRIBUTED))
    return (one, those), cases(alone.reports) == cases(spread.reports) != {}


def _timed(what: Callable[[], T]) -> tuple[T, float]:
    """Do something; return what it returned, and how many seconds it took."""
    started = time.perf_counter()
    return what(), time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
