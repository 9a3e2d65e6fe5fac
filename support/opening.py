"""Opens a run: settings, targets and reports, or one line that says what is wrong."""

import logging
import os
import sys
from itertools import count
from pathlib import Path
from typing import Any, NoReturn

from behave.configuration import Configuration
from behave.model import Feature, Scenario
from behave.reporter.base import Reporter
from behave.reporter.junit import JUnitReporter

from support import settings
from support.allure_results import describe_environment, open_formatter
from support.bugs import expect_known_bugs
from support.errors import SetupError
from support.losses import CarefulReporter, bearing_loss
from support.parallel.units import Order
from support.parallel.worker import UnitReport
from support.secrecy import redact, redact_logs
from support.session import Session
from support.settings import Settings
from support.summary import RunSummary
from support.undo import leftovers
from support.world import World

_EXIT_SETUP = 2


def open_run(config: Configuration, features: list[Feature], formatters: list[Any]) -> World:
    """Open the run and attach its reports to behave; a mistake of the user ends the process.

    Args:
        config: behave's configuration; gets one more reporter.
        features: everything that behave parsed.
        formatters: behave's formatters; gets one more.

    Returns:
        The world of the run itself, from which that of each scenario comes.
    """
    order = config.userdata.get("order")
    try:
        if order is not None:
            return _join(config, features, formatters, order)
        world = begin(config, features)
    except SetupError as mistake:
        _give_up(mistake)
    session = world.session
    _report(config, formatters, session.reports / "allure", RunSummary(config, session))
    with bearing_loss("Allure results"):
        describe_environment(session.reports / "allure", session.facts())
    return world


def begin(config: Configuration, features: list[Feature], workers: int = 0) -> World:
    """Read the settings, reach the targets and say what the run is.

    Args:
        config: behave's configuration.
        features: everything that behave parsed.
        workers: how many processes will share the work; 0 if there is but this one.

    Raises:
        SetupError: a mistake of the user.
    """
    run_settings, selected = _prepare(config, features)
    for typo in settings.probable_typos():
        _say(f"Probable typo: {typo}")
    session = Session(
        run_settings, Path(config.userdata.get("reports", "reports")), _tags(selected)
    )
    world = World(session, 0, "(opening the run)")
    _open_targets(session)
    facts = session.facts() | _sharing(session, workers)
    _say("Datamonkey: " + ", ".join(f"{name} {value}" for name, value in facts.items()))
    for rest in leftovers(session.reports / "journal"):
        _say(
            f"Run {rest.run} was killed and left {len(rest.things)} things behind at {rest.target}:"
            " python -m support.janitor lists and removes them"
        )
    world.timings.finish()
    return world


def _join(
    config: Configuration, features: list[Feature], formatters: list[Any], order: Order
) -> World:
    """Work on one unit of a run that another process has opened, and print nothing."""
    run_settings, selected = _prepare(config, features)
    session = Session(run_settings, order.folder, _tags(selected))
    session.run, session.journal = order.journal.run, order.journal
    session.numbers = count(order.unit.number)
    _report(config, formatters, order.folder / "allure", UnitReport(config, session, order))
    return World(session, 0, "(opening the run)")


def _prepare(config: Configuration, features: list[Feature]) -> tuple[Settings, list[Scenario]]:
    """Read the settings, and bring behave and the selected scenarios in line with them."""
    redact_logs()
    run_settings = settings.load()
    config.setup_logging(run_settings.log_level)
    # Our own log tells of the calls to Airweave, with their times.
    for chatty in ("botocore", "httpx", "slack_sdk", "stripe"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    selected = selected_of(config, features)
    expect_known_bugs(selected, run_settings.known_bugs)
    return run_settings, selected


def _tags(scenarios: list[Scenario]) -> set[str]:
    return {tag for scenario in scenarios for tag in scenario.effective_tags}


def _sharing(session: Session, workers: int) -> dict[str, str]:
    """Return what the header says of workers that share the accounts of the sources."""
    if not workers:
        return {}
    share = f" (they share accounts: each pauses {workers} times as long)"
    return {"workers": f"{workers}{share if session.longest_pause else ''}"}


def _report(config: Configuration, formatters: list[Any], allure: Path, last: Reporter) -> None:
    """Attach the reports to behave; one that cannot be written does not end the run."""
    with bearing_loss("Allure results"):
        formatters.append(open_formatter(allure, config))
    config.reporters[:] = [_careful(reporter) for reporter in config.reporters]
    config.reporters.append(last)


def _careful(reporter: Reporter) -> Reporter:
    """Keep a JUnit report that cannot be written from ending the run."""
    is_junit = isinstance(reporter, JUnitReporter)
    return CarefulReporter(reporter, "JUnit report") if is_junit else reporter


def selected_of(config: Configuration, features: list[Feature]) -> list[Scenario]:
    """Return the scenarios that behave's tags, names and paths select.

    Raises:
        SetupError: there are none; behave would call that a success.
    """
    scenarios = [scenario for feature in features for scenario in feature.walk_scenarios()]
    selected = [scenario for scenario in scenarios if scenario.should_run(config)]
    if not selected:
        raise SetupError(
            f"No scenario was selected: none of {len(scenarios)} matches the tags and names given"
        )
    return selected


def _open_targets(session: Session) -> None:
    """Reach everything that the selected scenarios need, before the first of them runs."""
    try:
        session.log_in()
    except SetupError:
        session.close()
        raise


def _give_up(mistake: SetupError) -> NoReturn:
    """End the process at once.

    A hook of behave cannot: it turns every exception, SystemExit too, into a report in which all
    scenarios are untested, "ABORTED: By user".
    """
    _say(f"Datamonkey cannot start: {redact(str(mistake))}")
    sys.stdout.flush()
    os._exit(_EXIT_SETUP)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201  a word to whoever started the run
