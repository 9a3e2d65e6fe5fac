"""Looks for false alarms: `python -m tests.soak [SYSTEM …] --rounds 100`.

Every round runs all scenarios of a system in another order, against a sandbox that is slow in all
legal ways of its catalogue: what a product may take its time for, and a suite has to bear. No
scenario may go red.
"""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from support.parallel.units import Result
from support.run.registry import SYSTEMS
from tests.proof.experiments import cases_for, variants
from tests.sandboxes import Sandbox, Sandboxes
from tests.warm import play


def main(arguments: list[str]) -> int:
    """Run the soak and return the number of red scenarios, at most 100."""
    options = _parse(arguments)
    _say(f"{options.rounds} rounds, seed {options.seed}")
    red: list[Result] = []
    with tempfile.TemporaryDirectory() as logs, Sandboxes(Path(logs)) as sandboxes:
        for number in range(options.rounds):
            for system, variant in variants():
                if system in (options.systems or SYSTEMS):
                    seed = f"{options.seed}/{number}"
                    red += _round(sandboxes.of(system, variant), seed, options.jobs)
    _say(f"{options.rounds} rounds, {len(red)} red")
    return min(len(red), 100)


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m tests.soak",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("systems", nargs="*", metavar="SYSTEM", help=f"of {', '.join(SYSTEMS)}")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--jobs", type=int, default=4, help="scenarios side by side")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311
    options = parser.parse_args(arguments)
    if unknown := sorted({*options.systems} - {*SYSTEMS}):
        parser.error(f"there is no system {', '.join(unknown)}")
    return options


def _round(sandbox: Sandbox, seed: str, jobs: int) -> list[Result]:
    """Run all scenarios once and return the red results."""
    cases = list(cases_for(sandbox.system, sandbox.variant))
    random.Random(seed).shuffle(cases)  # noqa: S311  nothing to guess here
    started = time.monotonic()
    with sandbox.slowed_down():
        results = play(sandbox, cases, jobs=jobs)
    red = [result for result in results if result.outcome.is_red]
    took = f"{time.monotonic() - started:.0f} s"
    _say(f"{sandbox.system} {sandbox.variant}: {len(results)} scenarios, {len(red)} red, {took}")
    for result in red:
        _say(f"{result.unit}\n{result.outcome.verdict}\n")
    return red


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201  for whoever watches


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
