"""A search hit as today's search shows it."""

from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel
from qdrant_client.models import ScoredPoint

from support.sandbox.airweave.app.documents import OWN_KEYS

# What the store keeps of files in fields of their own, which search does not show.
_COLUMNS = {
    "commit_id",
    "file_id",
    "language",
    "mime_type",
    "path",
    "path_in_repo",
    "repo_name",
    "repo_owner",
    "size",
}


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


class SearchHit(BaseModel):
    """A hit."""

    entity_id: str
    name: str
    relevance_score: float
    textual_representation: str
    breadcrumbs: list[BreadcrumbOut]
    created_at: datetime | None
    updated_at: datetime | None
    airweave_system_metadata: SystemMetadata
    access: Access = Access()
    web_url: str
    url: str | None
    raw_source_fields: dict[str, Any]

    @classmethod
    def of(cls, point: ScoredPoint) -> Self:
        """Show a point of the vector store: what is common to all entities apart from the rest."""
        payload = point.payload or {}
        own = {key: value for key, value in payload.items() if key in OWN_KEYS}
        raw = {key: value for key, value in payload.items() if key not in OWN_KEYS | _COLUMNS}
        raw["web_url"] = payload["web_url"]
        return cls(**own, relevance_score=point.score, raw_source_fields=raw)
