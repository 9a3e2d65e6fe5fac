"""Search and the vector store, looking at one collection."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from typing import Any, TypeVar

from support.airweave.client.airweave import Airweave
from support.airweave.client.generation import Part
from support.airweave.client.models import Collection, Connection, Job, Key, Piece, Strategy
from support.airweave.connectors.base import Connector
from support.airweave.observers.notes import Notes, documents_among, writers_of
from support.airweave.observers.questions import Questions
from support.airweave.observers.store import Store
from support.airweave.oracle.drift import View
from support.airweave.oracle.observation import Chunk, Observation, observe
from support.core.causes import Cause
from support.core.content import Document
from support.core.errors import Failure
from support.core.side_by_side import side_by_side

S = TypeVar("S")
T = TypeVar("T")


@dataclass(frozen=True)
class Inventory:
    """What was noted when the store was read to its end.

    Attributes:
        documents: by path, what the store holds of it.
        writers: by entity, of every kind, the sync jobs that wrote it.
        pages: in how many it was read.
    """

    documents: Mapping[str, Observation]
    writers: Mapping[Key, frozenset[str]]
    pages: int


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
        answers = self.answers("semantic")
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
            writers=writers_of(found if stored is None else stored),
            keys={path: self.key(path) for path in self.history},
            pieces=found,
            stored=stored,
        )

    def hits(
        self, query: str, strategy: Strategy = "semantic", part: Part | None = None
    ) -> Sequence[Piece]:
        """Return what search brings for `query`, best first: by default everything."""
        found = self.airweave.search(self.collection.readable_id, query, strategy, part)
        return [hit for hit in found if not hit.sync_id or hit.sync_id not in self.others]

    def answers(self, strategy: Strategy) -> dict[str, Sequence[Piece]]:
        """Return what search brings for every question that finds a revision of a document."""
        asked, ask = self.asked(), partial(self.hits, strategy=strategy)
        return dict(zip(asked, self.side_by_side(ask, asked), strict=True))

    def side_by_side(self, ask: Callable[[S], T], questions: Iterable[S]) -> list[T]:
        """Return what search says to each question, asked as many at a time as are welcome."""
        return side_by_side(ask, questions, self.airweave.searches)

    def stored(self) -> Sequence[Piece] | None:
        """Return all that the store holds of the collection; None if it cannot be looked into."""
        if self.store is None:
            return None
        pieces = self.store.pieces(self.collection.id, self.connection.sync_id)
        return [piece for piece in pieces if piece.sync_id not in self.others]

    def stored_documents(self) -> Mapping[str, Observation] | None:
        """Return what the store holds of each document; None if it cannot be looked into."""
        taken = self.inventory()
        return taken.documents if taken else None

    def inventory(self) -> Inventory | None:
        """Read the store to its end, a page at a time; None if it cannot be looked into."""
        if self.store is None:
            return None
        notes, pages = self._notes(), 0
        writers: dict[Key, frozenset[str]] = {}
        for page in self.store.pages(self.collection.id, self.connection.sync_id):
            own = [piece for piece in page if piece.sync_id not in self.others]
            notes.take(own)
            for entity, jobs in writers_of(own).items():
                writers[entity] = writers.get(entity, frozenset()) | jobs
            pages += 1
        return Inventory(notes.documents(), writers, pages)

    def asked(self) -> list[str]:
        """Return what finds every revision of every document: whatever was written is looked for.

        Where a document is found by its name only, one question finds all its revisions.

        Raises:
            Failure: nothing with words was ever written.
        """
        revisions = [one for one in chain.from_iterable(self.history.values()) if one.sentences]
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
        ids, is_foreign = self._ids, self.connector.is_foreign
        return [one for one in pieces if one.original_id in ids or not is_foreign(one.raw)]

    def documents(self, pieces: Iterable[Piece]) -> list[Piece]:
        """Return the pieces of documents, and so of no folders and of nobody else's."""
        return documents_among(self.connector, self._ids, pieces)

    def document(self, path: str, pieces: Sequence[Piece]) -> Observation:
        """Return what these chunks of one document show; there may be none."""
        if not pieces:
            return Observation()
        return observe(
            self.history[path],
            [Chunk.of(piece, self.connector.stored_path(piece.raw)) for piece in pieces],
            self.connector.entity_type,
            self.connection,
            self.collection,
        )

    def _notes(self) -> Notes:
        return Notes(self.connector, self.connection, self.collection)

    @property
    def _ids(self) -> set[str]:
        return set(map(self.connector.entity_id, self.history))

    @property
    def _documents(self) -> dict[str, Document]:
        documents: dict[str, Document] = self.connector.bongo.documents
        return documents

    @property
    def history(self) -> dict[str, list[Document]]:
        """Every revision that was ever written, by path."""
        history: dict[str, list[Document]] = self.connector.bongo.history
        return history

    def question(self, document: Document) -> str:
        """Return the words for which search must bring a document first."""
        return self.questions.of(self.connector, document)

    def asked_alike(self, document: Document) -> set[str]:
        """Return the ids of the documents that the question for one of them must bring.

        Questions that differ in capitals only are alike: many models know no capitals.
        """
        question, entity_id = self.question(document).casefold(), self.connector.entity_id
        alike = (one for one in self._documents.values() if one.sentences)
        return {entity_id(one.path) for one in alike if self.question(one).casefold() == question}

    def key(self, path: str) -> Key:
        """Return the entity that a document is."""
        return self.connector.entity_type, self.connector.entity_id(path)

    def _observations(self, pieces: Iterable[Piece]) -> dict[str, Observation]:
        """Observe each document among the pieces, those that nobody wrote under their own id."""
        notes = self._notes()
        notes.take(pieces)
        return notes.documents()

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
