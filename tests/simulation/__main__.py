"""Runs a plan on workers that are not there: `python -m tests.simulation [--scenarios 100000]`.

The workflows' own code runs in virtual time, with lengths of scenarios as they were measured and
faults that are drawn from a seed: the same one does the same again. For each number of seats it
tells how long the run takes over what no plan can be faster than (the longest scenario, all work
on all seats, the writes that an account allows), and what Temporal has to keep of it. Its limits
are those of https://docs.temporal.io/workflow-execution/limits and
https://docs.temporal.io/self-hosted-guide/defaults: 51,200 events and 50 MB of one history (it
warns from 10,240 and 10 MB on), 2,000 activities at a time, 2 MB told at once, 4 MB a message.
"""

import argparse
import sys
from collections.abc import Iterator

from support.core.tables import table
from tests.simulation.plans import Load
from tests.simulation.run import Outcome, Setting, simulate
from tests.simulation.server import Pace
from tests.simulation.workers import Faults

_HEADINGS = (
    "seats",
    "seconds",
    "bound",
    "by",
    "of it",
    "shards",
    "histories",
    "events",
    "MB",
    "pending",
    "kB once",
    "messages",
    "died",
    "again",
    "lost",
)
_EVENTS, _BYTES, _PENDING, _AT_ONCE = 51_200, 50 * 2**20, 2_000, 2 * 2**20


def main(arguments: list[str]) -> int:
    """Simulate, print, and return 1 if a limit of Temporal is exceeded or a scenario is missing."""
    options = _parse(arguments)
    load = Load(
        options.scenarios, options.isolated, options.stretch, options.writes, seed=options.seed
    )
    outcomes = [(setting.places, simulate(load, setting)) for setting in _settings(options)]
    rows = [_row(seats, outcome) for seats, outcome in outcomes]
    print(table(_HEADINGS, rows))  # noqa: T201  it is what was asked for
    is_broken = any(_is_broken(load, outcome) for _, outcome in outcomes)
    print("limits: " + ("EXCEEDED" if is_broken else "kept"))  # noqa: T201
    return int(is_broken)


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m tests.simulation",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--seats", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--seats-each", type=int, default=4, help="seats of one worker, at most")
    parser.add_argument("--scenarios", type=int, default=10_000)
    parser.add_argument("--isolated", type=int, default=0, help="how many must be alone")
    parser.add_argument("--stretch", type=float, default=1.0, help="times longer than on a sandbox")
    parser.add_argument("--writes", type=int, default=0, help="of every second one, to one account")
    parser.add_argument("--pause", type=float, default=0.0, help="seconds between two writes")
    parser.add_argument("--deaths", type=float, default=0.0, help="of a worker, an hour")
    parser.add_argument("--silences", type=float, default=0.0, help="share of attempts")
    parser.add_argument("--cuts", type=float, default=0.0, help="share that a worker dies at")
    parser.add_argument("--turns", type=float, default=0.0, help="share that a worker dies at")
    parser.add_argument(
        "--transaction",
        type=float,
        default=0.004,
        help="seconds in which Temporal writes down one thing of a workflow (measured on its"
        " development server, with two busy cores: 81 activities a second)",
    )
    parser.add_argument(
        "--server",
        type=float,
        default=0.0,
        help="seconds in which Temporal writes down one thing of any workflow; 0: all at once",
    )
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args(arguments)


def _settings(options: argparse.Namespace) -> Iterator[Setting]:
    for seats in options.seats:
        each = next(one for one in range(options.seats_each, 0, -1) if seats % one == 0)
        yield Setting(
            seats // each,
            each,
            Faults(options.deaths, options.silences, options.cuts, options.turns, options.seed),
            options.pause,
            Pace(options.transaction, options.server),
        )


def _row(seats: int, outcome: Outcome) -> tuple[object, ...]:
    return (
        seats,
        round(outcome.makespan),
        round(max(outcome.bounds.values())),
        outcome.binds,
        outcome.efficiency,
        outcome.shards,
        len(outcome.histories),
        max(one.events for one in [outcome.coordinator, *outcome.histories]),
        max(one.size for one in [outcome.coordinator, *outcome.histories]) / 2**20,
        outcome.most_pending,
        outcome.largest // 1024,
        outcome.messages,
        outcome.deaths,
        sum(len(fates) - 1 for fates in outcome.attempts.values()),
        sum(bool(one.problem) for one in outcome.ended),
    )


def _is_broken(load: Load, outcome: Outcome) -> bool:
    return (
        len(outcome.ended) != load.scenarios
        or any(
            one.events > _EVENTS or one.size > _BYTES
            for one in [outcome.coordinator, *outcome.histories]
        )
        or outcome.most_pending > _PENDING
        or outcome.largest > _AT_ONCE
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
