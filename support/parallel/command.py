"""Runs the selected scenarios on several processes: `python -m support run`.

It takes behave's arguments; `-j` or `--jobs` says how many processes work at a time (default: one
for each processor, or all that the workers of Temporal offer). Output, reports and exit code are
behave's: 0 green, 1 red, 2 a mistake in the settings or the selection. A scenario whose process
died is red, too, and named as lost.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from behave.configuration import Configuration
from behave.model import Feature

from support.core.command_line import Parser
from support.core.errors import SetupError
from support.core.limits import Place
from support.core.secrecy import keep_private
from support.parallel.discovery import read_arguments, read_features
from support.parallel.local import LocalExecutor
from support.parallel.merging import JoinedTimings
from support.parallel.processes import ProcessPool, warm_up
from support.parallel.temporal.library import leave, require
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
from support.run.signals import end_on_signals, end_with_parent

_RED, _SETUP = 1, 2
_LOCAL = "local"


@dataclass(frozen=True)
class _Selection:
    """What is to be run.

    Attributes:
        config: behave's configuration.
        features: everything that behave parsed.
        arguments: of behave, as the user gave them.
        tags: of the selected scenarios.
        workers: how many processes work at a time.
    """

    config: Configuration
    features: list[Feature]
    arguments: list[str]
    tags: AbstractSet[str]
    workers: int


def main(arguments: list[str]) -> int:
    """Run what `arguments` select and return the exit code."""
    options, rest = _parser().parse_known_args(arguments)  # the rest is for behave to understand
    rest += ["--jobs", options.jobs] if options.jobs is not None else []
    end_on_signals()
    keep_private()
    is_local = options.executor == _LOCAL and not options.join
    code = _code(lambda: _run(rest) if is_local else _run_elsewhere(options, rest))
    if not is_local:
        leave(code)
    return code


def _code(run: Callable[[], int]) -> int:
    try:
        return run()
    except SetupError as mistake:
        print(f"Datamonkey cannot run: {mistake}", file=sys.stderr)  # noqa: T201
        return _SETUP
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)  # noqa: T201
        return _RED


def _parser() -> Parser:
    parser = Parser("run", f"{__doc__}\n`behave --help` lists the other arguments.")
    parser.usage = (
        "python -m support run [-h] [-j JOBS] [--executor {local,temporal}] [--join RUN]"
        " [arguments of behave ...]"
    )
    parser.add_argument("-j", "--jobs", help="how many processes work at a time")
    parser.add_argument(
        "--executor",
        choices=(_LOCAL, "temporal"),
        default=_LOCAL,
        help="where scenarios run: in processes of this machine, or on the workers of Temporal",
    )
    parser.add_argument(
        "--join", metavar="RUN", help="follow a run of Temporal's whose starter was lost"
    )
    # A schedule says it: who says it first starts the run, and whoever does so next follows it.
    parser.add_argument("--as", dest="run", metavar="RUN", help=argparse.SUPPRESS)
    return parser


def _run(arguments: list[str]) -> int:
    selection = _read(arguments, os.cpu_count() or 1)
    warm_up(modules_of(selection.tags))

    def executor(session: Session) -> Executor:
        config, features, workers = selection.config, selection.features, selection.workers
        return LocalExecutor(config, features, arguments, session, workers, pool)

    with ProcessPool() as pool:
        return _play(selection, executor)


def _run_elsewhere(options: argparse.Namespace, arguments: list[str]) -> int:
    """Run on the workers of Temporal, whose library few have."""
    require()
    if options.run:  # another one follows the run when the worker is gone
        end_with_parent()
    from support.parallel.temporal.executor import (  # noqa: PLC0415
        Distribution,
        TemporalExecutor,
    )

    shared, run = Distribution(), options.join or options.run or ""
    has_begun = bool(options.join) or (bool(run) and shared.artifacts.has(run))
    order = shared.order_of(run) if has_begun else None
    if order:
        selection = _read(list(order.arguments), order.seats)
    else:
        selection = _read(arguments, shared.seats(is_needed=options.jobs is None))

    def executor(session: Session) -> Executor:
        config, features, words = selection.config, selection.features, selection.arguments
        places = selection.workers
        return TemporalExecutor(config, features, words, session, places, shared, joins=has_begun)

    return _play(selection, executor, run, shared.artifacts.limits)


def _read(arguments: list[str], workers: int) -> _Selection:
    config = read_arguments(arguments, workers)
    features = read_features(config)
    selected = selected_of(config, features)
    tags = {str(tag) for scenario in selected for tag in scenario.effective_tags}
    return _Selection(config, features, arguments, tags, min(config.jobs, len(selected)))


def _play(
    selection: _Selection,
    executor: Callable[[Session], Executor],
    run: str = "",
    limits: Place | None = None,
) -> int:
    config, features = selection.config, selection.features
    session = begin(config, features, selection.workers, run, limits).session
    try:
        with tolerated("Allure results"):
            describe_environment(session.folder / "allure", session.facts())
        results = run_all(executor(session))
        is_too_slow = _conclude(session, selection.workers, results)
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
    session.left = remaining(session.journal.path)
    session.again = [result.unit.name for result in results if result.attempts > 1]
    session.timings = JoinedTimings(session.timings, workers, results)
    report_errors.extend({error for result in results for error in result.report_errors})
    outcomes = [result.outcome for result in results]
    remembered = remember(session, outcomes)
    conclude(session.ending(), outcomes, remembered.lines)
    return remembered.is_red
