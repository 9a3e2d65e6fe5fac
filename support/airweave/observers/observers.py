"""Search and the vector store, looking at one collection."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from support.airweave.client.airweave import Airweave
from support.airweave.client.generation import Subject
from support.airweave.client.models import Collection, Connection, Piece, Strategy
from support.airweave.connectors.base import Connector
from support.airweave.observers.qdrant import Index
from support.airweave.oracle.drift import View
from support.airweave.oracle.observation import Observation, observe
from support.core.content import Document
from support.core.errors import Failure


@dataclass(frozen=True)
class Observers:
    """What can be seen of a source in its collection.

    Attributes:
        connector: the source, which knows what it holds.
        airweave: the organisation that the collection belongs to.
        index: the vector store, or None if it cannot be looked into.
        collection: where to look.
        connection: what feeds it.
    """

    connector: Connector[Any]
    airweave: Airweave
    index: Index | None
    collection: Collection
    connection: Connection

    def look(self) -> View:
        """Look at everything once: by search, and into the store if that is possible."""
        answers = {question: self.hits(question) for question in self.questions()}
        found = list({_key(hit): hit for answer in answers.values() for hit in answer}.values())
        stored = self.stored()
        if self.connector.is_federated:
            if stored:
                raise Failure(f"Airweave copied {len(stored)} pieces of a source it only asks")
            stored = None
        search = self._observations(found)
        for path, document in self._documents.items():
            if path in search and document.sentences:
                answer = answers[self.question(document)]
                search[path] = self._ranked(search[path], path, answer)
        return View(
            search=search,
            store=None if stored is None else self._observations(stored),
            writers=_writers(found if stored is None else stored),
            ids={path: self.connector.entity_id(path) for path in self._history},
            pieces=found,
            stored=stored,
        )

    def hits(self, query: str, strategy: Strategy = "semantic") -> Sequence[Piece]:
        """Return everything that search brings for `query`, best first."""
        return self.airweave.search(self.collection.readable_id, query, strategy)

    def stored(self) -> Sequence[Piece] | None:
        """Return all that the store holds of the collection; None if it cannot be looked into."""
        if self.index is None:
            return None
        return self.index.pieces(self.collection.id, self.connection.sync_id)

    def questions(self) -> list[str]:
        """Return what finds every revision of every document: whatever was written is looked for.

        Where a document is found by its name only, one question finds all its revisions.

        Raises:
            Failure: nothing with words was ever written.
        """
        revisions = itertools.chain.from_iterable(self._history.values())
        asked = list(dict.fromkeys(self.question(item) for item in revisions if item.sentences))
        if not asked:
            raise Failure("There is nothing to look for: the source never held a document")
        return asked

    def own(self, pieces: Iterable[Piece]) -> list[Piece]:
        """Return the pieces of what is in the scenario's own workspace, and so of nobody else."""
        return [piece for piece in pieces if not self.connector.is_foreign(piece.raw)]

    def documents(self, pieces: Iterable[Piece]) -> list[Piece]:
        """Return the pieces of documents, and so of no folders and of nobody else's."""
        return [
            piece
            for piece in pieces
            if piece.entity_type == self.connector.entity_type
            and not self.connector.is_foreign(piece.raw)
        ]

    @property
    def _documents(self) -> dict[str, Document]:
        documents: dict[str, Document] = self.connector.bongo.documents
        return documents

    @property
    def _history(self) -> dict[str, list[Document]]:
        history: dict[str, list[Document]] = self.connector.bongo.history
        return history

    def question(self, document: Document) -> str:
        """Return the words for which search must bring a document first."""
        connector = self.connector
        containers = connector.containers(document.path)
        subject = Subject(document, connector.short_name, connector.entity_type, containers)
        return self.airweave.question(subject)

    def _observations(self, pieces: Iterable[Piece]) -> dict[str, Observation]:
        """Observe each document among the pieces, those that nobody wrote under their own id."""
        paths = {self.connector.entity_id(path): path for path in self._history}
        grouped: dict[str, list[Piece]] = defaultdict(list)
        for piece in self.documents(pieces):
            grouped[piece.original_id].append(piece)
        return {
            paths.get(entity, entity): observe(
                self._history.get(paths.get(entity, ""), []),
                group,
                self.connection,
                self.collection,
                {self.connector.stored_path(piece.raw) for piece in group},
            )
            for entity, group in grouped.items()
        }

    def _ranked(self, seen: Observation, path: str, answer: Sequence[Piece]) -> Observation:
        """Add how the document ranks among all documents when searched by its own words."""
        documents = self.documents(answer)
        ranking = list(dict.fromkeys(hit.original_id for hit in documents))
        entity = self.connector.entity_id(path)
        if entity not in ranking:
            return seen
        best = next(hit for hit in documents if hit.original_id == entity)
        return replace(seen, score=best.score, rank=ranking.index(entity) + 1)


def _key(piece: Piece) -> tuple[str, str, str]:
    # Two answers show the same chunk; a duplicate shows twice within one answer and has an id or
    # a writer of its own, or else only the store can tell it.
    return piece.entity_id, piece.job_id, piece.text


def _writers(pieces: Iterable[Piece]) -> dict[str, frozenset[str]]:
    jobs: dict[str, set[str]] = defaultdict(set)
    for piece in pieces:
        jobs[piece.original_id].add(piece.job_id)
    return {entity: frozenset(writers) for entity, writers in jobs.items()}
