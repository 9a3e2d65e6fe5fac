"""The bodies of requests and answers, named and shaped as Airweave's OpenAPI document has them."""

import uuid
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

READABLE_ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"

CollectionName = Annotated[str, Field(min_length=4, max_length=64)]
ConnectionName = Annotated[str, Field(min_length=4, max_length=42)]


class RequestBody(BaseModel):
    """A request's body; unknown fields are ignored, and an error never repeats a value."""

    model_config = ConfigDict(hide_input_in_errors=True)


class CollectionCreate(RequestBody):
    """`POST /collections`."""

    name: CollectionName
    readable_id: Annotated[str, Field(pattern=READABLE_ID)] | None = None


class CollectionUpdate(RequestBody):
    """`PATCH /collections/{readable_id}`."""

    name: CollectionName | None = None


class ConnectionSummary(BaseModel):
    """A connection as a collection lists it."""

    short_name: str
    name: str


class CollectionOut(BaseModel):
    """A collection."""

    id: uuid.UUID
    name: str
    readable_id: str
    sync_config: dict[str, Any] | None = None
    created_at: datetime
    modified_at: datetime
    organization_id: uuid.UUID
    created_by_email: str | None = None
    modified_by_email: str | None = None
    status: Literal["ACTIVE", "NEEDS SOURCE", "ERROR"]
    vector_size: int
    embedding_model_name: str
    source_connection_summaries: list[ConnectionSummary]


class Authentication(RequestBody):
    """How a connection proves who it is: by credentials or, for an OAuth source, by a token."""

    credentials: dict[str, Any] | None = None
    access_token: str | None = None


class ScheduleConfig(RequestBody):
    """When to sync. Kept and returned, never acted on."""

    cron: str | None = None
    continuous: bool | None = None
    cursor_field: str | None = None


class ConnectionCreate(RequestBody):
    """`POST /source-connections`."""

    short_name: str
    readable_collection_id: str
    name: ConnectionName | None = None
    description: Annotated[str, Field(max_length=255)] | None = None
    config: dict[str, Any] | None = None
    schedule: ScheduleConfig | None = None
    sync_immediately: bool | None = None
    authentication: Authentication | None = None


class ConnectionUpdate(RequestBody):
    """`PATCH /source-connections/{id}`: what is left out stays as it is."""

    name: ConnectionName | None = None
    description: Annotated[str, Field(max_length=255)] | None = None
    config: dict[str, Any] | None = None
    schedule: ScheduleConfig | None = None
    authentication: Authentication | None = None


class AuthenticationOut(BaseModel):
    """Whether a connection is authenticated; never with what. The sandbox knows no other method."""

    method: Literal["direct"] = "direct"
    authenticated: bool
    authenticated_at: datetime | None = None
    expires_at: None = None
    auth_url: None = None
    auth_url_expires: None = None
    redirect_url: None = None
    claim_token: None = None
    provider_readable_id: None = None
    provider_id: None = None


class ScheduleOut(BaseModel):
    """When a connection would be synced."""

    cron: str | None
    next_run: datetime | None = None
    continuous: bool
    cursor_field: str | None
    cursor_value: Any = None


class JobDetails(BaseModel):
    """A job as its connection shows it."""

    id: uuid.UUID
    status: str
    started_at: datetime | None
    completed_at: datetime | None
    duration_seconds: float | None
    entities_inserted: int
    entities_updated: int
    entities_deleted: int
    entities_failed: int
    error: str | None
    error_category: str | None


class JobOut(JobDetails):
    """A job by itself."""

    source_connection_id: uuid.UUID
    error_details: dict[str, Any] | None = None


class SyncOut(BaseModel):
    """The runs of a connection; the totals reflect the latest job only, as in Airweave."""

    total_runs: int
    successful_runs: int
    failed_runs: int
    last_job: JobDetails


class EntityTypeStats(BaseModel):
    """How many entities of one type are in the store."""

    count: int
    last_updated: datetime | None


class EntitySummary(BaseModel):
    """What is in the store."""

    total_entities: int
    by_type: dict[str, EntityTypeStats]


class ConnectionOut(BaseModel):
    """A source connection."""

    id: uuid.UUID
    organization_id: uuid.UUID
    name: str
    description: str | None
    short_name: str
    readable_collection_id: str
    status: str
    created_at: datetime
    modified_at: datetime
    auth: AuthenticationOut
    config: dict[str, Any] | None
    schedule: ScheduleOut | None
    sync: SyncOut | None
    sync_id: uuid.UUID | None
    entities: EntitySummary | None
    error_category: str | None = None
    error_message: str | None = None
    provider_settings_url: None = None
    provider_short_name: None = None
    federated_search: bool = False


class ConnectionListItem(BaseModel):
    """A source connection in a listing."""

    id: uuid.UUID
    name: str
    short_name: str
    readable_collection_id: str
    created_at: datetime
    modified_at: datetime
    is_authenticated: bool
    entity_count: int
    federated_search: bool = False
    auth_method: Literal["direct"] = "direct"
    status: str


class ConfigField(BaseModel):
    """One field of a source's settings."""

    name: str
    title: str
    description: str | None
    type: str
    required: bool
    is_secret: bool


class Fields(BaseModel):
    """The fields of a source's settings."""

    fields: list[ConfigField]


class SyncIdOut(BaseModel):
    """The sync of a connection."""

    sync_id: uuid.UUID


class SourceOut(BaseModel):
    """A connector."""

    name: str
    short_name: str
    class_name: str
    config_fields: Fields
    federated_search: bool
