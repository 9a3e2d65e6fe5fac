"""What is sent to the product, and what it answers, in both generations."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, model_validator

from support.sandbox.dataweaver.app import rules

Json = dict[str, Any]


def _kept_to(rule: str) -> AfterValidator:
    """Return a validator that keeps to a rule as it is when it is asked."""

    def ask(value: Any) -> Any:  # noqa: ANN401  whatever the rule is about
        getattr(rules, rule)(value)
        return value

    return AfterValidator(ask)


Name = Annotated[str, _kept_to("name")]
Kind = Annotated[str, _kept_to("kind")]
Login = Annotated[str, _kept_to("login")]
Schedule = Annotated[str | None, _kept_to("schedule")]


class Strict(BaseModel):
    """What is sent, without fields that nobody knows."""

    @model_validator(mode="before")
    @classmethod
    def _has_known_fields(cls, sent: Any) -> Any:  # noqa: ANN401  whatever was sent
        rules.fields(cls.model_fields, sent)
        return sent


class ConnectorCreate(Strict):
    """A new connector."""

    name: Name
    description: str | None = None
    connector_type: Kind
    auth_type: Login
    config: Json | None = None
    sync_enabled: bool = False
    sync_schedule: Schedule = None


class ConnectorUpdate(Strict):
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


class DataSourceCreate(Strict):
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
