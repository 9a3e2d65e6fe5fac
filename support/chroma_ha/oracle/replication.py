"""Judges a collection: whether all hold what was acknowledged, and whether it changed as told."""

import time
from collections.abc import Callable, Mapping

import allure

from support.chroma_ha.client.store import NoSuchCollection
from support.chroma_ha.collection import Collection
from support.chroma_ha.observers.holdings import Documents, Holdings, look, look_as_made
from support.chroma_ha.oracle import agreement
from support.chroma_ha.records import Record, Value
from support.chroma_ha.system import ChromaHaSystem
from support.core.causes import Cause, together
from support.core.errors import Failure
from support.core.looking import look_until_right
from support.core.timings import ScenarioTimings
from support.laws.agreement import ABSENT, Telling, disagreements

_LOOKS = 12
ADDED, UPDATED, REMOVED = "added", "updated", "removed"


class Replication:
    """Judges collections, and changes nothing.

    Args:
        system: Chroma HA and its observers.
        timings: of the scenario.
    """

    def __init__(self, system: ChromaHaSystem, timings: ScenarioTimings) -> None:
        self._system = system
        self._timings = timings

    def expect_complete(self, collection: Collection) -> None:
        """Expect balancer and servers to hold exactly what was acknowledged.

        Raises:
            Failure: they do not, or not even a collection was made.
        """
        acknowledged, unanswered = collection.acknowledged, collection.unanswered
        if acknowledged is None:
            raise Failure(Cause.SUITE("Nothing was made, so there is nothing to find"))
        self._expect(
            collection,
            lambda seen: agreement.with_unanswered(acknowledged, unanswered, seen),
        )

    def expect_shown(self, collection: Collection) -> None:
        """Expect the balancer to show exactly what was acknowledged, time and again.

        The collection is read as it was made: whoever reads need not notice what happens.

        Raises:
            Failure: it does not, or does not tell.
        """
        for _ in range(_LOOKS):
            seen = look_as_made(self._system.store, collection.name)
            if found := agreement.faults(collection.acknowledged, seen, collection.history):
                raise Failure(together([*found, agreement.details(collection.acknowledged, seen)]))

    def expect_changes(self, collection: Collection, changes: Mapping[str, str]) -> None:
        """Expect exactly these changes of what was there before, at the balancer and both servers.

        Args:
            collection: that was changed.
            changes: by the name of a document, what became of it.

        Raises:
            Failure: something else changed, or a change is lacking.
        """
        expected = changed(collection.before, changes, collection.acknowledged or {})
        if not expected:
            raise Failure(Cause.SUITE("Nothing is left beside which an absence could be believed"))
        self._expect(collection, lambda _: expected)

    def expect_gone(self, collection: Collection, neighbour: Collection) -> None:
        """Expect a collection to be gone everywhere, and another to be as it was.

        Raises:
            Failure: somebody has it still, or the other one changed.
        """
        self.expect_complete(neighbour)
        self._expect(collection, lambda _: None)
        self.expect_complete(neighbour)

    def expect_notes(self, collection: str, notes: Mapping[str, Value]) -> None:
        """Expect balancer and servers to tell what was noted of a collection as a whole.

        Raises:
            Failure: somebody tells something else, or has no such collection.
        """
        due = {collection: noted(notes)}

        def look_at_notes() -> dict[str, Telling]:
            told: dict[str, Telling] = {"the writer": due}
            for store in self._system.stores:
                try:
                    told[store.name] = {collection: noted(store.notes(collection))}
                except NoSuchCollection:
                    told[store.name] = {collection: {"notes": ABSENT}}
            return told

        look_until_right(
            look_at_notes,
            lambda told: disagreements(told, truth="the writer"),
            budget=self._system.settings.budget("replication"),
            waiting_for="the balancer and both servers to tell what was noted",
        )

    def _expect(self, collection: Collection, expected: Callable[[Holdings], Documents]) -> None:
        started = time.monotonic()
        with self._timings.phase("verify"):
            look_until_right(
                lambda: look(self._system.stores, collection.name),
                lambda seen: agreement.faults(expected(seen), seen, collection.history),
                budget=self._system.settings.budget("replication"),
                waiting_for="the balancer and both servers to hold what was acknowledged",
                details=lambda seen: agreement.details(expected(seen), seen),
            )
        allure.attach(f"{time.monotonic() - started:.1f} s", "Until all held it")


def noted(notes: Mapping[str, Value]) -> dict[str, object]:
    """Return notes in the form in which they are compared; to Python, True is 1."""
    return {"notes": {key: (type(one).__name__, one) for key, one in sorted(notes.items())}}


def changed(
    before: Mapping[str, Record], changes: Mapping[str, str], after: Mapping[str, Record]
) -> dict[str, Record]:
    """Return what must be there when exactly these changes were made.

    Args:
        before: what was there.
        changes: by the name of a document, what became of it.
        after: holds the documents that were added or updated, as they were written.

    Raises:
        Failure: a change is of no known kind, or was not made.
    """
    expected = dict(before)
    for name, change in changes.items():
        if (change == ADDED) == (name in before):
            raise Failure(
                Cause.SUITE(
                    f"{name} cannot be {change}: {'it' if name in before else 'nothing'} was"
                )
            )
        if change == REMOVED:
            del expected[name]
        elif change in {ADDED, UPDATED} and name in after:
            expected[name] = after[name]
        else:
            raise Failure(Cause.SUITE(f"{name} was not {change}"))
    return expected
