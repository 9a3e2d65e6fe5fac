"""What is sent to the product, and what it answers, in both generations."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from croniter import croniter
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

Json = dict[str, Any]


class ConnectorType(StrEnum):
    """What a connector leads to."""

    GOOGLE_WORKSPACE = "GOOGLE_WORKSPACE"
    MICROSOFT_365 = "MICROSOFT_365"
    SLACK = "SLACK"
    EMAIL = "EMAIL"
    DATABASE = "DATABASE"
    API = "API"
    FILE_SYSTEM = "FILE_SYSTEM"
    LIMS = "LIMS"
    OMICS = "OMICS"
    LITERATURE = "LITERATURE"
    CLINICAL = "CLINICAL"


class AuthType(StrEnum):
    """How a connector logs in."""

    OAUTH2 = "OAUTH2"
    API_KEY = "API_KEY"
    USERNAME_PASSWORD = "USERNAME_PASSWORD"  # noqa: S105  the name of a kind
    TOKEN = "TOKEN"  # noqa: S105  the name of a kind
    NONE = "NONE"


def _is_schedule(text: str | None) -> str | None:
    if text is not None and not croniter.is_valid(text):
        raise ValueError("is no schedule, such as 0 6 * * *")
    return text


Name = Annotated[str, StringConstraints(min_length=1, max_length=255, strip_whitespace=True)]
Schedule = Annotated[str | None, AfterValidator(_is_schedule)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ConnectorCreate(_Strict):
    """A new connector."""

    name: Name
    description: str | None = None
    connector_type: ConnectorType
    auth_type: AuthType
    config: Json | None = None
    sync_enabled: bool = False
    sync_schedule: Schedule = None


class ConnectorUpdate(_Strict):
    """What can be changed of a connector; what is left out stays."""

    name: Name | None = None
    description: str | None = None
    config: Json | None = None
    sync_enabled: bool | None = None
    sync_schedule: Schedule = None


class ConnectorView(BaseModel):
    """A connector as it is shown."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    description: str | None
    connector_type: str
    auth_type: str
    config: Json | None
    sync_enabled: bool
    sync_schedule: str | None
    status: str
    last_sync: datetime | None
    next_sync: datetime | None
    created_at: datetime
    updated_at: datetime | None


class DataSourceCreate(_Strict):
    """A new data source."""

    connector_id: int
    name: Name
    description: str | None = None
    source_type: Annotated[str, StringConstraints(max_length=100)]
    source_path: Annotated[str, StringConstraints(max_length=500)]
    data_schema: Json | None = None
    source_metadata: Json | None = None
    is_active: bool = True
    sync_enabled: bool = True


class DataSourceView(BaseModel):
    """A data source as it is shown."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    connector_id: int
    name: str
    description: str | None
    source_type: str
    source_path: str
    data_schema: Json | None
    source_metadata: Json | None
    is_active: bool
    sync_enabled: bool
    last_updated: datetime | None


class DataExtractView(BaseModel):
    """An extraction as it is shown."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    data_source_id: int
    workflow_id: int | None
    extract_type: str
    extract_config: Json | None
    status: str
    data_file_path: str | None
    data_format: str | None
    row_count: int | None
    column_count: int | None
    started_at: datetime | None
    completed_at: datetime | None
    created_at: datetime
