"""The end of a run: what happened, what it took, what could not be looked at, where to read on."""

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import indent

from behave.configuration import Configuration
from behave.model import Feature
from behave.reporter.base import Reporter

from support.core.secrecy import redact, redact_files
from support.core.tables import WIDE, table
from support.core.timings import RunTimings, ScenarioTimings
from support.reporting.junit import write_junit
from support.reporting.outcomes import KNOWN, NOT_RUN, Outcome, alike, outcomes_of
from support.reporting.report_errors import report_errors, tolerated

PHASES = ("create", "change", "sync", "verify", "undo")

_SLOWEST = 10
_LONGEST_LIST = 5
_WORDS = {"passed": "passed", KNOWN: "failed as known", "skipped": "skipped", NOT_RUN: "not run"}
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
        scenarios: how many there are, selected or not.
        systems: that were tested, by their tags.
        metrics: the file for its figures; None if nobody wants them there.
        run: its id.
        collector: that takes its spans, and the headers that it asks for; empty if none does.
        metrics_url: the gateway to which they are pushed; empty if they are not.
        again: scenarios that were begun more than once, since their workers were lost.
    """

    reports: Path
    timings: RunTimings
    coverage_gaps: list[str]
    lost: str
    keeps_going: bool
    interrupted: bool
    left: list[str]
    outlives: bool
    scenarios: int
    systems: str = ""
    metrics: Path | None = None
    run: str = ""
    collector: tuple[str, str] = field(default=("", ""), repr=False)
    metrics_url: str = field(default="", repr=False)
    again: Sequence[str] = ()


class RunSummary(Reporter):  # type: ignore[misc]  # behave carries no types
    """Writes JUnit and `timings.json` after everything else is written, and prints the summary.

    Args:
        config: behave's configuration.
        junit: folder of the JUnit reports.
        ending: tells how the run ended, once it has.
        remember: keeps what became of the scenarios; returns what the end tells of that.
    """

    def __init__(
        self,
        config: Configuration,
        junit: Path,
        ending: Callable[[], Ending],
        remember: Callable[[Sequence[Outcome]], Sequence[str]],
    ) -> None:
        super().__init__(config)
        self._junit = junit
        self._ending = ending
        self._remember = remember
        self._outcomes: list[Outcome] = []

    def feature(self, feature: Feature) -> None:
        """Remember what became of its scenarios, and report it in case the run is killed."""
        outcomes = list(outcomes_of(feature, self.config))
        write_junit(outcomes, self._junit)
        self._outcomes += outcomes

    def end(self) -> None:
        """Hide what must not be read, write the figures, print the summary."""
        ending = self._ending()
        with tolerated("the last look for secrets in the reports"):
            redact_files(ending.reports / "allure")
        conclude(ending, self._outcomes, self._remember(self._outcomes))


def conclude(ending: Ending, outcomes: Sequence[Outcome], remembered: Sequence[str]) -> None:
    """Write the figures and print the summary.

    Args:
        ending: of the run.
        outcomes: of the scenarios that were selected.
        remembered: what is told of earlier runs, a line each.
    """
    reports = ending.reports
    figures = json.dumps(
        ending.timings.as_dict() | causes_of(outcomes), indent=2, ensure_ascii=False
    )
    with tolerated("timings.json"):
        (reports / "timings.json").write_text(redact(figures), encoding="utf-8")
    if ending.metrics is not None:
        from support.reporting.metrics import write_metrics  # noqa: PLC0415  few want them

        with tolerated("metrics"):
            write_metrics(ending.metrics, ending.timings, outcomes)
    if ending.metrics_url:
        from support.reporting.metrics import push_metrics  # noqa: PLC0415  few want them

        with tolerated("metrics, which METRICS_URL should have taken"):
            push_metrics(ending.metrics_url, ending.systems, ending.timings, outcomes)
    endpoint, headers = ending.collector
    if endpoint:
        from support.reporting.tracing import export_spans  # noqa: PLC0415  few want them

        with tolerated("spans, which OTEL_EXPORTER_OTLP_ENDPOINT should have taken"):
            export_spans(endpoint, headers, ending.run, ending.timings, outcomes)
    print(redact("\n".join(_lines(ending, outcomes, remembered))))  # noqa: T201  it is for the console


def causes_of(outcomes: Iterable[Outcome]) -> dict[str, dict[str, int]]:
    """Return how many scenarios are red for which cause, and how many for which known bug."""
    told = list(outcomes)
    return {
        "causes": dict(Counter(one.cause for one in told if one.cause).most_common()),
        "known_bugs": dict(Counter(one.bug for one in told if one.bug).most_common()),
    }


def _lines(ending: Ending, outcomes: Sequence[Outcome], remembered: Sequence[str]) -> Iterator[str]:
    reports, timings = ending.reports, ending.timings
    width = min(shutil.get_terminal_size((WIDE, 0)).columns, WIDE)
    slowest = sorted(timings.scenarios, key=lambda one: -one.total)[:_SLOWEST]
    yield f"\n{timings_table(slowest, width)}"
    yield from _told_once("Skipped", [one for one in outcomes if one.is_skipped])
    known = [one for one in outcomes if one.status == KNOWN]
    for bug in sorted({one.bug for one in known}):
        yield from _told_once(f"Known bug {bug}", [one for one in known if one.bug == bug])
    for gap in ending.coverage_gaps:
        yield f"Not looked at: {gap}"
    yield from _interruptions(ending)
    for error in report_errors:
        yield f"Report lost: {error}"
    yield from timings.measurements()
    yield from _failures([one for one in outcomes if one.is_red and one.status != NOT_RUN])
    yield ""
    yield from _causes([one for one in outcomes if one.cause])
    yield from remembered
    yield _counts(ending, outcomes)
    yield timings.took()
    yield f"Read on in {reports}: allure, junit, timings.json"


def _told_once(what: str, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield a line for each message, with the scenarios that it is said of."""
    for message, those in alike(outcomes):
        yield f"{what} ({message}): {_named(those)}"


def _named(outcomes: Sequence[Outcome]) -> str:
    """Return the titles of the first few, and how many more there are."""
    names = [one.name for one in outcomes[:_LONGEST_LIST]]
    more = len(outcomes) - len(names)
    return f"{'; '.join(names)}{f' and {more} others' if more else ''}"


def _failures(red: Sequence[Outcome]) -> Iterator[str]:
    """Yield what is red, below the scenarios of which that is said: the words of the first."""
    for _, those in alike(red):
        yield ""
        for outcome in those:
            yield f"Red: {outcome}" + (f" ({outcome.status})" if outcome.is_missing else "")
        yield indent(those[0].verdict, "    ")


def _causes(red: Sequence[Outcome]) -> Iterator[str]:
    """Yield a line for each cause, with the scenarios that are red for it."""
    for cause in causes_of(red)["causes"]:
        those = [one for one in red if one.cause == cause]
        yield f"Cause: {cause} ({len(those)}): {_named(those)}"


def _counts(ending: Ending, outcomes: Sequence[Outcome]) -> str:
    counts = Counter(_WORDS.get(one.status, "failed") for one in outcomes)
    order = ("passed", "failed", "failed as known", "skipped", "not run")
    told = [f"{counts[word]} {word}" for word in order if counts[word] or word in order[:2]]
    return f"{len(outcomes)} of {ending.scenarios} scenarios: {', '.join(told)}"


def _interruptions(ending: Ending) -> Iterator[str]:
    if ending.lost:
        rest = "" if ending.keeps_going else _REST_NOT_RUN
        yield f"Deployment lost: {ending.lost} stopped answering{rest}."
    elif ending.interrupted:
        rest = "what it had made is removed" if not ending.left else "not all is removed"
        yield f"Interrupted: the run was stopped before its end; {rest}."
    if ending.again:
        yield f"Run again, since the worker was lost: {'; '.join(ending.again)}"
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
