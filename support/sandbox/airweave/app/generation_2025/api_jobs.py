"""Routes for the jobs of source connections, as in August 2025."""

import uuid
from concurrent.futures import wait

from fastapi import APIRouter

from support.sandbox.airweave.app.access import Caller, Parts
from support.sandbox.airweave.app.api_jobs import JobRoutes, job_of, sync_of
from support.sandbox.airweave.app.generation_2025.schemas import JobOut
from support.sandbox.airweave.app.generation_2025.views import job_out
from support.sandbox.airweave.app.state import Connection, Job


class Jobs2025(JobRoutes):
    """Those of 2025."""

    def show(self, job: Job, connection: Connection) -> JobOut:
        """Return a job as it was shown in 2025; one that was told to stop, when it has stopped."""
        if job.cancelled.is_set() and job.done:
            wait([job.done])
        return job_out(job, connection)

    def routes(self) -> APIRouter:
        """Return the routes."""
        router = super().routes()
        router.add_api_route("/run", self.run, methods=["POST"])
        router.add_api_route("/jobs", self.list_all, methods=["GET"])
        router.add_api_route("/jobs/{job_id}", self.get, methods=["GET"])
        return router

    def run(self, source_connection_id: uuid.UUID, parts: Parts, caller: Caller) -> JobOut:
        """Start a job; refused credentials do not pause a connection, as they do today."""
        connection = parts.state.connection(caller.id, source_connection_id)
        sync = sync_of(connection)
        sync.paused = False
        return self.show(parts.jobs.start(connection, sync), connection)

    def list_all(
        self, source_connection_id: uuid.UUID, parts: Parts, caller: Caller
    ) -> list[JobOut]:
        """List the connection's jobs in an order that tells nothing."""
        connection = parts.state.connection(caller.id, source_connection_id)
        return [self.show(job, connection) for job in sorted(connection.jobs, key=_by_id)]

    def get(
        self, source_connection_id: uuid.UUID, job_id: uuid.UUID, parts: Parts, caller: Caller
    ) -> JobOut:
        """Return one job."""
        connection = parts.state.connection(caller.id, source_connection_id)
        return self.show(job_of(connection, job_id), connection)


def _by_id(job: Job) -> uuid.UUID:
    return job.id
