"""Routes for the jobs of source connections."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from support.sandbox.airweave.app.access import Caller, Parts
from support.sandbox.airweave.app.api_connections import sync_of
from support.sandbox.airweave.app.schemas import JobOut
from support.sandbox.airweave.app.state import Connection, Job, UnknownError
from support.sandbox.airweave.app.views import job_out

router = APIRouter(tags=["source-connections"])
_SECONDS_BETWEEN_NEWS = 0.25


@router.post("/source-connections/{source_connection_id}/run")
def run(
    source_connection_id: uuid.UUID, parts: Parts, caller: Caller, force_full_sync: bool = False
) -> JobOut:
    """Start a job; `force_full_sync` reads everything and removes what is no longer there."""
    connection = parts.state.connection(caller.id, source_connection_id)
    sync = sync_of(connection)
    return job_out(parts.jobs.start(connection, sync, force_full_sync=force_full_sync))


@router.get("/source-connections/{source_connection_id}/jobs")
def list_jobs(
    source_connection_id: uuid.UUID,
    parts: Parts,
    caller: Caller,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> list[JobOut]:
    """List the connection's jobs, newest first."""
    connection = parts.state.connection(caller.id, source_connection_id)
    return [job_out(job) for job in connection.jobs[::-1][:limit]]


@router.post("/source-connections/{source_connection_id}/jobs/{job_id}/cancel")
def cancel_job(
    source_connection_id: uuid.UUID, job_id: uuid.UUID, parts: Parts, caller: Caller
) -> JobOut:
    """Cancel a job that waits or runs; 400 when it is over."""
    connection = parts.state.connection(caller.id, source_connection_id)
    job = _job(connection, job_id)
    parts.jobs.cancel(job)
    return job_out(job)


@router.get("/sync/job/{job_id}/subscribe")
def subscribe(job_id: uuid.UUID, parts: Parts, caller: Caller) -> StreamingResponse:
    """Stream a job's progress as server-sent events, each one a job, until it is over."""
    connections = parts.state.connections(caller.id)
    jobs = [job for connection in connections for job in connection.jobs if job.id == job_id]
    if not jobs:
        raise UnknownError("Sync job not found")
    return StreamingResponse(_progress(jobs[0]), media_type="text/event-stream")


async def _progress(job: Job) -> AsyncIterator[str]:
    """Yield an event whenever the job looks different, and once more at its end."""
    shown = None
    while shown is None or job.status.is_active:
        news = job_out(job).model_dump_json()
        if news != shown:
            yield f"data: {news}\n\n"
            shown = news
        if job.done:
            await asyncio.wait([asyncio.wrap_future(job.done)], timeout=_SECONDS_BETWEEN_NEWS)
    yield f"data: {job_out(job).model_dump_json()}\n\n"


def _job(connection: Connection, job_id: uuid.UUID) -> Job:
    for job in connection.jobs:
        if job.id == job_id:
            return job
    raise UnknownError("Sync job not found")
