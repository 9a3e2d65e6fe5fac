"""Search hits as the current and the legacy search show them."""

from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel
from qdrant_client.models import ScoredPoint

from support.sandbox.airweave.app.documents import OWN_KEYS


class BreadcrumbOut(BaseModel):
    """One step of the path to an entity."""

    entity_id: str
    name: str
    entity_type: str


class SystemMetadata(BaseModel):
    """Where a hit comes from."""

    source_name: str
    entity_type: str
    sync_id: str
    sync_job_id: str
    chunk_index: int
    original_entity_id: str


class Access(BaseModel):
    """Who may view the entity in its source; None means that it is not known."""

    viewers: list[str] | None = None
    is_public: bool | None = None


class _Hit(BaseModel):
    entity_id: str
    name: str
    textual_representation: str
    breadcrumbs: list[BreadcrumbOut]
    created_at: datetime | None
    updated_at: datetime | None
    access: Access = Access()
    web_url: str
    url: str | None


class SearchHit(_Hit):
    """A hit of the current search."""

    relevance_score: float
    airweave_system_metadata: SystemMetadata
    raw_source_fields: dict[str, Any]

    @classmethod
    def of(cls, point: ScoredPoint) -> Self:
        """Show a point of the vector store."""
        own, raw = _split(point.payload or {})
        return cls(**own, relevance_score=point.score, raw_source_fields=raw)


class LegacyHit(_Hit):
    """A hit of the legacy search."""

    id: str
    score: float
    system_metadata: SystemMetadata
    source_fields: dict[str, Any]

    @classmethod
    def of(cls, point: ScoredPoint) -> Self:
        """Show a point of the vector store."""
        own, raw = _split(point.payload or {})
        metadata = own.pop("airweave_system_metadata")
        return cls(
            **own, id=str(point.id), score=point.score, system_metadata=metadata, source_fields=raw
        )


def _split(payload: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what is common to all entities, and what only this source says."""
    own = {key: value for key, value in payload.items() if key in OWN_KEYS}
    return own, {key: value for key, value in payload.items() if key not in OWN_KEYS}
