"""What Airweave's API answers, reduced to what the suite reads."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator

_ENDED = {"completed", "failed", "cancelled"}


class Collection(BaseModel):
    """A searchable collection."""

    id: str
    name: str
    readable_id: str
    status: str | None = None


class Connection(BaseModel):
    """A source connected to a collection."""

    id: str
    name: str
    short_name: str
    readable_collection_id: str
    status: str
    sync_id: str | None = None


class Job(BaseModel):
    """One run of a sync. The counters count source entities, never chunks."""

    id: str
    status: Annotated[str, BeforeValidator(str.lower)]
    started_at: datetime | None = None
    completed_at: datetime | None = None
    entities_inserted: int = 0
    entities_updated: int = 0
    entities_deleted: int = 0
    entities_failed: int = 0
    error: str | None = None

    @property
    def ended(self) -> bool:
        """Whether the job reached a state that it never leaves."""
        return self.status in _ENDED

    def __str__(self) -> str:
        reason = f", because: {self.error}" if self.error else ""
        return (
            f"job {self.status}{reason} (inserted {self.entities_inserted},"
            f" updated {self.entities_updated}, deleted {self.entities_deleted},"
            f" failed {self.entities_failed})"
        )


class Piece(BaseModel):
    """A chunk of an entity, as search returns it or as the vector store holds it."""

    entity_id: str
    original_id: str
    chunk_index: int = 0
    name: str = ""
    text: str = ""
    source_name: str = ""
    entity_type: str = ""
    sync_id: str = ""
    job_id: str = ""
    tenant: str | None = None
    score: float | None = None
    raw: dict[str, Any] = {}
