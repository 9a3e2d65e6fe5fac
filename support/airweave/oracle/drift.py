"""Drift: any difference between what the source holds and what the observers see."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from support.airweave.client.models import Job
from support.airweave.oracle.diagnosis import lost, still_there
from support.airweave.oracle.observation import ABSENT
from support.core.tables import NARROW, table


@dataclass(frozen=True)
class Sighting:
    """What one observer sees of one document: its state in words, and how search ranks it."""

    state: str = ABSENT
    score: float | None = None
    rank: int | None = None
    snippet: str = ""


@dataclass(frozen=True)
class View:
    """What the observers see at one moment.

    Attributes:
        search: by path, what search shows.
        store: by path, what the vector store holds; None if it cannot be looked into.
        writers: by entity id, of entities of every kind, the sync jobs that wrote it.
        ids: by path, the entity id.
    """

    search: Mapping[str, Sighting]
    store: Mapping[str, Sighting] | None
    writers: Mapping[str, frozenset[str]]
    ids: Mapping[str, str]


@dataclass(frozen=True)
class Baseline:
    """What was agreed on when the last check passed: states by path, and all entity ids."""

    states: Mapping[str, str] = field(default_factory=dict)
    entities: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Expectation:
    """What all observers must agree on.

    Attributes:
        states: by path, the state that search and store must show; others must be absent.
        threshold: the least score with which a document is found by its own words, if any.
        baseline: what the last check saw.
        job: the one sync since then, whose counters must be right; None if there were several.
        frugal: whether the job must leave alone what did not change.
        silent: whether no sync since then tells of anything that went wrong.
    """

    states: Mapping[str, str]
    threshold: float | None
    baseline: Baseline
    job: Job | None
    frugal: bool = True
    silent: bool = False

    def agrees(self, view: View) -> bool:
        """Tell whether nothing at all is wrong."""
        paths = self._paths(view)
        return not any(self._faults(path, view) for path in paths) and not any(self._slips(view))

    def verdict(self, view: View) -> str:
        """Say what is wrong, a line a fault, and put expected beside seen for a person to read."""
        paths = self._paths(view)
        faults = {path: found for path in paths if (found := self._faults(path, view))}
        lines = [f"{len(faults)} of {len(paths)} documents are not as they should be:"]
        lines += [f"- {self._sentence(path, found, view)}" for path, found in faults.items()]
        lines += [
            f"- the sync job reports {reported} {name}, but the observers see {seen}"
            for name, reported, seen in self._slips(view)
        ]
        return "\n".join([*lines, self._table(paths, view)])

    def _paths(self, view: View) -> list[str]:
        return sorted({*self.states, *view.search, *(view.store or {})})

    def _sentence(self, path: str, faults: Sequence[str], view: View) -> str:
        sentence = f"{path}: expected {self.states.get(path, ABSENT)}; {', '.join(faults)}"
        damage = self._damage(path, view)
        return f"{sentence}: {damage}" if damage else sentence

    def _damage(self, path: str, view: View) -> str:
        belongs = self.states.get(path, ABSENT) != ABSENT
        found = view.search.get(path, Sighting()).state
        stored = None if view.store is None else view.store.get(path, Sighting()).state
        if belongs:
            return lost(path, found, stored, silent=self.silent)
        was_there = path not in self.states or self.baseline.states.get(path, ABSENT) != ABSENT
        if path in view.ids and was_there:
            return still_there(path, found, stored, self.job)
        return ""

    def _faults(self, path: str, view: View) -> list[str]:
        expected = self.states.get(path, ABSENT)
        found = view.search.get(path, Sighting())
        stored = None if view.store is None else view.store.get(path, Sighting())
        faults = []
        if found.state != expected:
            faults.append(f"search shows {found.state}")
        if stored is not None and stored.state != expected:
            faults.append(f"the store holds {stored.state}")
        if ABSENT not in {found.state, expected}:
            faults.extend(self._ranking_faults(found))
        if self._rewritten(path, view):
            faults.append("written again although nothing changed")
        return faults

    def _ranking_faults(self, found: Sighting) -> Iterator[str]:
        if found.rank != 1:
            yield f"search by its own words ranks it {found.rank or 'nowhere'}, not first"
        if self.threshold is not None and (found.score or 0) < self.threshold:
            yield f"its score {found.score or 0:.2f} is below {self.threshold:g}"

    def _rewritten(self, path: str, view: View) -> bool:
        """Tell whether the job wrote a document that did not change."""
        unchanged = self.baseline.states.get(path) == self.states.get(path)
        return self.frugal and unchanged and self._was_written(view.ids.get(path), view)

    def _was_written(self, entity: str | None, view: View) -> bool:
        writers = view.writers.get(entity or "", frozenset())
        return self.job is not None and self.job.id in writers

    def _slips(self, view: View) -> Iterator[tuple[str, int, int]]:
        """Yield the counters of the job that are wrong: name, reported, seen."""
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
                yield name, reported, seen

    def _table(self, paths: Sequence[str], view: View) -> str:
        headings = ["document", "expected", "search", "store", "score", "rank", "search shows"]
        return table(headings, [self._row(path, view) for path in paths], NARROW)

    def _row(self, path: str, view: View) -> Sequence[object]:
        found = view.search.get(path, Sighting())
        stored = "not looked" if view.store is None else view.store.get(path, Sighting()).state
        return (
            path,
            self.states.get(path, ABSENT),
            found.state,
            stored,
            "" if found.score is None else found.score,
            "" if found.rank is None else found.rank,
            found.snippet,
        )
