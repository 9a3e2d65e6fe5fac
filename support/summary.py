"""The end of a run: what happened, what it took, what could not be looked at, where to read on."""

import json
from collections.abc import Iterable, Iterator

from behave.configuration import Configuration
from behave.model import Feature, Scenario
from behave.model_type import Status
from behave.reporter.base import Reporter

from support.bugs import failure_message, known_failure
from support.losses import bearing_loss, losses
from support.secrecy import redact, redact_files
from support.session import Session
from support.tables import table
from support.timings import ScenarioTimings

PHASES = ("create", "change", "sync", "verify", "undo")

_REST_NOT_RUN = "; the scenarios after that were not run (KEEP_GOING=true runs them)"


class RunSummary(Reporter):  # type: ignore[misc]  # behave carries no types
    """Prints the summary and writes `timings.json` after everything else is written.

    Args:
        config: behave's configuration.
        session: the run.
    """

    def __init__(self, config: Configuration, session: Session) -> None:
        super().__init__(config)
        self._session = session
        self._notes: list[str] = []

    def feature(self, feature: Feature) -> None:
        """Remember what behave's own summary does not tell."""
        self._notes += filter(None, map(note, feature.walk_scenarios()))

    def end(self) -> None:
        """Write the figures, hide what must not be read, print the summary."""
        conclude(self._session, self._notes)


def note(scenario: Scenario) -> str:
    """Return what behave's own summary does not tell of a scenario, or an empty text."""
    if scenario.status is Status.skipped and scenario.skip_reason:
        return f"Skipped: {scenario.name} ({scenario.skip_reason})"
    if known_failure(scenario):
        return f"Known bug: {scenario.name} ({known_failure(scenario)})"
    if scenario.status.has_failed() and scenario.error_message:
        return f"Red: {scenario.name} ({failure_message(scenario)})"
    return ""


def conclude(session: Session, notes: Iterable[str]) -> None:
    """Write the figures, hide what must not be read, print the summary.

    Args:
        session: the run.
        notes: what `note` said of its scenarios.
    """
    reports = session.reports
    figures = json.dumps(session.timings.as_dict(), indent=2, ensure_ascii=False)
    with bearing_loss("timings.json"):
        (reports / "timings.json").write_text(redact(figures), encoding="utf-8")
    with bearing_loss("the last look for secrets in the reports"):
        redact_files(reports)
    print(redact("\n".join(_lines(session, notes))))  # noqa: T201  it is for the console


def _lines(session: Session, notes: Iterable[str]) -> Iterator[str]:
    reports, timings = session.reports, session.timings
    yield f"\n{timings_table(timings.scenarios)}"
    yield from sorted(notes, key=lambda line: line.partition(":")[0])
    for gap in session.blind_spots():
        yield f"Not looked at: {gap}"
    yield from _end_of_the_run(session)
    for loss in losses:
        yield f"Report lost: {loss}"
    yield timings.took()
    yield f"Read on: {reports}/allure (Allure), {reports}/junit (JUnit), {reports}/timings.json"


def _end_of_the_run(session: Session) -> Iterator[str]:
    if session.lost:
        rest = "" if session.settings.keep_going else _REST_NOT_RUN
        yield f"Target lost: {session.origin} stopped answering{rest}."
    elif session.interrupted:
        rest = "what it had made is removed" if not session.left else "not all is removed"
        yield f"Interrupted: the run was stopped before its end; {rest}."
    if session.left and session.outlives:
        names = ", ".join(map(str, session.left))
        yield f"Left behind: {names}; python -m support.janitor removes it."


def timings_table(scenarios: list[ScenarioTimings]) -> str:
    """Return the seconds that scenarios spent in each phase, as a table."""
    rows = [
        (
            scenario.scenario,
            *(scenario.seconds.get(phase, "") for phase in PHASES),
            scenario.entities.get("create", ""),
            scenario.total,
        )
        for scenario in scenarios
    ]
    return table(["seconds spent in", *PHASES, "entities", "total"], rows)
