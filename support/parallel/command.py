"""Runs the selected scenarios on several processes: `python -m support run`.

It takes behave's arguments; `-j` or `--jobs` says how many processes work at a time (default: one
for each processor). Output, reports and exit code are behave's: 0 green, 1 red, 2 a mistake in the
settings or the selection. A scenario whose process died is red, too, and named as lost.
"""

import os
import sys
from collections.abc import Sequence

from support.core.command_line import Parser
from support.core.errors import SetupError
from support.core.secrecy import keep_private
from support.parallel.discovery import read_arguments, read_features
from support.parallel.local import LocalExecutor, warm_up
from support.parallel.merging import JoinedTimings
from support.parallel.units import Executor, Result
from support.reporting.allure import describe_environment
from support.reporting.progress import Display
from support.reporting.report_errors import report_errors, tolerated
from support.reporting.summary import conclude
from support.run.bootstrap import begin, selected_of
from support.run.journal import remaining
from support.run.registry import modules_of
from support.run.remembering import remember
from support.run.session import Session
from support.run.signals import end_on_signals

_RED, _SETUP = 1, 2


def main(arguments: list[str]) -> int:
    """Run what `arguments` select and return the exit code."""
    _parser().parse_known_args(arguments)  # what else there is to know of them, behave knows
    end_on_signals()
    keep_private()
    try:
        return _run(arguments)
    except SetupError as mistake:
        print(f"Datamonkey cannot start: {mistake}", file=sys.stderr)  # noqa: T201
        return _SETUP
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)  # noqa: T201
        return _RED


def _parser() -> Parser:
    parser = Parser("run", f"{__doc__}\n`behave --help` lists the other arguments.")
    parser.usage = "python -m support run [-h] [-j JOBS] [arguments of behave ...]"
    parser.add_argument("-j", "--jobs", help="how many processes work at a time")
    return parser


def _run(arguments: list[str]) -> int:
    config = read_arguments(arguments, os.cpu_count() or 1)
    features = read_features(config)
    selected = selected_of(config, features)
    warm_up(modules_of(tag for scenario in selected for tag in scenario.effective_tags))
    workers = min(config.jobs, len(selected))
    session = begin(config, features, workers).session
    try:
        with tolerated("Allure results"):
            describe_environment(session.folder / "allure", session.facts())
        executor = LocalExecutor(config, features, arguments, session, workers)
        results = run_all(executor)
        is_too_slow = _conclude(session, workers, results)
    finally:
        session.close()
    is_red = is_too_slow or any(result.outcome.is_red for result in results)
    return _RED if is_red else 0


def run_all(executor: Executor) -> list[Result]:
    """Run everything that `executor` discovers, wherever it runs it."""
    units = executor.discover()
    with Display({unit.location: unit.seconds for unit in units}) as display:
        results = executor.run(
            units,
            lambda result: display.tell(result.outcome),
            lambda unit: display.begin(unit.location, unit.name),
        )
    executed = [result.unit for result in results if not result.outcome.is_missing]
    missing = [result.unit for result in results if result.outcome.is_missing]
    forgotten = set(units).symmetric_difference(executed + missing)
    assert not forgotten, f"neither executed nor missing: {forgotten}"
    assert len(results) == len(units), "a unit has two results"
    executor.merge(results)
    return results


def _conclude(session: Session, workers: int, results: Sequence[Result]) -> bool:
    """Print the summary; return whether the past of the run turns it red."""
    session.left = remaining(session.journal)
    session.timings = JoinedTimings(session.timings, workers, results)
    report_errors.extend({error for result in results for error in result.report_errors})
    outcomes = [result.outcome for result in results]
    remembered = remember(session, outcomes)
    conclude(session.ending(), outcomes, remembered.lines)
    return remembered.is_red
