"""The bodies of requests and answers of August 2025."""

import uuid
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field
from qdrant_client import models

from support.sandbox.airweave.app.api_search import Limit, Offset
from support.sandbox.airweave.app.schemas import ConnectionName, RequestBody


class CollectionOut(BaseModel):
    """A collection."""

    name: str
    readable_id: str
    id: uuid.UUID
    created_at: datetime
    modified_at: datetime
    organization_id: uuid.UUID
    created_by_email: str | None = None
    modified_by_email: str | None = None
    status: Literal["ACTIVE", "NEEDS SOURCE", "ERROR", "PARTIAL ERROR"]


class ConnectionCreate(RequestBody):
    """`POST /source-connections`."""

    name: ConnectionName
    short_name: str
    collection: str
    description: str | None = None
    auth_fields: dict[str, Any] | None = None
    config_fields: dict[str, Any] | None = None
    cron_schedule: str | None = None
    sync_immediately: bool = True


class ConnectionUpdate(RequestBody):
    """`PUT /source-connections/{id}`: of all that may be changed, what the suite changes."""

    name: ConnectionName


class ConnectionListItem(BaseModel):
    """A source connection in a listing."""

    id: uuid.UUID
    name: str
    description: str | None
    short_name: str
    status: str
    created_at: datetime
    modified_at: datetime
    sync_id: uuid.UUID
    collection: str
    white_label_id: uuid.UUID | None = None


class ConnectionOut(ConnectionListItem):
    """A source connection."""

    config_fields: dict[str, Any]
    auth_fields: str | dict[str, Any] | None
    auth_provider: str | None = None
    auth_provider_config: dict[str, Any] | None = None
    organization_id: uuid.UUID
    connection_id: uuid.UUID
    created_by_email: str | None = None
    modified_by_email: str | None = None
    latest_sync_job_status: str | None
    latest_sync_job_id: uuid.UUID | None
    latest_sync_job_started_at: datetime | None
    latest_sync_job_completed_at: datetime | None
    latest_sync_job_error: str | None
    cron_schedule: str | None
    next_scheduled_run: datetime | None = None


class JobOut(BaseModel):
    """A sync job. The counters count source entities."""

    source_connection_id: uuid.UUID
    id: uuid.UUID
    organization_id: uuid.UUID
    created_by_email: str | None = None
    modified_by_email: str | None = None
    created_at: datetime
    modified_at: datetime
    status: str
    scheduled: bool = False
    entities_inserted: int
    entities_updated: int
    entities_deleted: int
    entities_kept: int
    entities_skipped: int
    entities_encountered: dict[str, int] = {}
    started_at: datetime | None
    completed_at: datetime | None
    failed_at: datetime | None
    error: str | None


class SearchRequest(RequestBody):
    """`POST /collections/{readable_id}/search`.

    Recency and the switches of the language model are accepted and have no effect.
    """

    query: Annotated[str, Field(min_length=1, max_length=1000)]
    filter: models.Filter | None = None
    limit: Limit = 20
    offset: Offset = 0
    response_type: Literal["raw"] = "raw"
    search_method: Literal["hybrid", "neural", "keyword"] = "hybrid"
    recency_bias: Annotated[float, Field(ge=0, le=1)] = 0.3
    expansion_strategy: Literal["auto", "llm", "no_expansion"] = "auto"
    enable_reranking: bool = True
    enable_query_interpretation: bool = False


class ResultOut(BaseModel):
    """A hit: what is stored, and how well it fits."""

    score: float
    payload: dict[str, Any]


class SearchResponse(BaseModel):
    """Hits, the best first; `completion` would be a language model's answer."""

    results: list[ResultOut]
    response_type: str
    completion: str | None = None
    status: Literal["success", "no_relevant_results", "no_results"]
