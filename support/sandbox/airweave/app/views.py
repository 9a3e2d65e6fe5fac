"""Shows the state's objects as the bodies of answers."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import SecretStr

from support.sandbox.airweave.app.embedding import DIMENSIONS, MODEL_NAME
from support.sandbox.airweave.app.schemas import (
    AuthenticationOut,
    CollectionOut,
    ConfigField,
    ConnectionListItem,
    ConnectionOut,
    ConnectionSummary,
    EntitySummary,
    EntityTypeStats,
    Fields,
    JobDetails,
    JobOut,
    ScheduleOut,
    SourceOut,
    SyncOut,
)
from support.sandbox.airweave.app.sources.base import Source
from support.sandbox.airweave.app.state import Collection, Connection, Job, JobStatus


def collection_out(collection: Collection, connections: Sequence[Connection]) -> CollectionOut:
    """Show a collection by itself; only a list tells the sources, too."""
    return CollectionOut(
        id=collection.id,
        name=collection.name,
        readable_id=collection.readable_id,
        created_at=collection.created_at,
        modified_at=collection.modified_at,
        organization_id=collection.organization_id,
        status=collection_status(connections),
        vector_size=DIMENSIONS,
        embedding_model_name=MODEL_NAME,
        source_connection_summaries=[],
    )


def summaries(connections: Sequence[Connection]) -> list[ConnectionSummary]:
    """Say in short what feeds a collection."""
    return [
        ConnectionSummary(short_name=item.source.short_name, name=item.name) for item in connections
    ]


def collection_status(
    connections: Sequence[Connection],
) -> Literal["ACTIVE", "NEEDS SOURCE", "ERROR"]:
    """Sum up connections: all failed last time, one that ever synced or is at it, or neither."""
    last = [connection.last_job for connection in connections]
    if last and all(job and job.status is JobStatus.FAILED for job in last):
        return "ERROR"
    jobs = [job for connection in connections for job in connection.jobs]
    if any(job.status.is_active or job.status is JobStatus.COMPLETED for job in jobs):
        return "ACTIVE"
    return "NEEDS SOURCE"


def connection_status(connection: Connection) -> str:
    """Sum up a connection by its newest job."""
    last = connection.last_job
    if last is None:
        return "active" if connection.source.federated else "pending_sync"
    if last.status.is_active:
        return "syncing"
    if connection.sync and connection.sync.paused:
        return "needs_reauth"
    return "error" if last.status is JobStatus.FAILED else "active"


def connection_out(connection: Connection) -> ConnectionOut:
    """Show a connection without its secrets."""
    last, sync = connection.last_job, connection.sync
    paused = bool(sync and sync.paused)
    return ConnectionOut(
        id=connection.id,
        organization_id=connection.organization_id,
        name=connection.name,
        description=connection.description,
        short_name=connection.source.short_name,
        readable_collection_id=connection.collection.readable_id,
        status=connection_status(connection),
        created_at=connection.created_at,
        modified_at=connection.modified_at,
        auth=AuthenticationOut(
            authenticated=not paused, authenticated_at=connection.authenticated_at
        ),
        config=connection.config.model_dump(mode="json"),
        schedule=_schedule_out(connection) if sync else None,
        sync=_sync_out(last) if last else None,
        sync_id=sync.id if sync else None,
        entities=entity_summary(connection) if sync and sync.known else None,
        federated_search=connection.source.federated,
        error_category=last.error_category if last and paused else None,
        error_message=last.error if last and paused else None,
    )


def connection_list_item(connection: Connection) -> ConnectionListItem:
    """Show a connection in a listing."""
    return ConnectionListItem(
        id=connection.id,
        name=connection.name,
        short_name=connection.source.short_name,
        readable_collection_id=connection.collection.readable_id,
        created_at=connection.created_at,
        modified_at=connection.modified_at,
        is_authenticated=not (connection.sync and connection.sync.paused),
        entity_count=entity_summary(connection).total_entities,
        status=connection_status(connection),
    )


def entity_summary(connection: Connection) -> EntitySummary:
    """Count what the connection has in the store, by type."""
    known = list(connection.sync.known.values()) if connection.sync else []
    counts = Counter(entity.entity_type for entity in known)
    by_type = {
        entity_type: EntityTypeStats(
            count=count,
            last_updated=max(
                entity.written_at for entity in known if entity.entity_type == entity_type
            ),
        )
        for entity_type, count in counts.items()
    }
    return EntitySummary(total_entities=len(known), by_type=by_type)


def job_out(job: Job) -> JobOut:
    """Show a job by itself."""
    details = {"error": job.error} if job.error_category else None
    return JobOut(
        **_job_details(job).model_dump(),
        source_connection_id=job.connection_id,
        error_details=details,
    )


def _schedule_out(connection: Connection) -> ScheduleOut:
    return ScheduleOut(
        cron=connection.schedule.cron,
        continuous=connection.schedule.continuous,
        cursor_field=connection.schedule.cursor_field,
    )


def _sync_out(last: Job) -> SyncOut:
    return SyncOut(
        total_runs=1,
        successful_runs=int(last.status is JobStatus.COMPLETED),
        failed_runs=int(last.status is JobStatus.FAILED),
        last_job=_job_details(last),
    )


def _job_details(job: Job) -> JobDetails:
    seconds = None
    if job.started_at and job.completed_at:
        seconds = (job.completed_at - job.started_at).total_seconds()
    return JobDetails(
        id=job.id,
        status=job.status,
        started_at=job.started_at,
        completed_at=job.completed_at,
        duration_seconds=seconds,
        entities_inserted=job.counts.inserted,
        entities_updated=job.counts.updated,
        entities_deleted=job.counts.deleted,
        entities_failed=job.counts.failed,
        error=job.error,
        error_category=job.error_category,
    )


def source_out(source: type[Source]) -> SourceOut:
    """Show a connector with the settings it needs."""
    types: dict[Any, str] = {bool: "boolean", int: "number"}
    fields = [
        ConfigField(
            name=name,
            title=info.title or name,
            description=info.description,
            type=types.get(info.annotation, "string"),
            required=info.is_required(),
            is_secret=info.annotation is SecretStr,
        )
        for name, info in source.config_model.model_fields.items()
    ]
    return SourceOut(
        name=source.name,
        short_name=source.short_name,
        class_name=source.__name__,
        config_fields=Fields(fields=fields),
        federated_search=source.federated,
    )
