"""Opens a run: settings, targets and reports, or one line that says what is wrong."""

import logging
import os
import sys
from itertools import count
from pathlib import Path
from typing import Any, NoReturn

from behave.configuration import Configuration
from behave.model import Feature, Scenario

from support import settings
from support.allure_results import clear_results, describe_environment, open_formatter
from support.errors import SetupError
from support.parallel.units import Order
from support.parallel.worker import UnitReport
from support.secrecy import redact, redact_logs
from support.settings import Settings
from support.summary import RunSummary
from support.targets import Target
from support.undo import Leftovers, leftovers
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
    order = config.userdata.get("order")
    try:
        if order is not None:
            return _join(config, order, formatters)
        world = begin(config, features)
    except SetupError as mistake:
        _give_up(mistake)
    session = world.session
    formatters.append(open_formatter(session.reports / "allure", config))
    config.reporters.append(RunSummary(config, session))
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
    run_settings = _prepare(config)
    selected = selected_of(config, features)
    for typo in settings.probable_typos():
        _say(f"Probable typo: {typo}")
    session = Session(run_settings, Path(config.userdata.get("reports", "reports")))
    world = World(session, 0, "(opening the run)")
    _open_targets(session, {tag for scenario in selected for tag in scenario.effective_tags})
    facts = session.facts() | _sharing(session.settings, workers)
    _say("Datamonkey: " + ", ".join(f"{name} {value}" for name, value in facts.items()))
    for rest in leftovers(session.reports / "journal"):
        tell_leftovers(rest)
    clear_results(session.reports / "allure")
    describe_environment(session.reports / "allure", facts)
    world.timings.finish()
    return world


def tell_leftovers(rest: Leftovers) -> None:
    """Say what a killed process left behind, and how to remove it."""
    _say(
        f"Run {rest.run} was killed and left {len(rest.things)} things behind at {rest.target}:"
        " python -m support.janitor lists and removes them"
    )


def _prepare(config: Configuration) -> Settings:
    redact_logs()
    run_settings = settings.load()
    config.setup_logging(run_settings.log_level)
    # Our own log tells the same calls, with their times.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    return run_settings


def _join(config: Configuration, order: Order, formatters: list[Any]) -> World:
    """Work on one unit of a run that another process has opened, and print nothing."""
    run_settings = _prepare(config)
    session = Session(run_settings, order.folder)
    session.run, session.journal = order.journal.run, order.journal
    session.target = Target(run_settings, order.origin)
    session.numbers = count(order.unit.number)
    formatters.append(open_formatter(order.folder / "allure", config))
    config.reporters.append(UnitReport(config, session.timings, order))
    return World(session, 0, "(opening the run)")


def _sharing(run_settings: Settings, workers: int) -> dict[str, str]:
    """Return what the header says of workers that share one account."""
    if not workers:
        return {}
    pause = run_settings.rate_limit_delay_ms
    share = f" (one account: each pauses {workers} x {pause} ms between two writes)"
    return {"workers": f"{workers}{share if pause else ''}"}


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


def _open_targets(session: Session, tags: set[str]) -> None:
    """Reach everything that the selected scenarios need, before the first of them runs."""
    try:
        if "airweave" in tags:
            _ = session.airweave
        if "github" in tags:
            _ = session.repository
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
