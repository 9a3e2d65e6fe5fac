"""Turns entities into the points of the vector store: one point a chunk."""

import hashlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from qdrant_client.models import PointStruct, SparseVector

from support.sandbox.airweave.app.chunking import MAX_TOKENS, chunk
from support.sandbox.airweave.app.embedding import Embedder, document_vector
from support.sandbox.airweave.app.sources.base import Entity

SPARSE = "bm25"
DENSE = ""  # the unnamed vector

# Payload keys with a meaning of their own; every other key is a field of the source.
OWN_KEYS = frozenset(
    {
        "airweave_collection_id",
        "airweave_system_metadata",
        "breadcrumbs",
        "created_at",
        "entity_id",
        "name",
        "textual_representation",
        "updated_at",
        "url",
        "web_url",
    }
)


@dataclass(frozen=True)
class Origin:
    """Where the points of a run belong."""

    collection_id: uuid.UUID
    sync_id: uuid.UUID
    job_id: uuid.UUID
    source_name: str


def content_hash(entity: Entity) -> str:
    """Return the SHA-256 of what an entity says.

    Left out, as in Airweave: where it is (breadcrumbs, addresses), when it was touched, and the
    fields that its source flags as not hashable.
    """
    fields = {key: value for key, value in entity.fields.items() if key not in entity.unhashed}
    content = [entity.entity_type, entity.name, entity.text, fields]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def points_of(entity: Entity, origin: Origin, embedder: Embedder) -> Iterator[PointStruct]:
    """Yield the points of an entity, one a chunk of its text."""
    chunks = chunk(entity.text, MAX_TOKENS[entity.text_kind], embedder.count_tokens)
    digest = content_hash(entity)
    for index, (text, dense) in enumerate(zip(chunks, embedder.dense(chunks), strict=True)):
        chunk_id = f"{entity.entity_id}__chunk_{index}"
        vectors: dict[str, list[float] | SparseVector] = {
            DENSE: dense,
            SPARSE: document_vector(text),
        }
        yield PointStruct(
            id=str(uuid.uuid5(origin.sync_id, chunk_id)),
            vector=vectors,
            payload=_payload(entity, digest, origin, index, text),
        )


def _payload(entity: Entity, digest: str, origin: Origin, index: int, text: str) -> dict[str, Any]:
    return {
        **entity.fields,
        "airweave_collection_id": str(origin.collection_id),
        "entity_id": f"{entity.entity_id}__chunk_{index}",
        "name": entity.name,
        "breadcrumbs": [asdict(step) for step in entity.breadcrumbs],
        "textual_representation": text,
        "url": entity.url,
        "web_url": entity.web_url,
        "created_at": _iso(entity.created_at),
        "updated_at": _iso(entity.updated_at),
        "airweave_system_metadata": {
            "source_name": origin.source_name,
            "entity_type": entity.entity_type,
            "sync_id": str(origin.sync_id),
            "sync_job_id": str(origin.job_id),
            "original_entity_id": entity.entity_id,
            "chunk_index": index,
            "hash": digest,
            "airweave_created_at": _iso(entity.created_at),
            "airweave_updated_at": _iso(entity.updated_at) or datetime.now(UTC).isoformat(),
        },
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
