"""Drift: any difference between what the source holds and what the observers see."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from support.airweave.client.models import Job, Piece
from support.airweave.oracle.diagnosis import missing, still_there
from support.airweave.oracle.observation import ABSENT, Observation
from support.core.errors import Failure
from support.core.tables import NARROW, table

_NOTHING = Observation()


@dataclass(frozen=True)
class View:
    """What the observers see at one moment.

    Attributes:
        search: by path, what search shows.
        store: by path, what the vector store holds; None if it cannot be looked into.
        writers: by entity id, of entities of every kind, the sync jobs that wrote it.
        ids: by path, the entity id.
        pieces: every chunk of any entity that search shows.
        stored: every chunk that the vector store holds; None if it cannot be looked into.
    """

    search: Mapping[str, Observation]
    store: Mapping[str, Observation] | None
    writers: Mapping[str, frozenset[str]]
    ids: Mapping[str, str]
    pieces: Sequence[Piece] = ()
    stored: Sequence[Piece] | None = None


@dataclass(frozen=True)
class Baseline:
    """What was agreed on when the last check passed: states by path, and all entity ids."""

    states: Mapping[str, str] = field(default_factory=dict)
    entities: frozenset[str] = frozenset()


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
        frugal: whether a job must leave alone what did not change.
        law: what else must hold for what is seen.
    """

    states: Mapping[str, str]
    threshold: float | None
    baseline: Baseline
    jobs: Sequence[Job]
    frugal: bool = True
    law: Law = lambda _: ()

    def __post_init__(self) -> None:
        if not {*self.states.values(), *self.baseline.states.values()} - {ABSENT}:
            raise Failure("There is nothing to look for: the source holds no document with words")

    @property
    def job(self) -> Job | None:
        """The one sync since the last check; None if there were several, or none."""
        return self.jobs[0] if len(self.jobs) == 1 else None

    def is_hopeless(self, view: View) -> bool:
        """Tell whether something is wrong that no waiting can mend."""
        return any(fault.is_hopeless for found in self._faults(view).values() for fault in found)

    def told(self, view: View) -> list[str]:
        """Say what is wrong, a line a fault; nothing if all is as it should be.

        Where something is wrong for good, only that is said: all else is not waited for.
        """
        faults, paths = self._faults(view), self._paths(view)
        if not faults:
            return []
        if self.is_hopeless(view):
            return self._told_for_good(faults)
        wrong = [path for path in paths if path in faults]
        head = f"{len(wrong)} of {len(paths)} documents are not as they should be:"
        if not wrong:
            head = f"All {len(paths)} documents are as they should be, but:"
        lines = [self._line(path, faults[path], self._diagnosis(path, view)) for path in wrong]
        lines += [f"- {fault.text}" for fault in faults.get("", ())]
        return [head, *lines, *([f"The sync before this look: {self.job}"] if self.job else [])]

    def table(self, view: View) -> str:
        """Put expected beside seen, a line a document."""
        headings = ["document", "expected", "search", "store", "score", "rank", "search shows"]
        return table(headings, [self._row(path, view) for path in self._paths(view)], NARROW)

    def _told_for_good(self, faults: Faults) -> list[str]:
        certain = {
            path: hopeless
            for path, found in faults.items()
            if (hopeless := [fault for fault in found if fault.is_hopeless])
        }
        wrong = sorted(filter(None, certain))
        lines = ["This is wrong, and waiting would not mend it:"]
        lines += [self._line(path, certain[path]) for path in wrong]
        lines += [f"- {fault.text}" for fault in certain.get("", ())]
        others = sorted(faults.keys() - certain.keys() - {""})
        return [*lines, *([f"Not waited for: {', '.join(others)}"] if others else [])]

    def _line(self, path: str, faults: Sequence[Fault], diagnosis: str = "") -> str:
        wrong = ", ".join(fault.text for fault in faults)
        line = f"- {path}: expected {self.states.get(path, ABSENT)}; {wrong}"
        return f"{line}: {diagnosis}" if diagnosis else line

    def _paths(self, view: View) -> list[str]:
        return sorted({*self.states, *view.search, *(view.store or {})})

    def _diagnosis(self, path: str, view: View) -> str:
        belongs = self.states.get(path, ABSENT) != ABSENT
        found = view.search.get(path, _NOTHING).state
        stored = None if view.store is None else view.store.get(path, _NOTHING).state
        if belongs:
            silent = bool(self.jobs) and not any(job.failed for job in self.jobs)
            return missing(path, found, stored, silent=silent)
        was_there = path not in self.states or self.baseline.states.get(path, ABSENT) != ABSENT
        if path in view.ids and was_there:
            return still_there(path, found, stored, self.job)
        return ""

    def _faults(self, view: View) -> dict[str, Sequence[Fault]]:
        """Return what is wrong, by path; what concerns no single document is under ''."""
        faults: dict[str, Sequence[Fault]] = {
            path: self._faults_of(path, view) for path in self._paths(view)
        }
        faults[""] = [*self._counter_mismatches(view), *self.law(view)]
        return {path: found for path, found in faults.items() if found}

    def _faults_of(self, path: str, view: View) -> list[Fault]:
        expected = self.states.get(path, ABSENT)
        found = view.search.get(path, _NOTHING)
        stored = None if view.store is None else view.store.get(path, _NOTHING)
        faults = []
        if found.state != expected:
            faults.append(Fault(f"search shows {found.state}", found.is_hopeless))
        if stored is not None and stored.state != expected:
            faults.append(Fault(f"the store holds {stored.state}", stored.is_hopeless))
        if ABSENT not in {found.state, expected}:
            faults.extend(self._ranking_faults(found))
        if self._rewritten(path, view):
            faults.append(Fault("written again although nothing changed", is_hopeless=True))
        return faults

    def _ranking_faults(self, found: Observation) -> Iterator[Fault]:
        if found.rank != 1:
            rank = found.rank or "nowhere"
            yield Fault(f"search by its own words ranks it {rank}, not first")
        if self.threshold is not None and (found.score or 0) < self.threshold:
            yield Fault(f"its score {found.score or 0:.2f} is below {self.threshold:g}")

    def _rewritten(self, path: str, view: View) -> bool:
        """Tell whether the job wrote a document that did not change."""
        unchanged = self.baseline.states.get(path) == self.states.get(path)
        return self.frugal and unchanged and self._was_written(view.ids.get(path), view)

    def _was_written(self, entity: str | None, view: View) -> bool:
        writers = view.writers.get(entity or "", frozenset())
        return self.job is not None and self.job.id in writers

    def _counter_mismatches(self, view: View) -> Iterator[Fault]:
        """Yield the counters of the job that do not fit what is seen."""
        if self.job is None:
            return
        before, now = self.baseline.entities, frozenset(view.writers)
        written = {entity for entity in now if self._was_written(entity, view)}
        for name, reported, seen in (
            ("inserted", self.job.entities_inserted, len(written - before)),
            ("updated", self.job.entities_updated, len(written & before)),
            ("deleted", self.job.entities_deleted, len(before - now)),
            ("failed", self.job.entities_failed, 0),
        ):
            if reported != seen:
                said = f"the sync job reports {reported} {name}, but the observers see {seen}"
                yield Fault(said, is_hopeless=name == "failed")

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
