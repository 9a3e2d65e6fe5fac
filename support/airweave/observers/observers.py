"""Search and the vector store, looking at one collection."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from support.airweave.client.airweave import Airweave
from support.airweave.client.models import Collection, Connection, Job, Key, Piece, Strategy
from support.airweave.connectors.base import Connector
from support.airweave.observers.questions import Questions
from support.airweave.observers.store import Store
from support.airweave.oracle.drift import View
from support.airweave.oracle.observation import Observation, observe
from support.core.causes import Cause
from support.core.content import Document
from support.core.errors import Failure


@dataclass(frozen=True)
class Observers:
    """What can be seen of a source in its collection.

    Attributes:
        connector: the source, which knows what it holds.
        airweave: the organisation that the collection belongs to.
        questions: how documents are asked for.
        store: the store, or None if it cannot be looked into.
        collection: where to look.
        connection: what feeds it.
        others: the syncs of whatever else feeds the same collection, which is not looked at.
        cron: the schedule by which it is synced, if any.
        jobs: the syncs of it, as they were seen last.
        remembered: what an earlier look was told of what never changes.
    """

    connector: Connector[Any]
    airweave: Airweave
    questions: Questions
    store: Store | None
    collection: Collection
    connection: Connection
    others: frozenset[str] = frozenset()
    cron: str | None = None
    jobs: Sequence[Job] = ()
    remembered: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def look(self) -> View:
        """Look at everything once: by search, and into the store if that is possible."""
        answers = {question: self.hits(question) for question in self.asked()}
        found = _merged(answers.values())
        stored = self.stored()
        if self.connector.is_federated:
            if stored:
                said = f"Airweave copied {len(stored)} pieces of a source it only asks"
                raise Failure(Cause.INVENTED(said))
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
            keys={path: self._key(path) for path in self._history},
            pieces=found,
            stored=stored,
        )

    def hits(self, query: str, strategy: Strategy = "semantic") -> Sequence[Piece]:
        """Return everything that search brings for `query`, best first."""
        found = self.airweave.search(self.collection.readable_id, query, strategy)
        return [hit for hit in found if not hit.sync_id or hit.sync_id not in self.others]

    def stored(self) -> Sequence[Piece] | None:
        """Return all that the store holds of the collection; None if it cannot be looked into."""
        if self.store is None:
            return None
        pieces = self.store.pieces(self.collection.id, self.connection.sync_id)
        return [piece for piece in pieces if piece.sync_id not in self.others]

    def stored_documents(self) -> Mapping[str, Observation] | None:
        """Return what the store holds of each document; None if it cannot be looked into."""
        stored = self.stored()
        return None if stored is None else self._observations(stored)

    def asked(self) -> list[str]:
        """Return what finds every revision of every document: whatever was written is looked for.

        Where a document is found by its name only, one question finds all its revisions.

        Raises:
            Failure: nothing with words was ever written.
        """
        revisions = [one for one in chain.from_iterable(self._history.values()) if one.sentences]
        if not revisions:
            raise Failure(
                Cause.SUITE("There is nothing to look for: the source never held a document")
            )
        self.questions.probe(self.connector, revisions[0], self.hits)
        return list(dict.fromkeys(map(self.question, revisions)))

    def own(self, pieces: Iterable[Piece]) -> list[Piece]:
        """Return the pieces of what is in the scenario's own workspace, and so of nobody else.

        What has the id of one of its documents is, however little else tells so.
        """
        ids = set(map(self.connector.entity_id, self._history))
        is_foreign = self.connector.is_foreign
        return [one for one in pieces if one.original_id in ids or not is_foreign(one.raw)]

    def documents(self, pieces: Iterable[Piece]) -> list[Piece]:
        """Return the pieces of documents, and so of no folders and of nobody else's.

        What has the id of a document is one, even if it is called something else.
        """
        ids = set(map(self.connector.entity_id, self._history))
        kind, is_foreign = self.connector.entity_type, self.connector.is_foreign
        return [
            piece
            for piece in pieces
            if piece.original_id in ids or (piece.entity_type == kind and not is_foreign(piece.raw))
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
        return self.questions.of(self.connector, document)

    def asked_alike(self, document: Document) -> set[str]:
        """Return the ids of the documents that the question for one of them must bring."""
        question, entity_id = self.question(document), self.connector.entity_id
        alike = (one for one in self._documents.values() if one.sentences)
        return {entity_id(one.path) for one in alike if self.question(one) == question}

    def _key(self, path: str) -> Key:
        return self.connector.entity_type, self.connector.entity_id(path)

    def _observations(self, pieces: Iterable[Piece]) -> dict[str, Observation]:
        """Observe each document among the pieces, those that nobody wrote under their own id."""
        paths = self.connector.paths_by_id(self._history)
        grouped: dict[str, list[Piece]] = defaultdict(list)
        for piece in self.documents(pieces):
            grouped[piece.original_id].append(piece)
        return {
            paths.get(entity, entity): observe(
                self._history.get(paths.get(entity, ""), []),
                group,
                self.connector.entity_type,
                self.connection,
                self.collection,
                {self.connector.stored_path(piece.raw) for piece in group},
            )
            for entity, group in grouped.items()
        }

    def _ranked(self, seen: Observation, path: str, answer: Sequence[Piece]) -> Observation:
        """Add how the document ranks among all that are asked for otherwise, and what comes next.

        Documents of the same words are found by the same question: which of them is first says
        nothing.
        """
        entity = self.connector.entity_id(path)
        twins = self.asked_alike(self._documents[path]) - {entity}
        ranking = [hit for hit in _best(self.documents(answer)) if hit.original_id not in twins]
        rank = next((at for at, hit in enumerate(ranking) if hit.original_id == entity), None)
        if rank is None:
            return seen
        next_best = ranking[rank + 1].score if rank + 1 < len(ranking) else None
        return replace(seen, score=ranking[rank].score, rank=rank + 1, runner_up=next_best)


def _best(hits: Iterable[Piece]) -> list[Piece]:
    """Return of every document the hit that comes first."""
    first: dict[str, Piece] = {}
    for hit in hits:
        first.setdefault(hit.original_id, hit)
    return list(first.values())


def _merged(answers: Iterable[Sequence[Piece]]) -> list[Piece]:
    """Return what several answers bring together; what one of them repeats stays repeated."""
    times: Counter[tuple[str, str, str]] = Counter()
    pieces: dict[tuple[str, str, str], Piece] = {}
    for answer in answers:
        chunks = [(hit.entity_id, hit.job_id, hit.text) for hit in answer]
        times |= Counter(chunks)  # the larger count of each
        pieces |= zip(chunks, answer, strict=True)
    return [pieces[chunk] for chunk in times.elements()]


def _writers(pieces: Iterable[Piece]) -> dict[Key, frozenset[str]]:
    jobs: dict[Key, set[str]] = defaultdict(set)
    for piece in pieces:
        jobs[piece.key].add(piece.job_id)
    return {entity: frozenset(writers) for entity, writers in jobs.items()}
