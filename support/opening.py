"""Opens a run: settings, targets and reports, or one line that says what is wrong."""

import logging
import os
import sys
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
from support.secrecy import redact, redact_logs
from support.summary import RunSummary
from support.undo import leftovers
from support.world import Session, World

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
    try:
        return _open(config, features, formatters)
    except SetupError as mistake:
        _give_up(mistake)


def _open(config: Configuration, features: list[Feature], formatters: list[Any]) -> World:
    redact_logs()
    run_settings = settings.load()
    config.setup_logging(run_settings.log_level)
    # Our own log tells the same calls, with their times.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    selected = _selected(config, features)
    expect_known_bugs(selected, run_settings.known_bugs)
    for typo in settings.probable_typos():
        _say(f"Probable typo: {typo}")
    used = {tag for scenario in selected for tag in scenario.effective_tags}
    session = Session(run_settings, Path(config.userdata.get("reports", "reports")), used)
    world = World(session, 0, "(opening the run)")
    _open_targets(session)
    facts = session.facts()
    _say("Datamonkey: " + ", ".join(f"{name} {value}" for name, value in facts.items()))
    for rest in leftovers(session.reports / "journal"):
        _say(
            f"Run {rest.run} was killed and left {len(rest.things)} things behind at {rest.target}:"
            " python -m support.janitor lists and removes them"
        )
    with bearing_loss("Allure results"):
        formatters.append(open_formatter(session.reports / "allure", config))
        describe_environment(session.reports / "allure", facts)
    config.reporters[:] = [_careful(reporter) for reporter in config.reporters]
    config.reporters.append(RunSummary(config, session))
    world.timings.finish()
    return world


def _careful(reporter: Reporter) -> Reporter:
    """Keep a JUnit report that cannot be written from ending the run."""
    is_junit = isinstance(reporter, JUnitReporter)
    return CarefulReporter(reporter, "JUnit report") if is_junit else reporter


def _selected(config: Configuration, features: list[Feature]) -> list[Scenario]:
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
        for system in session.systems.values():
            system.log_in()
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
