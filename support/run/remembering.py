"""What a run hands over to those who know others: to the history, and to whoever is alarmed."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from support.bongos import SOURCES
from support.core.timings import ScenarioTimings
from support.history.alarm import alarm_of
from support.history.comparison import Comparison
from support.history.judging import RUNS_TO_JUDGE
from support.history.messengers import send
from support.history.records import Entry, Subject
from support.reporting.outcomes import Outcome, paired
from support.run.registry import SYSTEMS
from support.run.session import Session
from support.run.settings import PERFORMANCE

_FEATURES = "features"


@dataclass(frozen=True)
class Remembered:
    """What keeping a run brought to light.

    Attributes:
        lines: what its end tells of that.
        is_red: whether it turns the run red.
    """

    lines: list[str]
    is_red: bool = False


def remember(session: Session, outcomes: Sequence[Outcome]) -> Remembered:
    """Keep a run in the history, judge it beside earlier ones, and tell whom it concerns.

    Args:
        session: of the run.
        outcomes: of the scenarios that were selected.
    """
    entries = entries_of(session, outcomes)
    kept = session.history.keep(entries)
    if kept.comparison is None:
        told = [f"History: this run is not kept ({kept.trouble})"]
    else:
        told = list(kept.comparison.lines())
    is_red = False
    if PERFORMANCE in session.settings.require:
        is_red = kept.comparison is None or bool(kept.comparison.slower)
        told.append(f"Performance, which REQUIRE names: {_judgement(kept.comparison)}")
    return Remembered([*told, *_alarmed(session, kept.comparison, entries)], is_red)


def _judgement(comparison: Comparison | None) -> str:
    """Return what is to be said of how long things take."""
    if comparison is None:
        return "red, because nothing is known of earlier runs"
    if comparison.slower:
        return "red"
    if comparison.runs + 1 < RUNS_TO_JUDGE:
        return f"not judged before the {RUNS_TO_JUDGE}th run; this is number {comparison.runs + 1}"
    return f"nothing became slower than in {comparison.runs} earlier runs"


def usual_seconds(session: Session) -> Callable[[str, str], float | None]:
    """Return what tells how long a scenario usually takes, given its feature's file and its name.

    It tells None of one that nobody has seen green.
    """
    usual = session.history.usual_seconds()
    return lambda file, name: usual.get((_place(file), name))


def _alarmed(
    session: Session, comparison: Comparison | None, entries: Sequence[Entry]
) -> Iterator[str]:
    """Tell people of the run if they must be told; yield whether they were."""
    settings = session.alarms
    if settings.alert_url is None:
        return
    if comparison is None:
        yield "Alarm: nobody is told, because without its history nobody knows what has changed"
        return
    alarm = alarm_of(comparison, entries, str(settings.report_url or ""))
    if alarm is not None:
        trouble = send(alarm, settings)
        yield f"Alarm: not sent ({trouble})" if trouble else f"Alarm: sent, {alarm.change}"


def entries_of(session: Session, outcomes: Sequence[Outcome]) -> list[Entry]:
    """Return what is to be kept of a run."""
    pairs = paired(outcomes, session.timings.scenarios)
    return [_entry(session, outcome, timings) for outcome, timings in pairs]


def _entry(session: Session, outcome: Outcome, timings: ScenarioTimings | None) -> Entry:
    spent = timings.seconds if timings else {}
    system = next((tag for tag in SYSTEMS if tag in outcome.tags), "")
    generation = session.systems[system].generation if system in session.systems else ""
    return Entry(
        subject=Subject(
            _deployment(session, system, generation), _place(outcome.file), outcome.name
        ),
        run=session.id,
        at=session.began,
        system=system,
        generation=generation,
        source=next((tag for tag in outcome.tags if tag in SOURCES.values()), ""),
        status=outcome.status,
        cause=outcome.cause,
        bug=outcome.bug,
        seconds=round(outcome.seconds, 3),
        phases={phase: round(seconds, 3) for phase, seconds in spent.items()},
    )


def _deployment(session: Session, system: str, generation: str) -> str:
    """Return where a system lived; sandboxes differ by generation, and by what is planted."""
    place = session.deployments.get(system)
    if place is None or place.is_live:
        return str(place or system)
    planted = os.environ.get("SANDBOX_SABOTAGE", "")
    return f"{place} {generation}{f' with {planted}' if planted else ''}".strip()


def _place(file: str) -> str:
    """Return the feature's file, from the folder of features on."""
    parts = Path(file).parts
    above = [number for number, part in enumerate(parts) if part == _FEATURES]
    return "/".join(parts[above[-1] :] if above else parts[-1:])
