"""Looks for false alarms: `python -m tests.soak --runs 100`.

Every run has its scenarios in another order, and a sandbox that is slow in legal ways. Airweave's
jobs start late, search shows late what they wrote, GitHub lists commits late; SentinAI's stages
take their time, its outbox too, and Kafka delivers some events twice. No run may go red.
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

from tests.conftest import WITH_GITHUB, running_sandbox
from tests.running import ROOT, run

LATE_COMMITS = {"kind": "late_commit", "seconds": 0.3, "every": 2}
FEATURES = {"airweave": "github*.feature", "sentinai": "*.feature"}


def main() -> int:
    """Run the soak and return the number of red runs, at most 100."""
    parser = argparse.ArgumentParser("soak", description=__doc__)
    parser.add_argument("system", nargs="?", choices=FEATURES, default="airweave")
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--workers", type=int, default=2, help="sandboxes side by side")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311
    parser.add_argument("--reports", type=Path, default=ROOT / "reports" / "soak")
    options = parser.parse_args()
    print(f"{options.runs} runs, seed {options.seed}")  # noqa: T201
    share = [range(first, options.runs, options.workers) for first in range(options.workers)]
    with ThreadPoolExecutor(options.workers) as pool:
        soaked = pool.map(lambda runs: list(_soak(runs, options)), share)
    red = [number for numbers in soaked for number in numbers]
    print(f"{options.runs} runs, {len(red)} red {sorted(red) or ''}")  # noqa: T201
    return min(len(red), 100)


def _soak(runs: range, options: argparse.Namespace) -> Iterator[int]:
    """Yield the numbers of the red runs; what they said is kept below the reports."""
    with SLOW_SANDBOXES[options.system]() as settings:
        for number in runs:
            locations = _locations(options.system)
            random.Random(f"{options.seed}/{number}").shuffle(locations)  # noqa: S311
            started = time.monotonic()
            with tempfile.TemporaryDirectory() as folder:
                done = run(Path(folder), settings, "--no-skipped", *locations)
                passed = list(done.results().values()).count("passed")
            spent = time.monotonic() - started
            said = f"run {number}: exit code {done.code}, {passed} of {len(locations)} passed"
            print(f"{said}, {spent:.0f} s", flush=True)  # noqa: T201
            if done.code or passed != len(locations):
                options.reports.mkdir(parents=True, exist_ok=True)
                said = done.out + done.err
                (options.reports / f"run-{number}.txt").write_text(said, encoding="utf-8")
                yield number


@contextmanager
def slow_airweave() -> Iterator[dict[str, str]]:
    """Yield the settings of an Airweave, and a GitHub, that are slow in legal ways."""
    with quiet_sandbox(*WITH_GITHUB) as settings:
        plant(settings["AIRWEAVE_API_URL"], "slow-jobs", "late-index")
        url = f"{settings['GITHUB_API_URL']}/_sandbox/faults"
        httpx.put(url, json=[LATE_COMMITS]).raise_for_status()
        yield settings


@contextmanager
def slow_sentinai() -> Iterator[dict[str, str]]:
    """Yield the settings of a SentinAI that is slow in legal ways."""
    with quiet_sandbox("sentinai") as settings:
        url = settings["SENTINAI_API_URL"]
        plant(url, "slow-stages", "late-publisher", "repeated-delivery")
        yield settings


SLOW_SANDBOXES = {"airweave": slow_airweave, "sentinai": slow_sentinai}


@contextmanager
def quiet_sandbox(*arguments: str) -> Iterator[dict[str, str]]:
    """Yield the settings of a sandbox whose logs go with it."""
    with (
        tempfile.TemporaryDirectory() as logs,
        running_sandbox(Path(logs), *arguments, stderr=subprocess.DEVNULL) as settings,
    ):
        yield settings


def plant(url: str, *names: str) -> None:
    """Make a sandbox slow."""
    httpx.put(f"{url}/_sandbox/sabotage", json=names, timeout=30).raise_for_status()


def _locations(system: str) -> list[str]:
    features = sorted((ROOT / "features" / system).glob(FEATURES[system]))
    parsed = [parse_file(str(path.relative_to(ROOT))) for path in features]
    return [str(scenario.location) for feature in parsed for scenario in feature.walk_scenarios()]


if __name__ == "__main__":
    sys.exit(main())
