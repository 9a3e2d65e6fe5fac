"""Routes for the jobs of source connections."""

import uuid
from abc import ABC, abstractmethod
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from support.sandbox.airweave.app.access import Caller, Parts
from support.sandbox.airweave.app.schemas import JobOut
from support.sandbox.airweave.app.state import Connection, Job, Sync, UnknownError
from support.sandbox.airweave.app.views import job_out


class JobRoutes(ABC):
    """What all generations have."""

    @abstractmethod
    def show(self, job: Job, connection: Connection) -> BaseModel:
        """Return a job as this generation shows it."""

    def routes(self) -> APIRouter:
        """Return the routes."""
        prefix = "/source-connections/{source_connection_id}"
        router = APIRouter(prefix=prefix, tags=["source-connections"])
        path = "/jobs/{job_id}/cancel"
        router.add_api_route(path, self.cancel, methods=["POST"], response_model=None)
        return router

    def cancel(
        self, source_connection_id: uuid.UUID, job_id: uuid.UUID, parts: Parts, caller: Caller
    ) -> BaseModel:
        """Cancel a job that waits or runs; 400 when it is over."""
        connection = parts.state.connection(caller.id, source_connection_id)
        job = job_of(connection, job_id)
        parts.jobs.cancel(job)
        return self.show(job, connection)


class JobsToday(JobRoutes):
    """Today's."""

    def show(self, job: Job, connection: Connection) -> JobOut:
        """Return a job as it is shown today."""
        return job_out(job)

    def routes(self) -> APIRouter:
        """Return the routes."""
        router = super().routes()
        router.add_api_route("/run", self.run, methods=["POST"])
        router.add_api_route("/jobs", self.list_all, methods=["GET"])
        return router

    def run(
        self,
        source_connection_id: uuid.UUID,
        parts: Parts,
        caller: Caller,
        force_full_sync: bool = False,
    ) -> JobOut:
        """Start a job; `force_full_sync` reads everything and removes what is no longer there."""
        connection = parts.state.connection(caller.id, source_connection_id)
        job = parts.jobs.start(connection, sync_of(connection), force_full_sync=force_full_sync)
        return self.show(job, connection)

    def list_all(
        self,
        source_connection_id: uuid.UUID,
        parts: Parts,
        caller: Caller,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> list[JobOut]:
        """List the connection's jobs, newest first; 404 when its source is never synced."""
        connection = parts.state.connection(caller.id, source_connection_id)
        sync_of(connection)
        return self.newest(connection, limit)

    def newest(self, connection: Connection, limit: int) -> list[JobOut]:
        """Return the newest jobs, at most so many."""
        return [self.show(job, connection) for job in connection.jobs[::-1][:limit]]


def job_of(connection: Connection, job_id: uuid.UUID) -> Job:
    """Return a job of a connection; raises `UnknownError`."""
    for job in connection.jobs:
        if job.id == job_id:
            return job
    raise UnknownError("Sync job not found")


def sync_of(connection: Connection) -> Sync:
    """Return the sync of a connection; raises `UnknownError` when it has none."""
    if connection.sync is None:
        raise UnknownError("No sync found for this source connection")
    return connection.sync
