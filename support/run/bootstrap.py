"""Opens a run: settings, deployments and reports, or one line that says what is wrong."""

import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, NoReturn

from behave.configuration import Configuration
from behave.model import Feature, Scenario
from behave.reporter.base import Reporter
from behave.runner import ModelRunner

from support.core.command_line import unknown
from support.core.errors import SetupError
from support.core.limits import Limits, Place
from support.core.secrecy import guarded, keep_private, redact_logs
from support.core.settings import weak_secrets, where
from support.core.stores import FolderStore
from support.reporting.allure import describe_environment, open_formatter
from support.reporting.outcomes import Outcome
from support.reporting.progress import ProgressFormatter
from support.reporting.report_errors import tolerated
from support.reporting.summary import RunSummary
from support.run.journal import Journal, read_journals
from support.run.known_bugs import expect_known_bugs
from support.run.plugin import Deployment
from support.run.registry import SYSTEMS, register_parameter_types
from support.run.remembering import remember, usual_seconds
from support.run.session import JOURNALS, Session
from support.run.settings import RunSettings, probable_typos
from support.run.tags import known_tags
from support.run.world import World

SHARE = "share"
"""Under which userdata a worker process is told its share of a run."""

_EXIT_SETUP = 2
_OPENING = "(opening the run)"
_LATEST = "latest"
_LIMITS = "limits"
_NOT_CHOSEN = "reports"  # where behave writes JUnit unless it is told


@dataclass(frozen=True)
class Share:
    """What a process is told that works on one scenario of a run that another one has opened.

    Attributes:
        number: of the scenario.
        reports: folder for everything that the process writes.
        deployments: where the systems live, by tag.
        journal: where the run writes down what it makes.
        limits: how to keep to those of accounts.
        reporter: makes what reports the end, in place of a summary.
        lost: journals of those who worked on the scenario before, and were lost.
    """

    number: int
    reports: Path
    deployments: Mapping[str, Deployment]
    journal: Journal
    limits: Limits
    reporter: Callable[[Configuration, Session], Reporter]
    lost: Sequence[Path] = ()


def define_parameter_types() -> None:
    """Let sentences use the parameter types of all systems; call it before they are read.

    A system that is not whole ends the process.
    """
    try:
        register_parameter_types()
    except SetupError as mistake:
        _give_up(mistake)


def open_run(runner: ModelRunner) -> World:
    """Open the run and attach its reports to behave; a mistake of the user ends the process.

    Args:
        runner: behave's, which has parsed the features; gets a reporter and a formatter more.

    Returns:
        The world of the run itself, from which that of each scenario comes.
    """
    config, features, formatters = runner.config, runner.features, runner.formatters
    share = config.userdata.get(SHARE)
    keep_private()
    for formatter in formatters:
        opener = formatter.stream_opener  # closes the stream, and insists that it is its own
        formatter.stream = opener.stream = guarded(formatter.stream)
    try:
        if share is not None:
            return _join(config, features, formatters, share)
        world = begin(config, features)
    except SetupError as mistake:
        _give_up(mistake)
    session = world.session

    def conclude(outcomes: Sequence[Outcome]) -> list[str]:
        remembered = remember(session, outcomes)
        # At the end of a run nothing else is left by which behave's exit code becomes 1.
        runner.hook_failures += remembered.is_red
        return remembered.lines

    _show_progress(formatters, config, features, session)
    summary = RunSummary(config, junit_folder(config, session), session.ending, conclude)
    _report(config, formatters, session.folder / "allure", summary)
    with tolerated("Allure results"):
        describe_environment(session.folder / "allure", session.facts())
    return world


def begin(
    config: Configuration,
    features: list[Feature],
    workers: int = 0,
    run: str = "",
    limits: Place | None = None,
) -> World:
    """Read the settings, reach the systems and say what the run is.

    Args:
        config: behave's configuration.
        features: everything that behave parsed.
        workers: how many processes will share the work; 0 if there is but this one.
        run: the id of a run that goes on already; empty for a new one.
        limits: where all keep to the limits of accounts; None for beside the reports.

    Raises:
        SetupError: a mistake of the user.
    """
    settings, selected = _prepare(config, features)
    for typo in probable_typos():
        _say(f"Probable typo: {typo}")
    _require_systems(selected)
    _require_selected(settings.required_tags, selected)
    reports = Path(config.userdata.get("reports", "reports"))
    session = Session(settings, reports, _tags(selected), run)
    session.limits = Limits(settings.sharing, limits or FolderStore(reports / _LIMITS))
    session.scenarios = sum(1 for feature in features for _ in feature.walk_scenarios())
    timings = session.timings.begin(_OPENING)
    session.history.prepare()
    try:
        session.open()
        _require_runnable(settings.required_tags, selected, session)
    except BaseException:
        session.close()
        raise
    timings.finish()
    for secret in sorted(weak_secrets):
        _say(f"Weak secret: {secret} is so short or so common that reports cannot hide it well")
    facts = session.facts() | _sharing(session, workers)
    _say("Datamonkey: " + ", ".join(f"{name} {value}" for name, value in facts.items()))
    _tell_of_earlier_runs(session.reports / JOURNALS)
    _take_folder(session)
    return World(session, 0, timings)


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


def _join(
    config: Configuration, features: list[Feature], formatters: list[Any], share: Share
) -> World:
    """Work on one scenario of a run that another process has opened, and print nothing."""
    settings, selected = _prepare(config, features)
    session = Session(settings, share.reports, _tags(selected))
    session.limits = share.limits
    session.numbers = count(share.number)
    session.join(share.deployments, share.journal)
    session.undo_lost(share.lost)
    _report(config, formatters, share.reports / "allure", share.reporter(config, session))
    return World(session, 0, session.timings.begin(_OPENING))


def _prepare(config: Configuration, features: list[Feature]) -> tuple[RunSettings, list[Scenario]]:
    """Read the settings, and bring behave and the selected scenarios in line with them."""
    redact_logs()
    settings = RunSettings.load()
    config.setup_logging(settings.log_level)
    # Our own log tells of the calls to the systems, with their times.
    for chatty in ("botocore", "httpx", "slack_sdk", "stripe"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    selected = selected_of(config, features)
    expect_known_bugs(selected, settings.known_bugs)
    return settings, selected


def _require_systems(scenarios: list[Scenario]) -> None:
    """Refuse a scenario that no system could answer."""
    for scenario in scenarios:
        if not set(SYSTEMS).intersection(scenario.effective_tags):
            raise SetupError(
                f"{scenario.location} carries the tag of no system; there are {', '.join(SYSTEMS)}"
                " (support/run/registry.py)"
            )


def _require_selected(required: frozenset[str], scenarios: list[Scenario]) -> None:
    """Refuse a tag in `REQUIRE` that no feature knows, or that no selected scenario carries."""
    selected = _tags(scenarios)
    for tag in sorted(required - selected):
        why = unknown("tag", tag, known_tags()) if tag not in known_tags() else "none is selected"
        raise SetupError(f"REQUIRE ({where('REQUIRE')}) wants scenarios with @{tag}: {why}")


def _require_runnable(
    required: frozenset[str], scenarios: list[Scenario], session: Session
) -> None:
    """Refuse a tag in `REQUIRE` all of whose scenarios would be skipped.

    Those that a setting is wanting for are red, each with its reason.
    """
    for tag in sorted(required):
        tags = [one.effective_tags for one in scenarios if tag in one.effective_tags]
        reasons = [session.unmet(frozenset(of_one)) for of_one in tags]
        if all(reason is not None and not reason.demandable for reason in reasons):
            raise SetupError(
                f"REQUIRE ({where('REQUIRE')}) wants scenarios with @{tag}, of which none can run"
                f" here: {reasons[0].reason if reasons[0] else ''}"
            )


def _tell_of_earlier_runs(journals: Path) -> None:
    """Say what killed runs left behind, and which journals cannot be read."""
    found = read_journals(journals)
    for rest in found.ended:
        on, option = (f" on {rest.host}", " --other-hosts") if rest.is_foreign else ("", "")
        _say(
            f"Run {rest.run} was killed{on} and left {len(rest.resources)} resources behind at"
            f" {rest.deployments}: python -m support janitor{option} lists and removes them"
        )
    for line in found.unreadable:
        _say(f"Journal {line}")


def junit_folder(config: Configuration, session: Session) -> Path:
    """Return where JUnit reports go: into the run's folder, unless behave was told where."""
    is_chosen = config.junit_directory != _NOT_CHOSEN
    return Path(config.junit_directory) if is_chosen else session.folder / "junit"


def _take_folder(session: Session) -> None:
    """Make the run's folder, and let `latest` lead there."""
    with tolerated(_LATEST):
        session.folder.mkdir(parents=True, exist_ok=True)
        link = session.reports / f".{session.id}"
        link.symlink_to(session.id)
        link.replace(session.reports / _LATEST)


def _show_progress(
    formatters: list[Any], config: Configuration, features: list[Feature], session: Session
) -> None:
    """Tell those that show progress what is to come."""
    showing = [one for one in formatters if isinstance(one, ProgressFormatter)]
    if not showing:
        return
    usual, selected = usual_seconds(session), selected_of(config, features)
    to_come = {str(one.location): usual(one.filename, one.name) for one in selected}
    for formatter in showing:
        formatter.expect(to_come)


def _tags(scenarios: list[Scenario]) -> frozenset[str]:
    return frozenset(tag for scenario in scenarios for tag in scenario.effective_tags)


def _sharing(session: Session, workers: int) -> dict[str, str]:
    """Return what the header says of workers that share the accounts of the sources."""
    if not workers:
        return {}
    share = " (one limit of an account for all)" if session.longest_pause else ""
    return {"workers": f"{workers}{share}"}


def _report(config: Configuration, formatters: list[Any], allure: Path, last: Reporter) -> None:
    """Attach our reports in place of behave's; one that cannot be written does not end the run."""
    with tolerated("Allure results"):
        formatters.append(open_formatter(allure, config))
    config.reporters[:] = [last]  # behave's own know neither known bugs nor reasons


def _give_up(mistake: SetupError) -> NoReturn:
    """End the process at once.

    A hook of behave cannot: it turns every exception, SystemExit too, into a report in which all
    scenarios are untested, "ABORTED: By user".
    """
    _say(f"Datamonkey cannot run: {mistake}")
    sys.stdout.flush()
    os._exit(_EXIT_SETUP)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201  a word to whoever started the run
