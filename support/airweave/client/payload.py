"""What Airweave stores with a vector, in both shapes that it had, read into a `Piece`."""

import json
from collections.abc import Mapping
from typing import Any

from support.airweave.client.models import Piece


def piece_of(
    payload: Mapping[str, Any],
    tenant: str | None = None,
    score: float | None = None,
    rating: float | None = None,
) -> Piece:
    """Read a payload.

    Until September 2025 all chunks of an entity carry its id, their own text is the `content` and
    their number, from 1, is inside a JSON text. After that every chunk has an id of its own and
    its metadata names number and entity.

    Args:
        payload: as Qdrant holds it, or as the search of 2025 returns it.
        tenant: the collection that it belongs to, where the payload itself does not say so.
        score: how search measures it.
        rating: by what search orders it.
    """
    steps = payload.get("breadcrumbs") or []
    metadata = payload.get("airweave_system_metadata") or {}
    return Piece(
        entity_id=payload["entity_id"],
        original_id=metadata.get("original_entity_id") or payload["entity_id"],
        chunk_index=metadata.get("chunk_index", _chunk_index(payload)),
        name=payload.get("name") or "",
        text=_text(payload),
        source_name=metadata.get("source_name") or "",
        entity_type=metadata.get("entity_type") or "",
        sync_id=metadata.get("sync_id") or "",
        job_id=metadata.get("sync_job_id") or "",
        tenant=payload.get("airweave_collection_id", tenant),
        containers=[step["entity_id"] for step in steps],
        container_names=[step["name"] for step in steps],
        container_types=[step.get("entity_type") or "" for step in steps],
        page=payload.get("web_url") or payload.get("url") or "",
        download=payload.get("url") or "",
        created_at=payload.get("created_at"),
        updated_at=payload.get("updated_at"),
        score=score,
        rating=rating,
        raw=dict(payload),
    )


def _text(payload: Mapping[str, Any]) -> str:
    texts = (payload.get(key) for key in ("textual_representation", "md_content", "content"))
    rows = _columns(payload) if "table_name" in payload else ""
    return next((text for text in texts if text), rows)


def _columns(payload: Mapping[str, Any]) -> str:
    """Return what stands in a row of a table: until September 2025 its text is nowhere else."""
    told = {key: value for key, value in payload.items() if isinstance(value, str)}
    return "\n".join(f"{key}: {value}" for key, value in told.items() if key != "embeddable_text")


def _chunk_index(payload: Mapping[str, Any]) -> int:
    chunk = payload.get("metadata")
    if isinstance(chunk, str):
        chunk = json.loads(chunk)
    return int(chunk["chunk_index"]) - 1 if chunk and "chunk_index" in chunk else 0
