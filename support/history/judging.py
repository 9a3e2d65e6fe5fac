"""What a history tells: since when something is red, what is flaky, what became slower."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from statistics import median

from support.history.records import GREEN, Entry, Subject

_LOOKED_AT = 20
_FLIPS = 3
_NEWEST = 3
_FEWEST_BEFORE = 8
RUNS_TO_JUDGE = _NEWEST + _FEWEST_BEFORE
"""As many runs it takes to tell what became slower."""

_NOT_WORTH_TELLING = math.log(1.2)
_DEVIATIONS = 1.5
_MAD_TO_DEVIATION = 1.4826  # of a normal distribution
_LEAST_SECONDS = 0.05

Past = Mapping[Subject, Sequence[Entry]]


@dataclass(frozen=True)
class Spell:
    """For how long a scenario has been red.

    Attributes:
        last: what became of it in the newest run that judged it.
        since: when the run began in which it went red.
        runs: how many runs in a row it is red.
    """

    last: Entry
    since: datetime
    runs: int


@dataclass(frozen=True)
class Slowdown:
    """A phase of a source that takes longer than it used to.

    Attributes:
        deployment: where.
        source: of the scenarios; their system, if they are of none.
        phase: what takes longer.
        times: how many times as long as before.
        runs: with how many earlier runs it was compared.
    """

    deployment: str
    source: str
    phase: str
    times: float
    runs: int

    def __str__(self) -> str:
        return f"{self.source}: {self.phase}, {self.times:.1f} times as long as in {self.runs} runs"


def by_subject(entries: Iterable[Entry]) -> dict[Subject, list[Entry]]:
    """Return what became of each scenario, oldest run first; only runs that judged it count."""
    past: dict[Subject, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.is_judged:
            past[entry.subject].append(entry)
    return dict(past)


def spells(past: Past) -> list[Spell]:
    """Return what is red, and since when; the longest first."""
    found = [spell for told in past.values() if (spell := spell_of(told))]
    return sorted(found, key=lambda spell: (spell.since, spell.last.subject.name))


def spell_of(told: Sequence[Entry]) -> Spell | None:
    """Return since when a scenario is red; None if it is not."""
    red: list[Entry] = []
    for entry in reversed(told):
        if not entry.is_red:
            break
        red.append(entry)
    return Spell(red[0], red[-1].at, len(red)) if red else None


def flips(told: Sequence[Entry]) -> int:
    """Return how often a scenario went from green to red or back in its newest runs."""
    return sum(one.is_red != other.is_red for one, other in pairwise(told[-_LOOKED_AT:]))


def is_flaky(told: Sequence[Entry]) -> bool:
    """Tell whether a scenario goes to and fro: a defect that came and was mended flips twice."""
    return flips(told) >= _FLIPS


def slowdowns(entries: Sequence[Entry]) -> list[Slowdown]:
    """Return which phases of which sources became slower than their own past.

    Of each run and phase the figure is the median over scenarios of how its seconds compare with
    the median of the same scenario; so it does not matter which scenarios a run had selected.
    """
    figures = relative_times(entries)
    found = []
    for (deployment, source, phase), by_run in figures.items():
        times = slowdown(list(by_run.values()))
        if times is not None:
            found.append(Slowdown(deployment, source, phase, times, len(by_run) - _NEWEST))
    return sorted(found, key=lambda one: -one.times)


def slowdown(logarithms: Sequence[float]) -> float | None:
    """Return how many times as long the newest runs took as those before; None if they did not.

    Each of the newest three is held against the median of those before, at most twenty. It has to
    be larger by a fifth, and by so many deviations as are estimated by the median absolute
    deviation (Iglewicz and Hoaglin 1993), that chance alone rarely makes it: also where dozens of
    phases are looked at, each of which might be a false alarm.

    Args:
        logarithms: of the time that each run took, oldest first.
    """
    newest, before = logarithms[-_NEWEST:], logarithms[-_NEWEST - _LOOKED_AT : -_NEWEST]
    if len(before) < _FEWEST_BEFORE:
        return None
    usual = median(before)
    deviation = _MAD_TO_DEVIATION * median(abs(one - usual) for one in before)
    is_slower = min(newest) - usual > max(_NOT_WORTH_TELLING, _DEVIATIONS * deviation)
    return math.exp(median(newest) - usual) if is_slower else None


def relative_times(entries: Sequence[Entry]) -> dict[tuple[str, str, str], dict[str, float]]:
    """Return how long runs took, by deployment, source and phase: a logarithm, 0 is usual."""
    taken: dict[tuple[Subject, str], list[float]] = defaultdict(list)
    green = [entry for entry in entries if entry.status == GREEN]
    for entry in green:
        for phase, seconds in entry.phases.items():
            taken[entry.subject, phase].append(seconds)
    usual = {of: median(seconds) for of, seconds in taken.items()}
    told: dict[tuple[str, str, str], dict[str, list[float]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for entry in green:
        for phase, seconds in entry.phases.items():
            common = usual[entry.subject, phase]
            if common >= _LEAST_SECONDS and seconds > 0:
                of = (entry.subject.deployment, entry.source or entry.system, phase)
                told[of][entry.run].append(math.log(seconds / common))
    return {
        of: {run: median(those) for run, those in by_run.items()} for of, by_run in told.items()
    }
