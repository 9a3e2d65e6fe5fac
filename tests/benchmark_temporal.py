"""Measures workers of Temporal: `python -m tests.benchmark_temporal SYSTEM [behave arguments]`.

`python -m support run -j 4` and two workers of Temporal with two seats each run by turns, on one
sandbox and this machine; it compares the verdicts and prints the wall times. The workers are there
before, as they usually are; how long they took to come is told apart. It is a command and no
test, because a busy machine would make it red.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from support.core.tables import table
from tests.benchmarking import parser, timed_run
from tests.running import PARALLEL, cases
from tests.sandboxes import Sandboxes, Settings
from tests.temporal import DISTRIBUTED, Crowd, Server

_SEATS = 4


def main(arguments: list[str]) -> int:
    """Measure, print, and return 1 if a verdict differs."""
    options, selection = parser("tests.benchmark_temporal", __doc__, 5).parse_known_args(arguments)
    selection = selection or [f"features/{options.system}"]
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        sandbox = opened.enter_context(Sandboxes(folder / "logs")).of(options.system)
        settings = opened.enter_context(_workers(folder, sandbox.settings))
        rounds = [_round(folder / str(one), settings, selection) for one in range(options.rounds)]
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
        began = time.perf_counter()
        crowd = Crowd([settings | own], folder)
        opened.callback(crowd.end)
        print(f"workers: ready after {time.perf_counter() - began:.1f} s")  # noqa: T201
        yield settings | own


def _round(
    folder: Path, settings: Settings, selection: list[str]
) -> tuple[tuple[float, float], bool]:
    """Return the wall times of both, in seconds, and whether they agree."""
    seats = ["-j", str(_SEATS), *selection]
    alone, one = timed_run(folder / "local", settings, *seats, program=PARALLEL)
    spread, those = timed_run(folder / "workers", settings, *seats, program=DISTRIBUTED)
    return (one, those), cases(alone.reports) == cases(spread.reports) != {}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
