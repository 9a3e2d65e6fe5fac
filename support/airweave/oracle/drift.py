"""Drift: any difference between what the source holds and what the observers see."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Collection as Items
from dataclasses import dataclass, field

from support.airweave.client.models import Job, Key, Piece
from support.airweave.oracle.diagnosis import (
    MOST_NAMES,
    few,
    miscounts,
    missing,
    still_there,
    why_not,
)
from support.airweave.oracle.observation import ABSENT, Observation
from support.core.causes import Cause, as_in, cause_of
from support.core.errors import Failure
from support.core.tables import NARROW, table

_NOTHING = Observation()
_LEAST_LEAD = 0.01


@dataclass(frozen=True)
class View:
    """What the observers see at one moment.

    Attributes:
        search: by path, what search shows.
        store: by path, what the vector store holds; None if it cannot be looked into.
        writers: by entity, of every kind, the sync jobs that wrote it.
        keys: by path, the entity.
        pieces: every chunk of any entity that search shows.
        stored: every chunk that the vector store holds; None if it cannot be looked into.
    """

    search: Mapping[str, Observation]
    store: Mapping[str, Observation] | None
    writers: Mapping[Key, frozenset[str]]
    keys: Mapping[str, Key]
    pieces: Sequence[Piece] = ()
    stored: Sequence[Piece] | None = None


@dataclass(frozen=True)
class Baseline:
    """What was agreed on when the last check passed: states by path, and all entities."""

    states: Mapping[str, str] = field(default_factory=dict)
    entities: frozenset[Key] = frozenset()


@dataclass(frozen=True)
class Fault:
    """Something that is wrong; waiting mends it, or nothing does."""

    text: str
    is_hopeless: bool = False


Faults = Mapping[str, Sequence[Fault]]
Law = Callable[[View], Iterable[Fault]]


@dataclass(frozen=True)
class Expectation:
    """What all observers must agree on.

    Attributes:
        states: by path, the state that search and store must show; others must be absent.
        threshold: the least score with which a document is found by its own words, if any.
        baseline: what the last check saw.
        jobs: the syncs since then. If it is one, its counters must be right.
        left_out: how many documents of the source hold no words. A product may count them as
            failed, which they are not.
        frugal: whether a job must leave alone what did not change.
        law: what else must hold for what is seen.
        miscounted: which counters of the job are known to be wrong.
    """

    states: Mapping[str, str]
    threshold: float | None
    baseline: Baseline
    jobs: Sequence[Job]
    left_out: int = 0
    frugal: bool = True
    law: Law = lambda _: ()
    miscounted: Items[str] = ()

    def __post_init__(self) -> None:
        if not {*self.states.values(), *self.baseline.states.values()} - {ABSENT}:
            raise Failure("There is nothing to look for: the source holds no document with words")

    @property
    def job(self) -> Job | None:
        """The one sync since the last check; None if there were several, or none."""
        return self.jobs[0] if len(self.jobs) == 1 else None

    @property
    def _counted_as_failed(self) -> int:
        """What the sync says that it failed to take in."""
        return self.job.entities_failed if self.job else 0

    @property
    def _fails(self) -> bool:
        """Whether the sync failed to take in more than what holds no words."""
        return self._counted_as_failed > self.left_out

    def is_hopeless(self, view: View) -> bool:
        """Tell whether something is wrong that no waiting can mend."""
        return _hopeless(self._faults(view))

    def told(self, view: View) -> list[str]:
        """Say what is wrong, a line a fault; nothing if all is as it should be.

        Where something is wrong for good, only that is said: all else is not waited for.
        """
        faults, paths = self._faults(view), self._paths(view)
        if not faults:
            return []
        if _hopeless(faults):
            return self._told_for_good(faults, view)
        wrong = [path for path in paths if path in faults]
        head = f"{len(wrong)} of {len(paths)} documents are not as they should be:"
        if not wrong:
            head = f"All {len(paths)} documents are as they should be, but:"
        return [_told_of(faults, head), *self._lines(faults, view)]

    def table(self, view: View) -> str:
        """Put expected beside seen: a line a document that is wrong, and one for all others."""
        headings = ["document", "expected", "search", "store", "score", "rank", "search shows"]
        paths = self._paths(view)
        shown = sorted(self._wrong(view)) or paths
        right = len(paths) - len(shown)
        others = f"\n {right} other{'s' * (right > 1)} as expected" if right else ""
        return table(headings, [self._row(path, view) for path in shown], NARROW) + others

    def _told_for_good(self, faults: Faults, view: View) -> list[str]:
        certain = {
            path: hopeless
            for path, found in faults.items()
            if (hopeless := [fault for fault in found if fault.is_hopeless])
        }
        others = sorted(faults.keys() - certain.keys() - {""})
        left = [f"Not waited for: {few(others)}"] if others else []
        head = "This is wrong, and waiting would not mend it:"
        whole = {path: [one for one in faults[path] if _is_seen(one)] for path in certain}
        return [_told_of(whole, head), *self._lines(certain, view), *left]

    def _lines(self, faults: Faults, view: View) -> list[str]:
        """Say what is wrong with which documents, and with none of them; and what the sync said."""
        causes: dict[str, list[str]] = defaultdict(list)
        for path in sorted(filter(None, faults)):
            wrong = ", ".join(fault.text for fault in faults[path])
            causes[f"expected {self.states.get(path, ABSENT)}; {wrong}"].append(path)
        lines = [line for cause, paths in causes.items() for line in self._told(cause, paths, view)]
        lines += [f"- {fault.text}" for fault in faults.get("", ())]
        return lines + ([f"The sync before this look: {self.job}"] if self.job else [])

    def _told(self, cause: str, paths: Sequence[str], view: View) -> Iterator[str]:
        """Yield a line for each document, or one for all if many suffer from one cause."""
        alike = paths[1:] if len(paths) > MOST_NAMES else ()
        for path in paths[:1] if alike else paths:
            said = filter(None, [f"- {path}: {cause}", self._diagnosis(path, view)])
            yield ": ".join(said) + (f"; the same of {few(alike)}" if alike else "")

    @property
    def _confessed(self) -> str:
        """What the syncs say of things that went wrong."""
        if not self.jobs:
            return ""
        failed = sum(job.entities_failed for job in self.jobs)
        if failed:
            return f"the sync counts {failed} as failed"
        if any(job.failed for job in self.jobs):
            return "a sync failed"
        return "no sync tells of a failure"

    def _paths(self, view: View) -> list[str]:
        return sorted({*self.states, *view.search, *(view.store or {})})

    def _diagnosis(self, path: str, view: View) -> str:
        belongs = self.states.get(path, ABSENT) != ABSENT
        found = view.search.get(path, _NOTHING).state
        stored = None if view.store is None else view.store.get(path, _NOTHING).state
        if belongs:
            return missing(path, found, stored, self._confessed)
        was_there = path not in self.states or self.baseline.states.get(path, ABSENT) != ABSENT
        if path in view.keys and was_there:
            return still_there(path, found, stored, self.job)
        return ""

    def _faults(self, view: View) -> dict[str, Sequence[Fault]]:
        """Return what is wrong, by path; what concerns no single document is under ''."""
        wrong = self._wrong(view)
        others = [*self._counter_mismatches(view), *self.law(view)]
        if self._fails and not wrong:
            said = f"the sync job reports {self._counted_as_failed} failed, yet every document is"
            told = Cause.MISCOUNTED(f"{said} as it should be")
            others.append(Fault(told, is_hopeless=True))
        return wrong | ({"": others} if others else {})

    def _wrong(self, view: View) -> dict[str, Sequence[Fault]]:
        """Return what is wrong with which documents, by path."""
        faults = {path: self._faults_of(path, view) for path in self._paths(view)}
        return {path: found for path, found in faults.items() if found}

    def _faults_of(self, path: str, view: View) -> list[Fault]:
        expected = self.states.get(path, ABSENT)
        found = view.search.get(path, _NOTHING)
        stored = None if view.store is None else view.store.get(path, _NOTHING)
        faults = []
        lost = expected != ABSENT and self._fails
        if found.state != expected:
            hopeless = found.is_hopeless or (lost and found.state == ABSENT)
            said = self._cause(path, found)(f"search shows {found.state}")
            faults.append(Fault(said, hopeless))
        if stored is not None and stored.state != expected:
            hopeless = stored.is_hopeless or (lost and stored.state == ABSENT)
            said = self._cause(path, stored)(f"the store holds {stored.state}")
            faults.append(Fault(said, hopeless))
        if ABSENT not in {found.state, expected}:
            faults.extend(self._ranking_faults(found))
        if self._rewritten(path, view):
            said = Cause.NEEDLESS("written again although nothing changed")
            faults.append(Fault(said, is_hopeless=True))
        return faults

    def _cause(self, path: str, found: Observation) -> Cause:
        return why_not(self.states.get(path, ABSENT), found)

    def _ranking_faults(self, found: Observation) -> Iterator[Fault]:
        if found.rank != 1:
            rank = found.rank or "nowhere"
            yield Fault(Cause.MISRANKED(f"search by its own words ranks it {rank}, not first"))
        if found.score is None:
            return
        if self.threshold is not None and found.score < self.threshold:
            said = f"its score {found.score:.2f} is below {self.threshold:g}"
            yield Fault(Cause.MISRANKED(said))
        if found.rank == 1 and found.score - (found.runner_up or 0) < _LEAST_LEAD:
            said = f"its score {found.score:.2f} is no better than the next document's"
            yield Fault(Cause.MISRANKED(said))

    def _rewritten(self, path: str, view: View) -> bool:
        """Tell whether the job wrote a document that did not change."""
        unchanged = self.baseline.states.get(path) == self.states.get(path)
        return self.frugal and unchanged and self._was_written(view.keys.get(path), view)

    def _was_written(self, entity: Key | None, view: View) -> bool:
        writers = view.writers.get(entity, frozenset()) if entity else frozenset()
        return self.job is not None and self.job.id in writers

    def _counter_mismatches(self, view: View) -> Iterator[Fault]:
        """Yield the counters of the job that do not fit what is seen."""
        if self.job is None:
            return
        # A product may count what it leaves out on purpose as inserted and as failed.
        excess = min(self._counted_as_failed, self.left_out)
        found = miscounts(self.job, self.baseline.entities, view.writers, excess, self.miscounted)
        yield from map(Fault, found)

    def _row(self, path: str, view: View) -> Sequence[object]:
        found = view.search.get(path, _NOTHING)
        stored = "not looked" if view.store is None else view.store.get(path, _NOTHING).state
        return (
            path,
            self.states.get(path, ABSENT),
            found.state,
            stored,
            "" if found.score is None else found.score,
            "" if found.rank is None else found.rank,
            found.snippet,
        )


def _hopeless(faults: Faults) -> bool:
    return any(fault.is_hopeless for found in faults.values() for fault in found)


def _is_seen(fault: Fault) -> bool:
    """Tell whether a fault is there already, and not only something that is to come."""
    return fault.is_hopeless or cause_of(fault.text) is not Cause.LOST


def _told_of(faults: Faults, head: str) -> str:
    """Return the head of a verdict as one that tells of the cause of these faults."""
    return as_in([fault.text for found in faults.values() for fault in found], head)
