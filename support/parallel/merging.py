"""Makes one set of reports out of those of many workers; what is missing is broken in all."""

import shutil
import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import uuid4

from allure_commons.model2 import Label, Status, StatusDetails, TestResult
from allure_commons.types import LabelType
from allure_commons.utils import now
from behave.configuration import Configuration

from support.core.timings import RunTimings, ScenarioTimings
from support.parallel.units import Result, Unit
from support.reporting.allure import CAUSE, RESULT_FILES, TolerantFileLogger, history_id
from support.reporting.junit import write_junit
from support.reporting.outcomes import NOT_RUN, Outcome
from support.reporting.report_errors import tolerated
from support.run.bootstrap import junit_folder
from support.run.session import Session


class JoinedTimings(RunTimings):
    """The timings of a run that many processes shared.

    Args:
        opening: the timings so far, of the process that opened the run.
        workers: how many processes worked at a time.
        results: what they left.
    """

    def __init__(self, opening: RunTimings, workers: int, results: Sequence[Result]) -> None:
        super().__init__()
        self._started = opening._started
        self._workers = workers
        figures = [result.figures for result in results if result.figures]
        self._work = sum(figure["wall"] for figure in figures)
        self._spent_outside = sum(figure["outside"] for figure in figures)
        # A worker opens nothing: its first entry says only that.
        done = [ScenarioTimings(**entry) for each in figures for entry in each["scenarios"][1:]]
        self.scenarios = opening.scenarios + done

    @property
    def outside(self) -> float:
        """The seconds that the workers spent outside the suite."""
        return float(self._spent_outside)

    def own_share(self) -> float:
        """Return the part of the workers' time that the suite itself spent."""
        return 1 - self.outside / self._work if self._work else 1.0

    def took(self) -> str:
        """Return a sentence about the time that the run took."""
        return (
            f"Took {self.wall():.1f} s for {self._work:.1f} s of work by {self._workers} workers,"
            f" of which the suite itself {self.own_share():.0%}."
        )

    def as_dict(self) -> dict[str, object]:
        """Return all figures for `reports/timings.json`."""
        shared = {"workers": self._workers, "work": round(self._work, 3)}
        return super().as_dict() | shared


def completed(units: Sequence[Unit], results: Sequence[Result]) -> list[Result]:
    """Return a result for each unit, in their order: those without one were not begun."""
    begun = {result.unit for result in results}
    rest = [unit for unit in units if unit not in begun]
    not_run = [Result(unit, unit.ended(NOT_RUN, "the run was stopped")) for unit in rest]
    return sorted([*results, *not_run], key=lambda result: result.unit.number)


def merge_reports(
    config: Configuration,
    session: Session,
    results: Sequence[Result],
    folder_of: Callable[[Result], Path],
) -> None:
    """Make one set of reports out of those of the workers, which are in a folder each."""
    outcomes = [result.outcome for result in results]
    write_junit(outcomes, junit_folder(config, session))
    missing = [outcome for outcome in outcomes if outcome.is_missing]
    with tolerated("Allure results"):
        merge_allure(list(map(folder_of, results)), missing, session.folder / "allure")


def merge_allure(folders: Sequence[Path], missing: Sequence[Outcome], into: Path) -> None:
    """Bring the results together; Allure names its files so that they never clash."""
    for folder in folders:
        for pattern in RESULT_FILES:
            for path in folder.glob(f"allure/{pattern}"):
                shutil.move(path, into / path.name)
    log = TolerantFileLogger(into)
    for outcome in missing:
        log.report_result(_broken(outcome))


def _broken(outcome: Outcome) -> TestResult:
    labels = {
        LabelType.FEATURE: outcome.feature,
        LabelType.SUITE: outcome.feature,
        LabelType.HOST: socket.gethostname(),
        CAUSE: outcome.cause,
    }
    return TestResult(
        uuid=str(uuid4()),
        name=outcome.name,
        fullName=f"{outcome.feature}: {outcome.name}",
        historyId=history_id(outcome.file, outcome.name),
        status=Status.BROKEN,
        statusDetails=StatusDetails(message=f"{outcome.status}: {outcome.message}"),
        labels=[Label(name=name, value=value) for name, value in labels.items()],
        start=now(),
        stop=now(),
    )
