"""The laws that have scenarios of their own."""

from collections.abc import Callable, Sequence

from support.airweave.laws.asked import (
    STRATEGIES,
    broken_combinations,
    broken_filters,
    broken_list_pages,
    broken_questions,
    broken_search_pages,
)
from support.airweave.laws.tree import broken_tree
from support.airweave.oracle.oracle import Oracle
from support.airweave.synced_collection import SyncedCollection
from support.core.causes import Cause
from support.core.content import Document
from support.core.errors import Failure


class LawOracle(Oracle):
    """Says whether laws hold that no other look can judge."""

    def expect_pages(self, collections: Sequence[SyncedCollection]) -> None:
        """Expect that pages of hits, collections, connections and jobs are the whole.

        Args:
            collections: all that the scenario made.
        """
        ours = {
            "collections": {one.collection.id for one in collections},
            "connections": {one.connection.id for one in collections},
            "jobs": {job.id for job in self._collection.jobs},
        }
        name = self._collection.name.rpartition("-")[0]
        self._hold(
            lambda: [
                *broken_search_pages(self._observers),
                *broken_list_pages(self._observers, ours, name),
            ],
            "pages to be the whole",
        )

    def expect_filters(self) -> None:
        """Expect that every filter brings what satisfies it, and only that."""
        self._hold(lambda: broken_filters(self._observers), "filters to keep what satisfies them")

    def expect_combined_filters(self) -> None:
        """Expect that several filters bring what satisfies both, one or none of them."""
        self._hold(
            lambda: broken_combinations(self._observers),
            "filters to keep together what satisfies them",
        )

    def expect_legal_answers(self) -> None:
        """Expect an orderly answer to every question that may be asked."""
        self._hold(lambda: [*broken_questions(self._observers)], "every answer to be legal")

    def expect_all_in_every_strategy(self) -> None:
        """Expect that every strategy brings all documents for words that all of them share."""
        documents = self._connector.bongo.documents.values()
        entity_id = self._connector.entity_id
        expected = {entity_id(one.path): one.path for one in documents if one.sentences}
        if not expected:
            raise Failure(Cause.SUITE("There is nothing to look for: the source holds no document"))
        shared = self._shared([*documents])

        def missing() -> list[str]:
            faults: list[str] = []
            for strategy in STRATEGIES:
                found = {hit.original_id for hit in self._observers.hits(shared, strategy)}
                if left_out := sorted(expected[one] for one in expected.keys() - found):
                    said = f"{strategy} search leaves out {len(left_out)} of {len(expected)}:"
                    faults.append(Cause.LOST(f"{said} {', '.join(left_out)}"))
            return faults

        self._hold(missing, "every way of searching to bring all")

    def _shared(self, documents: Sequence[Document]) -> str:
        """Return what brings all documents; a source that is asked itself wants every word."""
        if not self._connector.is_federated:
            return " ".join(self._observers.question(one) for one in documents)[:_LONG]
        common = set.intersection(*({*one.path.split()} for one in documents))
        return " ".join(word for word in documents[0].path.split() if word in common)

    def expect_tree(self) -> None:
        """Expect that every text file is one entity, byte for byte."""
        self._agree(
            lambda: broken_tree(self._observers),
            lambda found: [fault.text for fault in found],
            "every file to be there as it is",
            is_hopeless=lambda found: any(fault.is_final for fault in found),
        )

    def _hold(self, broken: Callable[[], list[str]], waiting_for: str) -> None:
        self._agree(broken, lambda faults: faults, waiting_for)


_LONG = 1000
