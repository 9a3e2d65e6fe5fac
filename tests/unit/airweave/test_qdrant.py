"""The index reads every way in which Airweave ever stored points in Qdrant."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from qdrant_client.models import Distance, PointStruct, VectorParams

from support.airweave.client.payload import piece_of
from support.airweave.observers.qdrant import Index
from tests.conftest import Settings
from tests.sandboxes import qdrant_of
from tests.unit.airweave.august_2025 import shapes

SHARED = "airweave_shared_minilm_l6_v2"
FILE = shapes.file_payload("docs/trip.md", "Pack light.")


class Qdrant:
    """Points, put down as a test wants them."""

    def __init__(self, sandbox: Settings) -> None:
        self.collection_id = str(uuid.uuid4())
        self.client = qdrant_of(sandbox)
        self.index = Index(sandbox["QDRANT_URL"], sandbox["QDRANT_API_KEY"], timeout=5)

    def put(self, container: str, *payloads: dict[str, Any]) -> None:
        """Make a Qdrant collection with these payloads."""
        size = VectorParams(size=2, distance=Distance.COSINE)
        self.client.create_collection(container, vectors_config=size)
        points = [
            PointStruct(id=str(uuid.uuid4()), vector=[1.0, 0.0], payload=payload)
            for payload in payloads
        ]
        self.client.upsert(container, points=points, wait=True)


@pytest.fixture
def qdrant(sandbox: Settings) -> Iterator[Qdrant]:
    """The sandbox's Qdrant; what a test put there is gone after it."""
    qdrant = Qdrant(sandbox)
    yield qdrant
    for name in (qdrant.collection_id, SHARED):
        qdrant.client.delete_collection(name)


def shared(collection_id: str) -> dict[str, Any]:
    """The payload of layout C: marked with its collection, every chunk with an id of its own."""
    metadata = FILE["airweave_system_metadata"]
    more = {"original_entity_id": FILE["entity_id"], "chunk_index": 4}
    return {
        "entity_id": f"{FILE['entity_id']}__chunk_4",
        "airweave_collection_id": collection_id,
        "textual_representation": "Pack light.",
        "airweave_system_metadata": metadata | more,
    }


def test_a_collection_of_its_own_is_read_whole(qdrant: Qdrant) -> None:
    qdrant.put(qdrant.collection_id, FILE, shapes.directory_payload("docs"))
    pieces = qdrant.index.pieces(qdrant.collection_id, shapes.SYNC)
    assert {piece.tenant for piece in pieces} == {qdrant.collection_id}
    assert {piece.text for piece in pieces} == {"Pack light.", ""}


def test_chunks_with_ids_of_their_own_are_numbered(qdrant: Qdrant) -> None:
    chunks = [shapes.file_payload("a.md", f"Part {n}", chunk=(n, 2)) for n in (1, 2)]
    qdrant.put(qdrant.collection_id, *chunks)
    pieces = qdrant.index.pieces(qdrant.collection_id)
    assert {piece.chunk_index: piece.text for piece in pieces} == {0: "Part 1", 1: "Part 2"}
    assert len({piece.original_id for piece in pieces}) == 1


def test_a_shared_collection_is_read_by_the_mark_and_by_the_sync(qdrant: Qdrant) -> None:
    foreign = shared("another") | {"airweave_system_metadata": {"sync_id": "another"}}
    qdrant.put(SHARED, shared(qdrant.collection_id), shared("strayed"), foreign)
    pieces = qdrant.index.pieces(qdrant.collection_id, shapes.SYNC)
    assert {piece.tenant for piece in pieces} == {qdrant.collection_id, "strayed"}
    assert {(piece.original_id, piece.chunk_index) for piece in pieces} == {(FILE["entity_id"], 4)}


def test_what_was_never_stored_or_is_deleted_is_not_there(qdrant: Qdrant) -> None:
    assert qdrant.index.pieces(str(uuid.uuid4()), shapes.SYNC) == []


def test_the_text_of_a_row_of_2025_is_what_stands_in_its_columns() -> None:
    row = {"entity_id": "s.articles:One", "table_name": "articles", "title": "One", "body": "Words"}
    assert {"title: One", "body: Words"} <= {*piece_of(row).text.splitlines()}
    assert piece_of({**row, "textual_representation": "Own words"}).text == "Own words"
    assert not piece_of({"entity_id": "docs", "name": "docs"}).text
