"""The sync engine: makes the store hold what the source holds, and counts what it took.

Each decision is a function of its own: `open_reading` (what to read), `classify` (what became of
an entity), `orphans` (what is gone without a word), `SyncRun._write` and `SyncRun._delete` (what
to do).
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import islice
from typing import TypeVar

from support.sandbox.airweave.app.documents import Origin, content_hash, points_of
from support.sandbox.airweave.app.embedding import Embedder
from support.sandbox.airweave.app.sources.base import Deletion, Entity, Reading, Source
from support.sandbox.airweave.app.state import Job, KnownEntity, Sync, now
from support.sandbox.airweave.app.store import Store

BATCH = 32
T = TypeVar("T")


class CancelledError(Exception):
    """Somebody asked the job to stop."""


class Change(StrEnum):
    """What became of an entity since the last run."""

    INSERT = "insert"
    UPDATE = "update"
    KEEP = "keep"


def open_reading(source: Source, sync: Sync, force_full: bool) -> Reading:
    """Return an incremental reading where the cursor allows one, else a full one."""
    if sync.cursor and not force_full:
        reading = source.incremental(sync.cursor)
        if reading is not None:
            return reading
    return source.full()


def classify(known: KnownEntity | None, digest: str) -> Change:
    """Tell what became of an entity, given what is remembered of it and its hash of today."""
    if known is None:
        return Change.INSERT
    return Change.KEEP if known.content_hash == digest else Change.UPDATE


def orphans(known: Iterable[str], seen: Iterable[str], reading: Reading) -> set[str]:
    """Return the entities that a complete reading no longer holds; none if it was not complete."""
    return set(known) - set(seen) - reading.unchanged if reading.complete else set()


class SyncRun:
    """One job at work on one sync.

    Args:
        job: gets the counts; its `cancelled` event stops the work between two entities.
        sync: what is remembered from the last run; updated batch by batch.
        origin: where the points belong.
        store: where they are written.
        embedder: makes their vectors.
    """

    def __init__(
        self, job: Job, sync: Sync, origin: Origin, store: Store, embedder: Embedder
    ) -> None:
        self._job = job
        self._sync = sync
        self._origin = origin
        self._store = store
        self._embedder = store.embedder_of_chunks(embedder)
        self._seen: set[str] = set()

    def run(self, source: Source) -> None:
        """Bring the store up to date with the source.

        The cursor moves at the very end: a run that fails is repeated from where it began.

        Raises:
            SourceError: the source could not be read.
            CancelledError: the job was cancelled.
        """
        if self._job.force_full_sync:
            self._forget_what_is_lost()
        reading = open_reading(source, self._sync, self._job.force_full_sync)
        for batch in batched(self._until_cancelled(reading.changes), BATCH):
            self._apply(batch)
        self._delete(orphans(self._sync.known, self._seen, reading))
        self._sync.cursor = reading.cursor

    def _forget_what_is_lost(self) -> None:
        """Remember nothing of entities that the store does not hold, so that they are new."""
        stored = self._store.entities_of(self._origin.collection_id, self._origin.sync_id)
        for entity_id in self._sync.known.keys() - stored:
            del self._sync.known[entity_id]

    def _until_cancelled(self, changes: Iterator[Entity | Deletion]) -> Iterator[Entity | Deletion]:
        for change in changes:
            if self._job.cancelled.is_set():
                raise CancelledError
            yield change

    def _apply(self, batch: list[Entity | Deletion]) -> None:
        by_change: dict[Change, list[Entity]] = {change: [] for change in Change}
        for entity in self._first_seen(item for item in batch if isinstance(item, Entity)):
            known = self._sync.known.get(entity.entity_id)
            if known and known.entity_type != entity.entity_type:
                self._delete({entity.entity_id})  # a folder has taken the place of a file
                known = None
            by_change[classify(known, content_hash(entity))].append(entity)
        self._delete({item.entity_id for item in batch if isinstance(item, Deletion)})
        self._write(by_change[Change.INSERT], by_change[Change.UPDATE])
        self._job.counts.kept += len(by_change[Change.KEEP])

    def _first_seen(self, entities: Iterable[Entity]) -> Iterator[Entity]:
        """Yield each entity once; a second one of the same id counts as failed."""
        for entity in entities:
            if entity.entity_id in self._seen:
                self._job.counts.failed += 1
            else:
                self._seen.add(entity.entity_id)
                yield entity

    def _write(self, inserted: list[Entity], updated: list[Entity]) -> None:
        """Store new entities, and updated ones in place of all their old chunks."""
        written = inserted + updated
        points = [
            point for entity in written for point in points_of(entity, self._origin, self._embedder)
        ]
        self._remove({entity.entity_id for entity in updated})
        if points:
            self._store.insert(points)
        for entity in written:
            self._sync.known[entity.entity_id] = KnownEntity(
                entity.entity_type, content_hash(entity), now()
            )
        self._job.counts.inserted += len(inserted)
        self._job.counts.updated += len(updated)

    def _delete(self, ids: set[str]) -> None:
        """Remove entities; those that were never synced are not counted."""
        known = ids & self._sync.known.keys()
        self._remove(known)
        for entity_id in known:
            del self._sync.known[entity_id]
        self._job.counts.deleted += len(known)

    def _remove(self, ids: set[str]) -> None:
        if ids:
            self._store.delete(self._origin.collection_id, self._origin.sync_id, ids)


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield the items in lists of `size`, the last one shorter."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
