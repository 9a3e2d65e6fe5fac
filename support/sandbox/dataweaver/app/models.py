"""What the product remembers, as rows of its database."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Json = dict[str, Any]


def now() -> datetime:
    """Return the time as the product writes it: in UTC, without saying so."""
    return datetime.now(UTC).replace(tzinfo=None)


class Base(DeclarativeBase):
    """Every table."""

    type_annotation_map = {Json: JSON}  # noqa: RUF012  SQLAlchemy's own way


class Connector(Base):
    """A way into a source."""

    __tablename__ = "connectors"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    description: Mapped[str | None]
    connector_type: Mapped[str]
    status: Mapped[str] = mapped_column(default="DISCONNECTED")
    auth_type: Mapped[str]
    config: Mapped[Json | None]
    sync_enabled: Mapped[bool]
    sync_schedule: Mapped[str | None]
    last_sync: Mapped[datetime | None]
    next_sync: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime | None]


class DataSource(Base):
    """A table of a source that is extracted and synced; `synced` is how it was when it last was."""

    __tablename__ = "data_sources"

    id: Mapped[int] = mapped_column(primary_key=True)
    connector_id: Mapped[int] = mapped_column(ForeignKey("connectors.id"))
    name: Mapped[str]
    description: Mapped[str | None]
    source_type: Mapped[str]
    source_path: Mapped[str]
    data_schema: Mapped[Json | None]
    source_metadata: Mapped[Json | None]
    last_updated: Mapped[datetime | None]
    is_active: Mapped[bool]
    sync_enabled: Mapped[bool]
    synced: Mapped[Json | None]


class DataExtract(Base):
    """An extraction, and the file that came of it."""

    __tablename__ = "data_extracts"

    id: Mapped[int] = mapped_column(primary_key=True)
    data_source_id: Mapped[int] = mapped_column(ForeignKey("data_sources.id"))
    workflow_id: Mapped[int | None]
    extract_type: Mapped[str]
    extract_config: Mapped[Json | None]
    status: Mapped[str]
    data_file_path: Mapped[str | None]
    data_format: Mapped[str | None]
    row_count: Mapped[int | None]
    column_count: Mapped[int | None]
    started_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)


class SyncLog(Base):
    """What became of a sync."""

    __tablename__ = "connector_sync_logs"

    id: Mapped[int] = mapped_column(primary_key=True)
    connector_id: Mapped[int] = mapped_column(ForeignKey("connectors.id"))
    sync_type: Mapped[str]
    status: Mapped[str]
    records_processed: Mapped[int] = mapped_column(default=0)
    records_added: Mapped[int] = mapped_column(default=0)
    records_updated: Mapped[int] = mapped_column(default=0)
    records_deleted: Mapped[int] = mapped_column(default=0)
    error_message: Mapped[str | None]
    error_details: Mapped[Json | None]
    started_at: Mapped[datetime] = mapped_column(default=now)
    completed_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
