"""What a collection holds, compared with what its source holds."""

import time
from collections.abc import Collection as Items
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from support.airweave.client.generation import Ability
from support.airweave.client.models import Piece
from support.airweave.laws.in_every_look import broken_laws
from support.airweave.oracle.diagnosis import dead_ends, few, needless_writes, spoilt
from support.airweave.oracle.drift import Baseline, Expectation, Fault, Law, View
from support.airweave.oracle.observation import ABSENT, Observation
from support.airweave.oracle.oracle import Oracle
from support.core.causes import Cause
from support.core.errors import Failure
from support.core.waiting import watch

_LATE_S = 1
"""For how long a source that is slow holds a document back."""


class ContentsOracle(Oracle):
    """Says whether search and store hold what they should, all of it and nothing else.

    It remembers what it saw when it last agreed: changes are changes since then.
    """

    _broken_laws = staticmethod(broken_laws)
    _baseline = Baseline()
    _checked_jobs = 0

    def expect_everything(
        self, threshold: float | None = None, miscounted: Items[str] = ()
    ) -> None:
        """Expect exactly what the source holds, every document found first by its own words.

        Args:
            threshold: the least score, between 0 and 1.
            miscounted: which counters of a job are known to be wrong.
        """
        self._expect(self._source_states(), threshold, miscounted=miscounted)

    def expect_changes(self, changes: Iterable[tuple[str, str]]) -> None:
        """Expect these changes since the last check, each ("added", path) or so, and no other."""
        states = dict(self._baseline.states)
        for change, path in changes:
            match change:
                case "added" | "updated":
                    states[path] = self._connector.bongo.history[path][-1].state
                case "removed":
                    states[path] = ABSENT
                case _:
                    raise Failure(
                        Cause.SUITE(f"A change is added, updated or removed, not {change!r}")
                    )
        self._expect(states, self._settings.score_threshold)

    def expect_no_change(self) -> None:
        """Expect everything to be as it was at the last check."""
        self.expect_changes([])

    def expect_needed_writes_only(self, changed: Sequence[str] = ()) -> None:
        """Expect what the source holds, and that the newest sync wrote only what changed.

        Args:
            changed: paths of what changed; what they lie in may be written, too.
        """
        job = self._collection.job
        ids = {self._connector.entity_id(path) for path in changed}

        def law(view: View) -> Iterable[Fault]:
            if needless := needless_writes(view.pieces, job, ids):
                said = f"Unchanged, yet written again by the sync: {few(needless)}"
                yield Fault(Cause.NEEDLESS(said), is_hopeless=True)
            if not ids and (job.entities_inserted or job.entities_updated):
                said = f"Nothing changed, yet the sync says that it wrote: {job}"
                yield Fault(Cause.NEEDLESS(said), is_hopeless=True)

        self._expect(self._source_states(), None, law)

    def expect_known_containers(self) -> None:
        """Expect what the source holds, and that whatever it is said to lie in is there, too."""

        def law(view: View) -> Iterable[Fault]:
            for container, inside in dead_ends(view.pieces).items():
                lying = f"{few(inside)} lie{'s' if len(inside) == 1 else ''}"
                said = f"The collection does not hold {container}, in which {lying}"
                yield Fault(Cause.LOST(said))

        self._expect(self._source_states(), None, law)

    def pieces(self) -> Sequence[Piece]:
        """Return all that search shows of the source."""
        return self._observers.look().pieces

    def snapshot(self) -> dict[str, str]:
        """Return all that is seen of it: the words of every piece, and what the routes say."""
        observers = self._observers
        view = observers.look()
        seen = {"found": view.pieces, "stored": view.stored or ()}
        told = observers.airweave.told(observers.collection, observers.connection)
        said = told["GET /source-connections/{id}"]["the connection"]
        return {"the connection": str(said)} | {
            f"{piece.entity_id} ({how})": f"{piece.job_id} {piece.text}"
            for how, pieces in seen.items()
            for piece in pieces
        }

    def expect_count(self, count: int) -> None:
        """Expect that the first sync brought `count` documents, and that the store holds them.

        Each of them whole, once and in its newest revision: of many, too, the store is read to its
        end. Search cannot be asked for all of them.
        """
        reported = self._collection.job.entities_inserted
        states = self._source_states()

        def faults(stored: Mapping[str, Observation] | None) -> list[str]:
            held = None if stored is None else len(stored)
            if reported != count or held not in {None, count}:
                seen = "" if held is None else f" and the store holds {held}"
                said = (
                    f"There are {count} documents in the source: the job reports {reported}{seen}"
                )
                short = held is not None and held < count
                return [Cause.LOST(said) if short else Cause.MISCOUNTED(said)]
            return [] if stored is None else [*spoilt(states, stored)]

        self._agree(
            self._observers.stored_documents,
            faults,
            f"the store to hold {count} documents",
            is_hopeless=lambda stored: reported != count or len(stored or ()) > count,
        )

    def expect_empty(self) -> None:
        """Expect that the collection is there, but neither search nor store shows anything."""
        name = self._collection.name
        if name not in self._listed():
            raise Failure(Cause.LOST(f"Airweave does not list the collection {name} any more"))
        self._agree(
            lambda: self._observers.look().pieces,
            lambda found: _names("Search still shows", found),
            "search to show nothing of the deleted data",
            budget="cleanup",
        )
        self._expect_disconnected()
        self._expect_nothing_stored()

    def expect_empty_for_good(self) -> None:
        """Expect the same, and that a sync that was at work brings nothing back."""
        self.expect_empty()
        looks = watch(
            lambda: [*self._observers.look().pieces, *(self._observers.stored() or ())],
            seconds=_LATE_S + 2 * self._collection.longest_sync,
        )
        if back := _names("After it was deleted there came", looks[-1]):
            raise Failure(back[0])

    def expect_lost(self) -> None:
        """Expect that nothing is found or stored any more; what comes then is as if it were new."""
        self._agree(
            lambda: [*self._observers.look().pieces, *(self._observers.stored() or ())],
            lambda found: _names("Though the store lost it, there still is", found),
            "search to show nothing of what the store has lost",
        )
        self._baseline = Baseline()
        self._checked_jobs = len(self._collection.jobs)

    def expect_regained(self) -> None:
        """Expect everything; how a sync counts what it brings back is up to Airweave."""
        self.expect_everything(miscounted=("inserted", "updated"))

    def expect_gone(self) -> None:
        """Expect that Airweave no longer lists the collection, and stores nothing of it."""
        name = self._collection.name
        self._agree(
            self._listed,
            lambda listed: [
                Cause.STALE(f"Airweave still lists {one}") for one in listed if one == name
            ],
            f"Airweave to list collection {name} no longer",
            budget="cleanup",
        )
        self._expect_disconnected()
        self._expect_nothing_stored()

    def _expect(
        self,
        states: Mapping[str, str],
        threshold: float | None,
        law: Law = lambda _: (),
        miscounted: Items[str] = (),
    ) -> None:
        frugal = Ability.FRUGAL_SYNC not in self._airweave.limits
        jobs = self._collection.jobs[self._checked_jobs :]
        left_out = sum(not one.indexable for one in self._connector.bongo.documents.values())
        expectation = Expectation(
            states, threshold, self._baseline, jobs, left_out, frugal, law, miscounted
        )
        view = self._agree(
            self._observers.look,
            expectation.told,
            "search and store to show what the source holds",
            details=expectation.table,
            is_hopeless=expectation.is_hopeless,
        )
        if jobs:
            waited = time.monotonic() - self._collection.ended
            self._timings.measure("All is found after the end of a sync", waited)
        self._expect_lawful(view)
        self._baseline = Baseline(states, frozenset(view.writers))
        self._checked_jobs = len(self._collection.jobs)

    def _expect_lawful(self, view: View) -> None:
        """Expect that what was seen, and what is seen from now on, breaks no law."""
        observers = self._observers
        views = chain([view], iter(observers.look, None))
        self._agree(
            lambda: self._broken_laws(observers, next(views)),
            lambda broken: broken,
            "what is shown to agree with itself and with the source",
            is_hopeless=lambda _: bool(observers.airweave.secrets.shown),
        )

    def _source_states(self) -> dict[str, str]:
        documents = self._connector.bongo.documents
        return {path: document.state for path, document in documents.items()}

    def _expect_disconnected(self) -> None:
        connection = self._collection.connection.id
        said = f"Airweave still shows the deleted connection {connection}"
        self._agree(
            lambda: self._airweave.is_there(connection),
            lambda is_there: [Cause.STALE(said)] if is_there else [],
            "Airweave to show the deleted connection no longer",
            budget="cleanup",
        )

    def _expect_nothing_stored(self) -> None:
        self._agree(
            lambda: self._observers.stored() or (),
            lambda left: _names("The store still holds", left),
            "the store to hold nothing of the deleted data",
            budget="cleanup",
        )

    def _listed(self) -> list[str]:
        return [found.name for found in self._airweave.collections(self._collection.name)]


def _names(saying: str, pieces: Iterable[Piece]) -> list[str]:
    deepest_first = sorted(pieces, key=lambda piece: (-len(piece.containers), piece.name))
    names = list(dict.fromkeys(piece.name or piece.original_id for piece in deepest_first))
    return [Cause.STALE(f"{saying} {few(names)}")] if names else []
