"""Defects that show in one of a great many documents, where nobody would come to look."""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from itertools import islice
from unittest.mock import patch

from qdrant_client.models import PointStruct, ScoredPoint

from support.sandbox.airweave.app import documents, sync
from support.sandbox.airweave.app.documents import Origin
from support.sandbox.airweave.app.embedding import Embedder
from support.sandbox.airweave.app.sources.base import Entity
from support.sandbox.airweave.app.sync import SyncRun
from support.sandbox.airweave.sabotage import titles
from support.sandbox.airweave.sabotage.catalogue import CATALOGUE
from support.sandbox.airweave.sabotage.searching import hits
from support.sandbox.airweave.sabotage.syncing import renewed

Context = AbstractContextManager[object]

_UNTOUCHED, _EDITED, _ALSO_EDITED, _DELETED = (
    f"document-{number:06}.md" for number in (42, 30, 40, 26)
)
_EVERY = 3  # every third document
_AT_ONCE = 30


@CATALOGUE.sabotage(
    "One document of a great many is counted, and never stored.",
    caught_by=titles.MANY_ROWS,
    at=titles.MANY_SYNCED,
    diagnosis=rf"1 of \d+ documents: expected revision 1, the store holds absent: \S+{_UNTOUCHED}",
)
def one_of_many_lost() -> Context:
    original = documents.points_of

    def points_of(entity: Entity, origin: Origin, embedder: Embedder) -> Iterator[PointStruct]:
        if not entity.name.endswith(_UNTOUCHED):
            yield from original(entity, origin, embedder)

    return patch.object(sync, "points_of", points_of)


@CATALOGUE.sabotage(
    "One document of many that were edited is stored twice.",
    caught_by=titles.MANY_ROWS,
    at=titles.MANY_HELD,
    diagnosis=rf"1 of \d+ documents: expected revision 2, the store holds revision 2, 2 times:"
    rf" \S+{_EDITED}",
)
def one_of_many_doubled() -> Context:
    original = SyncRun._write

    def write(run: SyncRun, inserted: list[Entity], updated: list[Entity]) -> None:
        original(run, inserted, updated)
        for entity in _named(_EDITED, updated):
            points = documents.points_of(entity, run._origin, run._embedder)
            run._store.insert([renewed(point) for point in points])

    return patch.object(SyncRun, "_write", write)


@CATALOGUE.sabotage(
    "One document of many that were edited stays as it was.",
    caught_by=titles.MANY_ROWS,
    at=titles.MANY_HELD,
    diagnosis=rf"1 of \d+ documents: expected revision 2, the store holds revision 1:"
    rf" \S+{_ALSO_EDITED}",
)
def one_of_many_left_as_it_was() -> Context:
    original = SyncRun._write

    def write(run: SyncRun, inserted: list[Entity], updated: list[Entity]) -> None:
        left = _named(_ALSO_EDITED, updated)
        original(run, inserted, [entity for entity in updated if entity not in left])

    return patch.object(SyncRun, "_write", write)


@CATALOGUE.sabotage(
    "One document of many that were deleted is counted as deleted, and stays.",
    caught_by=titles.MANY_ROWS,
    at=titles.MANY_HELD,
    diagnosis=rf"1 of \d+ documents: expected absent, the store holds revision 1: \S+{_DELETED}",
)
def one_of_many_not_deleted() -> Context:
    original = SyncRun._remove

    def remove(run: SyncRun, ids: set[str]) -> None:
        original(run, {one for one in ids if not one.endswith(_DELETED)})

    return patch.object(SyncRun, "_remove", remove)


@CATALOGUE.sabotage(
    "Of many documents that are deleted at once the first thirty go, and the others stay.",
    caught_by=titles.MANY_ROWS,
    at=titles.MANY_HELD,
    diagnosis=r"1\d of \d+ documents: expected absent, the store holds revision 1: part-",
)
def thirty_deletions_at_once() -> Context:
    original = SyncRun._remove

    def remove(run: SyncRun, ids: set[str]) -> None:
        original(run, {*islice(sorted(ids), _AT_ONCE)})

    return patch.object(SyncRun, "_remove", remove)


@CATALOGUE.sabotage(
    "Of a great many documents all are stored, and every third is found by no search.",
    caught_by=titles.MANY_ROWS,
    at=titles.MANY_FOUND,
    diagnosis=r"\d+ of \d+ documents: expected revision \d, search shows absent: part-",
)
def many_unsearchable() -> Context:
    def is_found(hit: ScoredPoint) -> bool:
        number = re.search(r"document-(\d+)\.md", str((hit.payload or {}).get("name", "")))
        return number is None or int(number[1]) % _EVERY != 1

    return hits(lambda found: [hit for hit in found if is_found(hit)])


def _named(ending: str, entities: list[Entity]) -> list[Entity]:
    return [entity for entity in entities if entity.name.endswith(ending)]
