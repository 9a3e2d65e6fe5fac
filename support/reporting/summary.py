"""The end of a run: what happened, what it took, what could not be looked at, where to read on."""

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from behave.configuration import Configuration
from behave.model import Feature
from behave.reporter.base import Reporter

from support.core.secrecy import redact, redact_files
from support.core.tables import WIDE, table
from support.core.timings import RunTimings, ScenarioTimings
from support.reporting.report_errors import report_errors, tolerated
from support.reporting.verdicts import note

PHASES = ("create", "change", "sync", "verify", "undo")

_REST_NOT_RUN = "; the scenarios after that were not run (KEEP_GOING=true runs them)"


@dataclass(frozen=True)
class Ending:
    """How a run ended.

    Attributes:
        reports: where its reports are.
        timings: of its scenarios.
        coverage_gaps: what its oracles could not look at, and why.
        lost: the deployment that stopped answering, if one did.
        keeps_going: whether the other scenarios were run all the same.
        interrupted: whether it was stopped before its end.
        left: what could not be removed.
        outlives: whether a deployment outlives the run, and so whatever the run leaves in it.
    """

    reports: Path
    timings: RunTimings
    coverage_gaps: list[str]
    lost: str
    keeps_going: bool
    interrupted: bool
    left: list[str]
    outlives: bool


class RunSummary(Reporter):  # type: ignore[misc]  # behave carries no types
    """Prints the summary and writes `timings.json` after everything else is written.

    Args:
        config: behave's configuration.
        ending: tells how the run ended, once it has.
    """

    def __init__(self, config: Configuration, ending: Callable[[], Ending]) -> None:
        super().__init__(config)
        self._ending = ending
        self._notes: list[str] = []

    def feature(self, feature: Feature) -> None:
        """Remember what behave's own summary does not tell."""
        self._notes += filter(None, map(note, feature.walk_scenarios()))

    def end(self) -> None:
        """Write the figures, hide what must not be read, print the summary."""
        ending = self._ending()
        with tolerated("the last look for secrets in the reports"):
            for folder in (ending.reports / "allure", Path(self.config.junit_directory)):
                redact_files(folder)
        conclude(ending, self._notes)


def conclude(ending: Ending, notes: Iterable[str]) -> None:
    """Write the figures and print the summary.

    Args:
        ending: of the run.
        notes: what `note` said of its scenarios.
    """
    reports = ending.reports
    figures = json.dumps(ending.timings.as_dict(), indent=2, ensure_ascii=False)
    with tolerated("timings.json"):
        (reports / "timings.json").write_text(redact(figures), encoding="utf-8")
    print(redact("\n".join(_lines(ending, notes))))  # noqa: T201  it is for the console


def _lines(ending: Ending, notes: Iterable[str]) -> Iterator[str]:
    reports, timings = ending.reports, ending.timings
    width = min(shutil.get_terminal_size((WIDE, 0)).columns, WIDE)
    yield f"\n{timings_table(timings.scenarios, width)}"
    yield from sorted(notes, key=lambda line: line.partition(":")[0])
    for gap in ending.coverage_gaps:
        yield f"Not looked at: {gap}"
    yield from _interruptions(ending)
    for error in report_errors:
        yield f"Report lost: {error}"
    yield from timings.measurements()
    yield timings.took()
    yield f"Read on in {reports}: allure, junit, timings.json"


def _interruptions(ending: Ending) -> Iterator[str]:
    if ending.lost:
        rest = "" if ending.keeps_going else _REST_NOT_RUN
        yield f"Deployment lost: {ending.lost} stopped answering{rest}."
    elif ending.interrupted:
        rest = "what it had made is removed" if not ending.left else "not all is removed"
        yield f"Interrupted: the run was stopped before its end; {rest}."
    if ending.left and ending.outlives:
        yield f"Left behind: {', '.join(ending.left)}; python -m support janitor removes it."


def timings_table(scenarios: list[ScenarioTimings], width: int = WIDE) -> str:
    """Return the seconds that scenarios spent in each phase, as a table of lines of this width."""
    rows = [
        (
            scenario.scenario,
            *(scenario.seconds.get(phase, "") for phase in PHASES),
            scenario.entities.get("create", ""),
            scenario.total,
        )
        for scenario in scenarios
    ]
    return table(["seconds spent in", *PHASES, "entities", "total"], rows, width)
