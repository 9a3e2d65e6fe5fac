"""Shows the state's objects as the bodies of answers of August 2025."""

from collections.abc import Sequence
from typing import Any, Literal

from support.sandbox.airweave.app.api_jobs import sync_of
from support.sandbox.airweave.app.generation_2025.schemas import (
    CollectionOut,
    ConnectionListItem,
    ConnectionOut,
    JobOut,
)
from support.sandbox.airweave.app.state import Collection, Connection, Job, JobStatus

_HIDDEN = "********"
_STATUS = {JobStatus.RUNNING: "in_progress", JobStatus.CANCELLING: "cancelled"}


def collection_out(collection: Collection, connections: Sequence[Connection]) -> CollectionOut:
    """Show a collection with a status that sums up the connections that feed it."""
    return CollectionOut(
        name=collection.name,
        readable_id=collection.readable_id,
        id=collection.id,
        created_at=collection.created_at,
        modified_at=collection.modified_at,
        organization_id=collection.organization_id,
        status=_collection_status(connections),
    )


def connection_out(connection: Connection, *, asked_for_credentials: bool = False) -> ConnectionOut:
    """Show a connection without its credentials."""
    last = connection.last_job
    return ConnectionOut(
        **connection_list_item(connection).model_dump(),
        config_fields=connection.config.model_dump(mode="json", exclude_unset=True),
        auth_fields=credentials_of(connection) if asked_for_credentials else _HIDDEN,
        organization_id=connection.organization_id,
        connection_id=connection.id,
        latest_sync_job_status=job_status(last) if last else None,
        latest_sync_job_id=last.id if last else None,
        latest_sync_job_started_at=last.started_at if last else None,
        latest_sync_job_completed_at=job_out(last, connection).completed_at if last else None,
        latest_sync_job_error=last.error if last else None,
        cron_schedule=connection.schedule.cron,
    )


def credentials_of(_: Connection) -> str | dict[str, Any]:
    """Show whoever asks for credentials that there are some, and no more."""
    return _HIDDEN


def connection_list_item(connection: Connection) -> ConnectionListItem:
    """Show a connection in a listing."""
    return ConnectionListItem(
        id=connection.id,
        name=connection.name,
        description=connection.description,
        short_name=connection.source.short_name,
        status=_connection_status(connection),
        created_at=connection.created_at,
        modified_at=connection.modified_at,
        sync_id=sync_of(connection).id,
        collection=connection.collection.readable_id,
    )


def job_out(job: Job, connection: Connection) -> JobOut:
    """Show a job; only one that completed has a time of completion."""
    completed = job.status is JobStatus.COMPLETED
    failed = job.status is JobStatus.FAILED
    return JobOut(
        source_connection_id=connection.id,
        id=job.id,
        organization_id=connection.organization_id,
        created_at=job.created_at,
        modified_at=job.completed_at or job.started_at or job.created_at,
        status=job_status(job),
        entities_inserted=job.counts.inserted,
        entities_updated=job.counts.updated,
        entities_deleted=job.counts.deleted,
        entities_kept=job.counts.kept,
        entities_skipped=job.counts.failed,
        started_at=job.started_at,
        completed_at=job.completed_at if completed else None,
        failed_at=job.completed_at if failed else None,
        error=job.error,
    )


def job_status(job: Job) -> str:
    """Return the status by its name of 2025."""
    return _STATUS.get(job.status, str(job.status))


def _connection_status(connection: Connection) -> str:
    last = connection.last_job
    if last and last.status.is_active:
        return "in_progress"
    return "failing" if last and last.status is JobStatus.FAILED else "active"


def _collection_status(
    connections: Sequence[Connection],
) -> Literal["ACTIVE", "NEEDS SOURCE", "ERROR", "PARTIAL ERROR"]:
    if not connections:
        return "NEEDS SOURCE"
    failing = [_connection_status(connection) == "failing" for connection in connections]
    if all(failing):
        return "ERROR"
    return "PARTIAL ERROR" if any(failing) else "ACTIVE"
