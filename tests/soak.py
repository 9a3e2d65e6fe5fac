"""Looks for false alarms: `python -m tests.soak --runs 100`.

Every run has its scenarios in another order, and a sandbox that is slow in legal ways: jobs start
late, search shows late what they wrote, GitHub lists commits late. No run may go red.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
from behave.parser import parse_file

from tests.conftest import read_settings, start_sandbox
from tests.running import ROOT, run

LATE_COMMITS = {"kind": "late_commit", "seconds": 0.3, "every": 2}


def main() -> int:
    """Run the soak and return the number of red runs, at most 100."""
    parser = argparse.ArgumentParser("soak", description=__doc__)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--workers", type=int, default=2, help="sandboxes side by side")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311
    parser.add_argument("--reports", type=Path, default=ROOT / "reports" / "soak")
    options = parser.parse_args()
    print(f"{options.runs} runs, seed {options.seed}")  # noqa: T201
    share = [range(first, options.runs, options.workers) for first in range(options.workers)]
    with ThreadPoolExecutor(options.workers) as pool:
        soaked = pool.map(lambda runs: list(_soak(runs, options.seed, options.reports)), share)
    red = [number for numbers in soaked for number in numbers]
    print(f"{options.runs} runs, {len(red)} red {sorted(red) or ''}")  # noqa: T201
    return min(len(red), 100)


def _soak(runs: range, seed: int, reports: Path) -> Iterator[int]:
    """Yield the numbers of the red runs; what they said is kept below `reports`."""
    with _slow_sandbox() as settings:
        for number in runs:
            locations = _locations()
            random.Random(f"{seed}/{number}").shuffle(locations)  # noqa: S311
            started = time.monotonic()
            with tempfile.TemporaryDirectory() as folder:
                done = run(Path(folder), settings, "--no-skipped", *locations)
                passed = list(done.results().values()).count("passed")
            spent = time.monotonic() - started
            said = f"run {number}: exit code {done.code}, {passed} of {len(locations)} passed"
            print(f"{said}, {spent:.0f} s", flush=True)  # noqa: T201
            if done.code or passed != len(locations):
                reports.mkdir(parents=True, exist_ok=True)
                (reports / f"run-{number}.txt").write_text(done.out + done.err, encoding="utf-8")
                yield number


@contextmanager
def _slow_sandbox() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory() as logs:
        process = start_sandbox(Path(logs), subprocess.DEVNULL)
        assert process.stdin is not None
        try:
            settings = read_settings(process)
            slow = ["slow-jobs", "late-index"]
            httpx.put(f"{settings['AIRWEAVE_API_URL']}/_sandbox/sabotage", json=slow)
            httpx.put(f"{settings['GITHUB_API_URL']}/_sandbox/faults", json=[LATE_COMMITS])
            yield settings
        finally:
            process.stdin.close()
            process.wait(15)


def _locations() -> list[str]:
    features = sorted((ROOT / "features" / "airweave").glob("github*.feature"))
    parsed = [parse_file(str(path.relative_to(ROOT))) for path in features]
    return [str(scenario.location) for feature in parsed for scenario in feature.walk_scenarios()]


if __name__ == "__main__":
    sys.exit(main())
