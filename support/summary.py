"""The end of a run: what happened, what it took, what could not be looked at, where to read on."""

import json

from behave.configuration import Configuration
from behave.model import Feature
from behave.model_type import Status
from behave.reporter.base import Reporter

from support.secrecy import redact, redact_files
from support.tables import table
from support.timings import ScenarioTimings
from support.world import Session

PHASES = ("create", "change", "sync", "verify", "undo")


class RunSummary(Reporter):  # type: ignore[misc]  # behave carries no types
    """Prints the summary and writes `timings.json` after everything else is written.

    Args:
        config: behave's configuration.
        session: the run.
    """

    def __init__(self, config: Configuration, session: Session) -> None:
        super().__init__(config)
        self._session = session
        self._skipped: list[tuple[str, str]] = []

    def feature(self, feature: Feature) -> None:
        """Remember which selected scenarios were skipped."""
        self._skipped += [
            (scenario.name, scenario.skip_reason)
            for scenario in feature.walk_scenarios()
            if scenario.status is Status.skipped and scenario.skip_reason
        ]

    def end(self) -> None:
        """Write the figures, hide what must not be read, print the summary."""
        conclude(self._session, self._skipped)


def conclude(session: Session, skipped: list[tuple[str, str]]) -> None:
    """Write the figures, hide what must not be read, print the summary.

    Args:
        session: the run.
        skipped: scenarios that were skipped, each with the reason.
    """
    figures = json.dumps(session.timings.as_dict(), indent=2, ensure_ascii=False)
    (session.reports / "timings.json").write_text(redact(figures), encoding="utf-8")
    redact_files(session.reports)
    print(redact(_text(session, skipped)))  # noqa: T201  the summary is for the console


def _text(session: Session, skipped: list[tuple[str, str]]) -> str:
    timings, reports = session.timings, session.reports
    return "\n".join(
        [
            "",
            timings_table(timings.scenarios),
            *(f"Skipped: {name} ({reason})" for name, reason in skipped),
            *(f"Not looked at: {gap}" for gap in session.blind_spots()),
            timings.took(),
            f"Read on: {reports}/allure (Allure), {reports}/junit (JUnit), {reports}/timings.json",
        ]
    )


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
