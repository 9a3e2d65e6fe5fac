"""Airweave's API of today. Contract: https://docs.airweave.ai/api-reference."""

import json
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel

from support.airweave.models import Collection, Connection, Job, Piece
from support.api import Api
from support.errors import Failure
from support.waiting import eventually

Strategy = Literal["semantic", "keyword", "hybrid"]

_MOST_HITS = 200


class Airweave:
    """One organisation of an Airweave deployment.

    Args:
        base_url: where the API answers.
        api_key: names and opens the organisation; None where authentication is off.
        organization_id: picks one of the key's organisations.
        timeout: of one request, in seconds.
        retries: how often a call is repeated after a transient error.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str | None,
        organization_id: UUID | None,
        timeout: float,
        retries: int,
    ) -> None:
        headers = {"X-API-Key": api_key} if api_key else {}
        if organization_id:
            headers["X-Organization-ID"] = str(organization_id)
        self._api = Api("Airweave", base_url, headers, timeout, retries)

    def close(self) -> None:
        """Close the pooled connections."""
        self._api.close()

    def check_health(self) -> None:
        """Raise a Failure unless Airweave calls itself healthy."""
        answer = self._api.call("GET", "/health")
        if answer.get("status") != "healthy":
            raise Failure(f"Airweave does not call itself healthy: {answer}")

    def create_collection(self, readable_id: str) -> Collection:
        """Create a collection whose name and readable id are both `readable_id`."""
        body = {"name": readable_id, "readable_id": readable_id}
        return Collection(**self._api.call("POST", "/collections", body=body))

    def collections(self, search: str = "") -> list[Collection]:
        """Return the organisation's collections whose name contains `search`."""
        query: dict[str, str | int | bool] = {"limit": 1000, "search": search}
        return [Collection(**item) for item in self._api.call("GET", "/collections", query=query)]

    def collection(self, readable_id: str) -> Collection:
        """Return one collection; an unknown one is an ApiError of status 404."""
        return Collection(**self._api.call("GET", f"/collections/{readable_id}"))

    def delete_collection(self, readable_id: str) -> None:
        """Delete a collection with its connections; the stored data goes a little later."""
        self._api.call("DELETE", f"/collections/{readable_id}")

    def connect(
        self,
        readable_id: str,
        source: str,
        credentials: dict[str, Any],
        config: dict[str, Any],
    ) -> Connection:
        """Connect a source to a collection, which starts the first sync at once.

        No schedule: a run that Airweave starts by itself would disturb the scenario.
        """
        body = {
            "name": readable_id[:42],
            "short_name": source,
            "readable_collection_id": readable_id,
            "authentication": _authentication(credentials),
            "config": config,
            "schedule": {"cron": None},
            "sync_immediately": True,
        }
        return Connection(**self._api.call("POST", "/source-connections", body=body))

    def connection_as_shown(self, connection: Connection) -> str:
        """Return all that Airweave shows of a connection, by itself and in lists, as text."""
        query = {"collection": connection.readable_collection_id}
        by_itself = self._api.call("GET", f"/source-connections/{connection.id}")
        listed = self._api.call("GET", "/source-connections", query=query)
        return json.dumps([by_itself, listed])

    def delete_connection(self, connection_id: str) -> None:
        """Delete a connection; the stored data goes a little later."""
        self._api.call("DELETE", f"/source-connections/{connection_id}")

    def run(self, connection_id: str, *, full: bool = False) -> Job:
        """Start a sync, over everything (`full`) or over what changed since the last one."""
        path = f"/source-connections/{connection_id}/run"
        return Job(**self._api.call("POST", path, query={"force_full_sync": full}))

    def jobs(self, connection_id: str) -> list[Job]:
        """Return the connection's sync jobs, newest first."""
        answer = self._api.call("GET", f"/source-connections/{connection_id}/jobs")
        return [Job(**item) for item in answer]

    def cancel(self, connection_id: str, job_id: str) -> Job:
        """Ask a job to stop."""
        path = f"/source-connections/{connection_id}/jobs/{job_id}/cancel"
        return Job(**self._api.call("POST", path))

    def wait_for_end(self, connection_id: str, job_id: str, budget: float) -> Job:
        """Wait until a job has ended, however it ended; `budget` in seconds."""
        return eventually(
            lambda: self._job(connection_id, job_id),
            until=lambda job: job.ended,
            budget=budget,
            waiting_for="the sync job to end",
        )

    def search(
        self, readable_id: str, query: str, strategy: Strategy, limit: int = _MOST_HITS
    ) -> list[Piece]:
        """Search without any language model; hits come best first, with their scores."""
        body = {"query": query, "retrieval_strategy": strategy, "limit": limit}
        path = f"/collections/{readable_id}/search/instant"
        answer = self._api.call("POST", path, body=body, repeatable=True)
        return [_Hit(**item).piece() for item in answer["results"]]

    def _job(self, connection_id: str, job_id: str) -> Job:
        found = [job for job in self.jobs(connection_id) if job.id == job_id]
        if not found:
            raise Failure(f"Airweave no longer lists sync job {job_id}")
        return found[0]


def _authentication(credentials: dict[str, Any]) -> dict[str, Any]:
    """Wrap credentials, but for the token of an OAuth source, which Airweave takes as it is."""
    return credentials if "access_token" in credentials else {"credentials": credentials}


class _SystemMetadata(BaseModel):
    source_name: str
    entity_type: str
    original_entity_id: str
    chunk_index: int
    sync_id: str | None = None
    sync_job_id: str | None = None


class _Hit(BaseModel):
    entity_id: str
    name: str
    relevance_score: float
    textual_representation: str
    airweave_system_metadata: _SystemMetadata
    raw_source_fields: dict[str, Any]

    def piece(self) -> Piece:
        metadata = self.airweave_system_metadata
        return Piece(
            entity_id=self.entity_id,
            original_id=metadata.original_entity_id,
            chunk_index=metadata.chunk_index,
            name=self.name,
            text=self.textual_representation,
            source_name=metadata.source_name,
            entity_type=metadata.entity_type,
            sync_id=metadata.sync_id or "",
            job_id=metadata.sync_job_id or "",
            score=self.relevance_score,
            raw=self.raw_source_fields,
        )
