"""The end of a run: what happened, what it took, what could not be looked at, where to read on."""

import json
from collections.abc import Iterator
from pathlib import Path

from behave.configuration import Configuration
from behave.model import Feature, Scenario
from behave.model_type import Status
from behave.reporter.base import Reporter

from support.bugs import failure_message, known_failure
from support.losses import bearing_loss, losses
from support.secrecy import redact, redact_files
from support.tables import table
from support.timings import ScenarioTimings
from support.world import Session

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
        self._skipped: list[Scenario] = []
        self._known: list[Scenario] = []
        self._red_without_a_step: list[Scenario] = []

    def feature(self, feature: Feature) -> None:
        """Remember what behave's own summary does not tell."""
        for scenario in feature.walk_scenarios():
            if scenario.status is Status.skipped and scenario.skip_reason:
                self._skipped.append(scenario)
            elif known_failure(scenario):
                self._known.append(scenario)
            elif scenario.status.has_failed() and scenario.error_message:
                self._red_without_a_step.append(scenario)

    def end(self) -> None:
        """Write the figures, hide what must not be read, print the summary."""
        reports = self._session.reports
        figures = json.dumps(self._session.timings.as_dict(), indent=2, ensure_ascii=False)
        with bearing_loss("timings.json"):
            (reports / "timings.json").write_text(redact(figures), encoding="utf-8")
        with bearing_loss("the last look for secrets in the reports"):
            redact_files(reports)
        print(redact("\n".join(self._lines(reports))))  # noqa: T201  it is for the console

    def _lines(self, reports: Path) -> Iterator[str]:
        session, timings = self._session, self._session.timings
        yield f"\n{timings_table(timings.scenarios)}"
        for scenario in self._red_without_a_step:
            yield f"Red: {scenario.name} ({failure_message(scenario)})"
        for scenario in self._skipped:
            yield f"Skipped: {scenario.name} ({scenario.skip_reason})"
        for scenario in self._known:
            yield f"Known bug: {scenario.name} ({known_failure(scenario)})"
        for gap in session.blind_spots():
            yield f"Not looked at: {gap}"
        yield from self._end_of_the_run()
        for loss in losses:
            yield f"Report lost: {loss}"
        yield f"Took {timings.wall():.1f} s, of which the suite itself {timings.own_share():.0%}."
        yield f"Read on: {reports}/allure (Allure), {reports}/junit (JUnit), {reports}/timings.json"

    def _end_of_the_run(self) -> Iterator[str]:
        session = self._session
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
