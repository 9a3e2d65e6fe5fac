"""What DataWeaver answers, in both of its generations."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field, model_validator

Json = dict[str, Any]


class Connector(BaseModel):
    """A connector, as DataWeaver shows it; of v2.0.0 with its two configurations in one."""

    id: int
    name: str
    description: str | None
    connector_type: str
    auth_type: str
    config: Json = Field(default_factory=dict)
    sync_enabled: bool
    sync_schedule: str | None
    status: str
    last_sync: datetime | None
    next_sync: datetime | None
    created_at: datetime | None = None
    updated_at: datetime | None = None

    @model_validator(mode="before")
    @classmethod
    def _join(cls, told: Any) -> Any:  # noqa: ANN401  JSON
        if not isinstance(told, dict):
            return told
        parts = (told.get(name) or {} for name in ("config", "auth_config", "connection_config"))
        return {**told, "config": {key: value for part in parts for key, value in part.items()}}


class Tested(BaseModel):
    """What came of testing a connector."""

    success: bool
    message: str = ""


class Schema(BaseModel):
    """The columns of a table, and how many rows it has."""

    columns: list[str] = Field(default_factory=list)
    row_count: int | None = None


class Discovered(BaseModel):
    """A table that discovery shows."""

    name: str
    source_type: str
    source_path: str
    table: Schema = Field(validation_alias="schema", default_factory=Schema)


class DataSource(BaseModel):
    """A data source, as DataWeaver shows it."""

    id: int
    connector_id: int
    name: str
    source_type: str
    source_path: str


class Extract(BaseModel):
    """An extraction, as DataWeaver shows it."""

    id: int
    data_source_id: int
    extract_type: str
    status: str
    data_file_path: str | None
    data_format: str | None
    row_count: int | None
    column_count: int | None
    started_at: datetime | None = None
    completed_at: datetime | None = None


class Brought(BaseModel):
    """What a sync says that it has brought of one data source."""

    success: bool
    data_file_path: str | None = None
    row_count: int | None = None
    column_count: int | None = None


class Synced(BaseModel):
    """What came of a sync."""

    success: bool
    data_sources_synced: int | None = None
    results: list[Brought] = Field(default_factory=list)


class BusinessScenario(BaseModel):
    """A scenario that DataWeaver offers."""

    id: str
    name: str
    sample_queries: list[str] = Field(default_factory=list)
    expected_outcomes: list[str] = Field(default_factory=list)


class SetUpConnector(BaseModel):
    """A connector of a scenario, as its set-up shows it."""

    id: int
    name: str
    connector_type: str
    auth_type: str
    status: str


class SetUp(BaseModel):
    """What came of setting a scenario up."""

    scenario_id: str
    connectors: list[SetUpConnector]
    data_sources: list[DataSource]
