"""The long attacks on the suite itself, with figures: `python -m tests.attacks kills --count 100`.

What they do in short runs with all other tests.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.attacks.endings import Score, attack_by_kill, attack_by_signal
from tests.attacks.flaky import SLOW_JOBS, flaky
from tests.running import PARALLEL, run
from tests.sandboxes import Sandboxes, Settings


def main(arguments: list[str]) -> int:
    """Make the attacks that are asked for, and return how often they went wrong, at most 100."""
    parser = argparse.ArgumentParser("python -m tests.attacks", description=__doc__)
    parser.add_argument("kind", choices=ATTACKS)
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    if options.kind == "network":
        os.environ.update(SLOW_JOBS)
    with tempfile.TemporaryDirectory() as folder, Sandboxes(Path(folder) / "logs") as sandboxes:
        settings = sandboxes.of("airweave").settings
        attack = ATTACKS[options.kind]
        score = attack(Path(folder) / "reports", settings, options.count, options.seed)
    print(f"{options.kind}, seed {options.seed}: {score}")  # noqa: T201
    return min(len(score.wrong), 100)


def attack_by_network(reports: Path, settings: Settings, count: int, seed: int) -> Score:
    """Run all of GitHub's features behind a bad network."""
    wrong: list[str] = []
    for number in range(count):
        with flaky(settings["AIRWEAVE_API_URL"], f"{seed}/{number}") as (server, proxy):
            behind = settings | {"AIRWEAVE_API_URL": server.url}
            done = run(reports, behind, "--tags=@github", "-j", "8", program=PARALLEL)
        print(f"run {number}: exit code {done.code}, {dict(proxy.troubles)}", flush=True)  # noqa: T201
        if done.code:
            wrong.append(f"run {number}:\n{done.out}{done.err}")
    return Score(count, wrong)


ATTACKS = {"kills": attack_by_kill, "signals": attack_by_signal, "network": attack_by_network}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
