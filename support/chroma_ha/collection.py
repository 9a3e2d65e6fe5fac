"""A collection of the scenario: what was written into it, and what was acknowledged."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from threading import Lock

from support.chroma_ha.client.store import NoAnswer, Refusal, VectorStore
from support.chroma_ha.records import Record, Records, Value, record
from support.core.batches import batched
from support.core.content import ONE_SENTENCE, Author, Style
from support.core.errors import Failure
from support.run.plugin import Scene

COLLECTION = "chroma_ha collection"

TOPIC = "topic"

Write = Callable[[str, Records], None]

_DIFFICULT = 'Grüße, 日本語, 🚀 — "quoted", \\ and\nnext line'
"""Ends every text: letters and signs that get lost where somebody encodes them wrongly."""

_WRITERS = 4
_PORTION = 100


class Collection:
    """A collection of the scenario's own, written through the balancer.

    Attributes:
        name: tells which scenario made it.
        acknowledged: the documents that it must hold; None once it was deleted.
        before: what was acknowledged before the latest action.
        history: all that was ever acknowledged of each document.
        refusals: what was answered to writes that were not acknowledged.
        unanswered: documents of which nobody said what became of them: they may be there.

    Args:
        store: the balancer.
        scene: of the scenario.
        which: tells it from the scenario's other collections.
    """

    def __init__(self, store: VectorStore, scene: Scene, which: str) -> None:
        self.name = f"{scene.prefix}-{which}"
        self.acknowledged: dict[str, Record] | None = None
        self.before: Mapping[str, Record] = {}
        self.history: dict[str, list[Record]] = defaultdict(list)
        self._store = store
        self._scene = scene
        self._author = Author(self.name)
        self._revisions: dict[str, int] = {}
        self.refusals: list[Failure] = []
        self.unanswered: dict[str, Record] = {}
        self._tried: set[str] = set()
        self._lock = Lock()

    def create(self, notes: Mapping[str, Value] | None = None) -> None:
        """Make it, with nothing in it, and with what is noted of it as a whole."""
        self._scene.cleanup.register(COLLECTION, self.name)
        self._store.create(self.name, notes)
        self.acknowledged = {}

    def fill(
        self,
        names: Iterable[str],
        metadata: Mapping[str, Value] | None = None,
        style: Style = ONE_SENTENCE,
    ) -> None:
        """Make it with these documents, which share some metadata, and how they are written."""
        with self._scene.timings.phase("create"):
            self.create()
            self.add(self.written(names, metadata, style))

    def fill_with(self, count: int) -> None:
        """Make it with so many documents, written in portions."""
        self.create()
        written = list(self.written(f"document {number}" for number in range(1, count + 1)).items())
        for portion in batched(written, _PORTION):
            self.add(dict(portion))

    def new_ones(self, count: int) -> dict[str, Record]:
        """Write so many new documents down."""
        return self.written(_numbered(count))

    def try_to_write(self, records: Records) -> None:
        """Write documents that need not be acknowledged."""
        self._try(self._store.add, records)

    def fill_by_topic(self, names: Sequence[str], topics: Sequence[str]) -> None:
        """Make it with documents, each about its topic; a name is no topic."""
        self.create()
        for name, topic in zip(names, topics, strict=True):
            self.add(self.written([name], {TOPIC: topic} if topic != name else {}))

    def written(
        self,
        names: Iterable[str],
        metadata: Mapping[str, Value] | None = None,
        style: Style = ONE_SENTENCE,
    ) -> dict[str, Record]:
        """Write the next revision of documents down: new words, and what is known of them."""
        return {name: self._next(name, metadata or {}, style) for name in names}

    def add(self, records: Mapping[str, Record]) -> None:
        """Write documents that are new."""
        self._store.add(self.name, records)
        self._note(records)

    def add_as_found(self, count: int) -> None:
        """Write new documents, for each of which the collection is looked up by its name."""
        for name in _numbered(count):
            records = self.written([name])
            self._try(self._store.add_as_found, records)

    def add_each(self, count: int) -> None:
        """Write so many new documents, each by itself; not all need be acknowledged."""
        for name, one in self.new_ones(count).items():
            self._try(self._store.add, {name: one})

    def add_amid(self, count: int, disturb: Callable[[], None]) -> None:
        """Write new documents, several at a time, and disturb that once some are acknowledged."""
        with ThreadPoolExecutor(_WRITERS) as pool:
            writing = [
                pool.submit(self._try, self._store.add, {name: one})
                for name, one in self.new_ones(count).items()
            ]
            wait(writing[: len(writing) // 4])
            disturb()
        for done in writing:
            done.result()

    def lose_on(self, server: VectorStore) -> None:
        """Have a server lose it, as no product should, behind the balancer's back."""
        server.delete(self.name)

    def try_to_add(self, names: Sequence[str], dimensions: int) -> None:
        """Write new documents whose embeddings are not of the length of all others."""
        records = {
            name: replace(one, embedding=one.embedding[:dimensions])
            for name, one in self.written(names).items()
        }
        self._try(self._store.add, records)

    def update(self, names: Sequence[str]) -> None:
        """Change documents that are there."""
        records = self.written(names)
        self._store.update(self.name, records)
        self._note(records)

    def describe_anew(self, name: str) -> None:
        """Change only what is known of a document that is there: its words stay."""
        (anew,) = self.written([name]).values()
        self._store.update_metadata(self.name, {name: anew.metadata})
        self._note({name: replace(self._now[name], metadata=anew.metadata)})

    def update_often(self, name: str, count: int) -> None:
        """Change a document again and again without a pause, every other time its metadata only."""
        for _ in range(count // 2):
            self.update([name])
            self.describe_anew(name)

    def upsert(self, names: Sequence[str]) -> None:
        """Write documents, whether they are there or not."""
        records = self.written(names)
        self._store.upsert(self.name, records)
        self._note(records)

    def delete(self, names: Sequence[str]) -> None:
        """Delete documents by their names."""
        self._store.delete_documents(self.name, names)
        self._forget(names)

    def delete_topic(self, topic: str) -> None:
        """Delete the documents about a topic."""
        self._store.delete_where(self.name, {TOPIC: topic})
        self._forget([name for name, one in self._now.items() if one.metadata[TOPIC] == topic])

    def change(self, updated: str, deleted: str, written: str) -> None:
        """Change a document twice, delete another and write a third, as one action."""
        before = self._now
        self.update_often(updated, 2)
        self.delete([deleted])
        self.add(self.written([written]))
        self.before = before

    def drop(self) -> None:
        """Delete the whole collection."""
        self._store.delete(self.name)
        self.before, self.acknowledged = self._now, None

    def _try(self, write: Write, records: Records) -> None:
        """Write documents, and remember what was answered."""
        self._tried |= records.keys()
        try:
            write(self.name, records)
        except Refusal as refusal:
            self.refusals.append(refusal)
        except NoAnswer as error:
            self.unanswered |= records
            self.refusals.append(error)
        else:
            with self._lock:
                self._note(records)

    @property
    def ids(self) -> list[str]:
        """The ids by which its maker knows it: what a log may call it by, instead of its name."""
        return self._store.ids_of_made(self.name)

    @property
    def new(self) -> list[str]:
        """The documents that were acknowledged by the latest writes that need not be."""
        return sorted(self._tried & self._now.keys())

    @property
    def _now(self) -> dict[str, Record]:
        return dict(self.acknowledged or {})

    def _next(self, name: str, metadata: Mapping[str, Value], style: Style) -> Record:
        revision = self._revisions[name] = self._revisions.get(name, 0) + 1
        text = " ".join([*self._author.write(name, revision, style).sentences, _DIFFICULT])
        kept = self._now[name].metadata if name in self._now else {TOPIC: "general"}
        return record(text, {**kept, "revision": revision, **metadata})

    def _note(self, records: Mapping[str, Record]) -> None:
        for name, one in records.items():
            self.history[name].append(one)
        self.before, self.acknowledged = self._now, {**self._now, **records}

    def _forget(self, names: Sequence[str]) -> None:
        self.before = self._now
        self.acknowledged = {name: one for name, one in self._now.items() if name not in names}


def _numbered(count: int) -> list[str]:
    return [f"new {number}" for number in range(1, count + 1)]
