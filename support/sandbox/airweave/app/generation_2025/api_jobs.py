"""Routes for the jobs of source connections, as in August 2025."""

import uuid
from concurrent.futures import wait

from fastapi import APIRouter

from support.sandbox.airweave.app.access import Caller, Parts
from support.sandbox.airweave.app.api_connections import sync_of
from support.sandbox.airweave.app.generation_2025.schemas import JobOut
from support.sandbox.airweave.app.generation_2025.views import job_out
from support.sandbox.airweave.app.state import Connection, Job, UnknownError

router = APIRouter(prefix="/source-connections/{source_connection_id}", tags=["source-connections"])


@router.post("/run")
def run(source_connection_id: uuid.UUID, parts: Parts, caller: Caller) -> JobOut:
    """Start a job; refused credentials do not pause a connection, as they do today."""
    connection = parts.state.connection(caller.id, source_connection_id)
    sync = sync_of(connection)
    sync.paused = False
    return job_out(parts.jobs.start(connection, sync), connection)


@router.get("/jobs")
def list_jobs(source_connection_id: uuid.UUID, parts: Parts, caller: Caller) -> list[JobOut]:
    """List the connection's jobs in an order that tells nothing."""
    connection = parts.state.connection(caller.id, source_connection_id)
    return [job_out(job, connection) for job in sorted(connection.jobs, key=lambda job: job.id)]


@router.get("/jobs/{job_id}")
def get_job(
    source_connection_id: uuid.UUID, job_id: uuid.UUID, parts: Parts, caller: Caller
) -> JobOut:
    """Return one job."""
    connection = parts.state.connection(caller.id, source_connection_id)
    return job_out(_job(connection, job_id), connection)


@router.post("/jobs/{job_id}/cancel")
def cancel_job(
    source_connection_id: uuid.UUID, job_id: uuid.UUID, parts: Parts, caller: Caller
) -> JobOut:
    """Cancel a job; it has stopped when this returns. 400 when it was over."""
    connection = parts.state.connection(caller.id, source_connection_id)
    job = _job(connection, job_id)
    parts.jobs.cancel(job)
    wait([job.done] if job.done else [])
    return job_out(job, connection)


def _job(connection: Connection, job_id: uuid.UUID) -> Job:
    for job in connection.jobs:
        if job.id == job_id:
            return job
    raise UnknownError("Sync job not found")
