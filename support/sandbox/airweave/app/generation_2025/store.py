"""Layout A: every Airweave collection has a Qdrant collection of its own, named by its UUID."""

import json
import uuid
from collections import Counter
from collections.abc import Collection as Items
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from qdrant_client import QdrantClient, models

from support.sandbox.airweave.app.documents import DENSE, SPARSE
from support.sandbox.airweave.app.embedding import Embedder, WithoutVectors, document_vector
from support.sandbox.airweave.app.generation_2025.embedding import MiniLM
from support.sandbox.airweave.app.store import (
    SYNC_ID,
    TENANT,
    Store,
    equals,
    named_errors,
    patiently,
)

ENTITY_ID = "entity_id"

# Keys of a payload of today that a payload of 2025 does not have, or has elsewhere.
_NOT_OF_2025 = {
    TENANT,
    "airweave_system_metadata",
    "breadcrumbs",
    "created_at",
    "textual_representation",
    "updated_at",
    "web_url",
}

Payload = Mapping[str, Any]


class Shelf(Store):
    """The points of one Airweave collection."""

    _indexes: ClassVar[Mapping[str, models.PayloadFieldSchema]] = {
        f"airweave_system_metadata.airweave_{event}_at": models.PayloadSchemaType.DATETIME
        for event in ("created", "updated")
    }
    _dimensions: ClassVar[int] = MiniLM.dimensions

    def remove(self, sync_id: uuid.UUID, ids: Items[str] | None = None) -> None:
        """Remove what a sync wrote: every chunk of the entities with these ids, or all."""
        conditions = [equals(SYNC_ID, sync_id)]
        if ids is not None:
            chosen = models.MatchAny(any=list(ids))
            conditions.append(models.FieldCondition(key=ENTITY_ID, match=chosen))
        self._remove(*conditions)


class Shelves(Store):
    """The points of all Airweave collections.

    The engine hands over points as they are stored today; they are put down as in 2025.

    Args:
        client: of the Qdrant.
        embedder: makes the vectors of what is embedded in 2025.
    """

    def __init__(self, client: QdrantClient, embedder: Embedder) -> None:
        super().__init__(client)
        self._embedder = embedder

    def of(self, collection_id: uuid.UUID | str) -> Shelf:
        """Return the shelf of a collection."""
        return Shelf(self._client, str(collection_id))

    def place_of(self, collection_id: uuid.UUID) -> tuple[Store, list[models.FieldCondition]]:
        """Return the shelf of a collection, which holds nothing else."""
        return self.of(collection_id), []

    def embedder_of_chunks(self, embedder: Embedder) -> Embedder:
        """Return what counts tokens only: what a chunk says was not embedded in 2025."""
        return WithoutVectors(embedder)

    @patiently
    def prepare(self) -> None:
        """Wait for the store; there is nothing to make before there is a collection."""
        self.check()

    def insert(self, points: Sequence[models.PointStruct]) -> None:
        """Write points of one collection, each entity with all its chunks."""
        payloads = [point.payload or {} for point in points]
        totals = Counter(_original_id(payload) for payload in payloads)
        self.of(payloads[0][TENANT]).insert(
            [
                point_of(payload, totals[_original_id(payload)], self._embedder)
                for payload in payloads
            ]
        )

    def delete(self, collection_id: uuid.UUID, sync_id: uuid.UUID, ids: Items[str]) -> None:
        """Remove every chunk of the entities with these ids that this sync wrote."""
        self.of(collection_id).remove(sync_id, ids)

    @patiently
    def delete_sync(self, collection_id: uuid.UUID, sync_id: uuid.UUID) -> None:
        """Remove everything that a sync wrote."""
        self.of(collection_id).remove(sync_id)

    @patiently
    def delete_collection(self, collection_id: uuid.UUID) -> None:
        """Remove the Qdrant collection."""
        with named_errors():
            self._client.delete_collection(str(collection_id))


def point_of(payload: Payload, chunks: int, embedder: Embedder) -> models.PointStruct:
    """Return the point of 2025 for a chunk, given its payload of today.

    Args:
        payload: as `documents.points_of` made it.
        chunks: how many the entity has.
        embedder: makes the vector of meaning.
    """
    card, content = card_of(payload), _content(payload)
    return models.PointStruct(
        id=point_id(payload),
        vector={
            DENSE: embedder.dense([card])[0],
            SPARSE: document_vector(text_for_keywords(card, content)),
        },
        payload=_payload(payload, card, content, chunks),
    )


def point_id(payload: Payload) -> str:
    """Return an id that no other chunk has."""
    metadata = payload["airweave_system_metadata"]
    return _uuid(metadata["sync_id"], f"{_original_id(payload)}#{metadata['chunk_index']}")


def text_for_keywords(card: str, content: str) -> str:
    """Return what search by words looks into."""
    return f"{card}\n{content}"


def card_of(payload: Payload) -> str:
    """Return the text whose meaning is embedded: what an entity is called and where it stands."""
    metadata = payload["airweave_system_metadata"]
    context = [f"{_kind(step['entity_type'])} {step['name']}" for step in payload["breadcrumbs"]]
    lines = {
        "source": metadata["source_name"],
        "type": _kind(metadata["entity_type"]),
        "name": payload["name"],
        "Context": " → ".join(context),
        "path": payload.get("path"),
    }
    return " ".join(f"* {key}: {value}" for key, value in lines.items() if value)


def _payload(payload: Payload, card: str, content: str, chunks: int) -> dict[str, Any]:
    metadata = payload["airweave_system_metadata"]
    stored = {key: value for key, value in payload.items() if key not in _NOT_OF_2025}
    stored |= {
        ENTITY_ID: metadata["original_entity_id"],
        "breadcrumbs": [
            {
                "entity_id": step["entity_id"],
                "name": step["name"],
                "type": _kind(step["entity_type"]).lower(),
            }
            for step in payload["breadcrumbs"]
        ],
        "url": payload["web_url"],
        "embeddable_text": card,
        "airweave_system_metadata": {
            "db_entity_id": _uuid(metadata["sync_id"], metadata["original_entity_id"]),
            "sync_id": metadata["sync_id"],
            "sync_job_id": metadata["sync_job_id"],
            "airweave_created_at": metadata["airweave_created_at"],
            "airweave_updated_at": metadata["airweave_updated_at"],
            "hash": None,
            "source_name": metadata["source_name"],
            "entity_type": metadata["entity_type"],
            "should_skip": False,
            "sync_metadata": None,
        },
    }
    if content:
        stored["content"] = content
    if chunks > 1:
        number = metadata["chunk_index"] + 1
        stored["name"] = f"{payload['name']} (Chunk {number}/{chunks})"
        stored["metadata"] = json.dumps({"chunk_index": number, "total_chunks": chunks})
    return stored


def _content(payload: Payload) -> str:
    """Return the words of a file; what is said of folders and repositories is not stored."""
    return str(payload["textual_representation"]) if "line_count" in payload else ""


def _kind(entity_type: str) -> str:
    return entity_type.removeprefix("GitHub").removesuffix("Entity")


def _original_id(payload: Payload) -> str:
    return str(payload["airweave_system_metadata"]["original_entity_id"])


def _uuid(sync_id: str, name: str) -> str:
    return str(uuid.uuid5(uuid.UUID(sync_id), name))
