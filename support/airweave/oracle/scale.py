"""What a large collection holds: all of it compared with the store, a sample of it by search."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

import allure

from support.airweave.client.generation import Ability, Part
from support.airweave.client.models import Job, Key
from support.airweave.observers.observers import Inventory, Observers
from support.airweave.oracle.diagnosis import few, miscounts, spoilt
from support.airweave.oracle.drift import Baseline
from support.airweave.oracle.observation import ABSENT, Observation
from support.airweave.oracle.oracle import Oracle
from support.core.causes import Cause, together
from support.core.content import Document
from support.core.errors import Failure
from support.core.sampling import draw

_BEST = 10  # hits of a search that are looked at


@dataclass(frozen=True)
class Sample:
    """What search is asked for.

    Attributes:
        present: documents that are in the source, each to be found first by its words.
        past: revisions that are not there any more; no search for their words may bring them.
        revisions: of how many of each they were drawn.
    """

    present: Sequence[Document]
    past: Sequence[Document]
    revisions: tuple[int, int]


class ScaleOracle(Oracle):
    """Says whether a collection that is too large to search for everything is as it must be."""

    _baseline = Baseline()
    _checked_jobs = 0

    def expect_all(self) -> None:
        """Expect every document once, whole, in its newest revision, and nothing else.

        Where the store can be looked into it is read to its end, page by page. Where it cannot,
        the job's own figures are all that tells of all documents.
        """
        states, jobs = self._states(), self._collection.jobs[self._checked_jobs :]
        job = jobs[0] if len(jobs) == 1 else None
        entities: frozenset[Key] = frozenset()
        if self._store is None:
            told = self._unlooked(len(states))
            if job and (short := [*_shortfalls(states, self._baseline.states, job)]):
                raise Failure(together(short))
        else:
            taken = self._taken(states, job)
            entities, seen = frozenset(taken.writers), self._store.name
            told = f"All {len(states)} documents were compared with what {seen} holds of them, in"
            told += f" {taken.pages} pages."
        allure.attach(told, "How many were compared")
        self._baseline = Baseline(states, entities)
        self._checked_jobs = len(self._collection.jobs)

    def expect_sample(self, seed: int) -> None:
        """Expect of a random sample of the documents that search finds each as it is now.

        Each is found first by its own words, and no words that are gone bring what they said.

        Args:
            seed: draws the sample.
        """
        sample = self._drawn(seed)
        observers, bongo = self._observers, self._connector.bongo
        asked = [*sample.present, *sample.past]
        observers.questions.probe(observers.connector, asked[0], observers.hits)
        allure.attach(self._plan(sample, seed), "How search was asked")

        def look() -> dict[Document, Observation]:
            found = observers.side_by_side(partial(self._found, observers), asked)
            return dict(zip(asked, found, strict=True))

        def faults(seen: Mapping[Document, Observation]) -> Iterator[str]:
            yield from _unfound(sample.present, seen)
            yield from _lingering(sample.past, seen, bongo.documents)

        self._agree(
            look,
            lambda seen: [*faults(seen)],
            f"search to find {len(asked)} documents as they are",
            moves=True,
        )

    def _states(self) -> dict[str, str]:
        """Return the state of every document of the source."""
        states = {path: one.state for path, one in self._connector.bongo.documents.items()}
        if not states:
            raise Failure(Cause.SUITE("There is nothing to look for: the source is empty"))
        return states

    def _taken(self, states: Mapping[str, str], job: Job | None) -> Inventory:
        """Read the store until it holds just this; return what it holds."""
        observers = self._observers

        def look() -> Inventory:
            taken = observers.inventory()
            assert taken, "the store can be looked into"
            return taken

        def is_hopeless(taken: Inventory) -> bool:
            wrong = (one for path, one in taken.documents.items() if one.state != states.get(path))
            return any(one.is_hopeless for one in wrong)

        return self._agree(
            look,
            lambda taken: [
                *spoilt(states, taken.documents),
                *(self._misreported(states, taken, job) if job else ()),
            ],
            f"the store to hold {len(states)} documents as they are in the source",
            is_hopeless=is_hopeless,
            moves=True,
        )

    def _misreported(self, states: Mapping[str, str], taken: Inventory, job: Job) -> Iterator[str]:
        """Yield what a sync counts otherwise than it is seen, and what it wrote for nothing."""
        before, observers = self._baseline, self._observers
        yield from miscounts(job, before.entities, taken.writers)
        if job.entities_failed:
            yield Cause.MISCOUNTED(f"the sync job reports {job.entities_failed} failed")
        if Ability.FRUGAL_SYNC in self._airweave.limits:
            return
        kept = [path for path, state in states.items() if before.states.get(path) == state]
        again = [one for one in kept if job.id in taken.writers.get(observers.key(one), ())]
        if again:
            said = f"{len(again)} documents were written again although nothing changed"
            yield Cause.NEEDLESS(f"{said}: {few(sorted(again))}")

    def _drawn(self, seed: int) -> Sample:
        """Draw what search is asked for, of what is there and of what is not any more."""
        bongo, settings = self._connector.bongo, self._settings
        newest = set(map(id, bongo.documents.values()))
        past = [one for one in chain(*bongo.history.values()) if id(one) not in newest]
        bounds = settings.sample_defect_rate, settings.sample_confidence
        return Sample(
            draw(bongo.documents.values(), *bounds, f"{seed} present"),
            draw(past, *bounds, f"{seed} past"),
            (len(bongo.documents), len(past)),
        )

    def _found(self, observers: Observers, document: Document) -> Observation:
        """Ask for the words of a revision; return what comes of its document, and its rank."""
        hits = observers.hits(observers.question(document), part=Part(_BEST))
        key = observers.key(document.path)
        seen = observers.document(document.path, [hit for hit in hits if hit.key == key])
        ids = dict.fromkeys(hit.original_id for hit in hits if hit.entity_type == key[0])
        return replace(seen, rank=[*ids].index(key[1]) + 1 if key[1] in ids else None)

    def _plan(self, sample: Sample, seed: int) -> str:
        """Say how much search is asked, and what that can show and cannot."""
        rate, confidence = self._settings.sample_defect_rate, self._settings.sample_confidence
        present, past = sample.revisions
        lines = [
            f"Search was asked for {len(sample.present)} of {present} documents that are there, and"
            f" for {len(sample.past)} of {past} revisions that are not any more, one request each,"
            f" drawn at random (sample seed {seed}).",
            f"Were {rate:.2%} or more of either not as they must be, one of them would be among"
            f" these with a confidence of {confidence:.1%} (hypergeometric distribution); a single"
            f" one of {present} would be with {len(sample.present) / present:.1%}.",
        ]
        return "\n".join([*lines, *([self._unlooked(present)] if self._store is None else [])])

    def _unlooked(self, count: int) -> str:
        return (
            f"The store cannot be looked into: that all {count} documents are there, and that"
            " nothing is there twice, nobody can say; only what a random sample shows."
        )


def _shortfalls(states: Mapping[str, str], before: Mapping[str, str], job: Job) -> Iterator[str]:
    """Yield the counters of a job that are too small for what changed; folders may count, too."""
    changed = [path for path in states.keys() & before.keys() if states[path] != before[path]]
    for name, reported, least in (
        ("inserted", job.entities_inserted, len(states.keys() - before.keys())),
        ("updated", job.entities_updated, len(changed)),
        ("deleted", job.entities_deleted, len(before.keys() - states.keys())),
    ):
        if reported < least:
            said = f"the sync job reports {reported} {name}, and there are {least} documents to be"
            yield Cause.LOST(said)


def _unfound(present: Sequence[Document], seen: Mapping[Document, Observation]) -> Iterator[str]:
    """Yield a line for all documents that search does not show as they are, or not first."""
    states = {one.path: one.state for one in present}
    yield from spoilt(states, {one.path: seen[one] for one in present}, "search shows")
    later = [one.path for one in present if seen[one].rank not in {None, 1}]
    if later:
        said = f"{len(later)} of {len(present)} documents are not found first by their words"
        yield Cause.MISRANKED(f"{said}: {few(sorted(later))}")


def _lingering(
    past: Sequence[Document],
    seen: Mapping[Document, Observation],
    documents: Mapping[str, Document],
) -> Iterator[str]:
    """Yield a line for all words that are gone and still bring what they said."""
    now = {path: one.state for path, one in documents.items()}
    back = [one.path for one in past if seen[one].state not in {ABSENT, now.get(one.path, ABSENT)}]
    if back:
        said = f"{len(back)} of {len(past)} revisions that are gone are found by their words"
        yield Cause.STALE(f"{said}: {few(sorted(back))}")
