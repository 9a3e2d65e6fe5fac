"""What Airweave's API answers, reduced to what the suite reads."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator

Key = tuple[str, str]
"""An entity's type and id."""

Strategy = Literal["semantic", "keyword", "hybrid"]

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
    """One run of a sync. The counters count source entities, never chunks.

    `entities_kept` is None where Airweave does not tell it.
    """

    id: str
    status: Annotated[str, BeforeValidator(str.lower)]
    started_at: datetime | None = None
    completed_at: datetime | None = None
    entities_inserted: int = 0
    entities_updated: int = 0
    entities_deleted: int = 0
    entities_failed: int = 0
    entities_kept: int | None = None
    error: str | None = None

    @property
    def begun(self) -> bool:
        """Whether the job has left the state in which it waits for its turn."""
        return self.started_at is not None or self.ended

    @property
    def ended(self) -> bool:
        """Whether the job reached a state that it never leaves."""
        return self.status in _ENDED

    @property
    def counts(self) -> tuple[int, ...]:
        """How far it has come, by its own counters."""
        return (
            self.entities_inserted,
            self.entities_updated,
            self.entities_deleted,
            self.entities_failed,
            self.entities_kept or 0,
        )

    @property
    def seconds(self) -> float | None:
        """How long the job was at work; None if it is not told."""
        if not self.started_at or not self.completed_at:
            return None
        return (self.completed_at - self.started_at).total_seconds()

    @property
    def failed(self) -> bool:
        """Whether the job tells that something went wrong."""
        return self.status != "completed" or self.entities_failed > 0

    def __str__(self) -> str:
        reason = f", because: {self.error}" if self.error else ""
        kept = "" if self.entities_kept is None else f", kept {self.entities_kept}"
        return (
            f"job {self.status}{reason} (inserted {self.entities_inserted},"
            f" updated {self.entities_updated}, deleted {self.entities_deleted},"
            f" failed {self.entities_failed}{kept})"
        )


def moment_of(told: datetime) -> datetime:
    """Return a time with its zone: what is told without one is in UTC."""
    return told.replace(tzinfo=UTC) if told.tzinfo is None else told


class Piece(BaseModel):
    """A chunk of an entity, as search returns it or as the vector store holds it.

    `containers` are the ids of the entities above it, the root of the source first,
    `container_names` what they are called, and `container_types` of which kind they are. `page` is
    the address that shows it in its source, and `download` that of its content. `score` is the
    cosine between what was asked and what is stored, whatever a generation makes of it; other
    searches rank, but do not measure. `rating` is what orders the hits of one answer.
    """

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
    containers: list[str] = []
    container_names: list[str] = []
    container_types: list[str] = []
    page: str = ""
    download: str = ""
    created_at: datetime | None = None
    updated_at: datetime | None = None
    score: float | None = None
    rating: float | None = None
    raw: dict[str, Any] = {}

    @property
    def key(self) -> Key:
        """What tells its entity from all others: ids are given by kind, and may coincide."""
        return self.entity_type, self.original_id
