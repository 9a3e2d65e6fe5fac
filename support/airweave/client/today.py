"""Airweave's API of today. Contract: https://docs.airweave.ai/api-reference."""

import math
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, ClassVar

from pydantic import BaseModel

from support.airweave.client.generation import Ability, Embedded, Limit, Subject
from support.airweave.client.models import Collection, Connection, Job, Piece, Strategy
from support.core.errors import Failure
from support.core.http import Api


class Today:
    """Speaks today's API.

    Args:
        api: the HTTP conversation.
    """

    name: ClassVar[str] = "today"
    limits: ClassVar[Mapping[Ability, Limit]] = {
        Ability.KEPT_COUNTER: Limit(
            "how many entities a sync kept", "Airweave's jobs of today do not count them"
        ),
        Ability.HYBRID_SCORES: Limit(
            "the scores of hybrid search",
            "they are sums of two normalised scores and are no cosines",
        ),
    }

    def __init__(self, api: Api) -> None:
        self._api = api

    def sources(self) -> list[str]:
        """Return the short names of the sources that it can be connected to."""
        return [item["short_name"] for item in self._api.call("GET", "/sources")]

    def collections(self, search: str) -> list[Collection]:
        """Return the organisation's collections whose name contains `search`."""
        query: dict[str, str | int | bool] = {"limit": 1000, "search": search}
        return [Collection(**item) for item in self._api.call("GET", "/collections", query=query)]

    def connect(
        self,
        readable_id: str,
        source: str,
        credentials: Mapping[str, Any],
        config: Mapping[str, Any],
        *,
        sync: bool,
    ) -> Connection:
        """Connect a source to a collection; without a null cron a default one would apply."""
        body = {
            "name": readable_id[:42],
            "short_name": source,
            "readable_collection_id": readable_id,
            "authentication": _authentication(credentials),
            "config": config,
            "schedule": {"cron": None},
            "sync_immediately": sync,
        }
        return Connection(**self._api.call("POST", "/source-connections", body=body))

    def run(self, connection_id: str, *, full: bool) -> Job:
        """Start a sync."""
        path = f"/source-connections/{connection_id}/run"
        return Job(**self._api.call("POST", path, query={"force_full_sync": full}))

    def jobs(self, connection_id: str) -> list[Job]:
        """Return the connection's sync jobs, newest first."""
        answer = self._api.call("GET", f"/source-connections/{connection_id}/jobs")
        return [Job(**item) for item in answer]

    def job(self, connection_id: str, job_id: str) -> Job:
        """Return one sync job, which only the list shows."""
        found = [job for job in self.jobs(connection_id) if job.id == job_id]
        if not found:
            raise Failure(f"Airweave no longer lists sync job {job_id}")
        return found[0]

    def cancel(self, connection_id: str, job_id: str) -> Job:
        """Ask a job to stop."""
        path = f"/source-connections/{connection_id}/jobs/{job_id}/cancel"
        return Job(**self._api.call("POST", path))

    def search(self, readable_id: str, query: str, strategy: Strategy, limit: int) -> list[Piece]:
        """Search without any language model; a semantic score tells the angle, as a closeness."""
        body = {"query": query, "retrieval_strategy": strategy, "limit": limit}
        path = f"/collections/{readable_id}/search/instant"
        answer = self._api.call("POST", path, body=body, repeatable=True)
        measures = strategy == "semantic"
        return [_Hit(**item).piece(measures=measures) for item in answer["results"]]

    def questions(self, subject: Subject) -> Mapping[Embedded, str]:
        """Return a document's words: files of code alone, all else behind what is known of it."""
        words = subject.document.query
        known = {
            "Source": subject.source,
            "Type": subject.entity_type,
            "Name": PurePosixPath(subject.path).name,
        }
        head = "\n".join(f"**{key}**: {value}" for key, value in known.items())
        return {
            Embedded.WORDS: words,
            Embedded.DESCRIBED_WORDS: f"# Metadata\n\n{head}\n\n{words}",
        }


class _Breadcrumb(BaseModel):
    entity_id: str


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
    breadcrumbs: list[_Breadcrumb] = []
    airweave_system_metadata: _SystemMetadata
    raw_source_fields: dict[str, Any]

    def piece(self, *, measures: bool) -> Piece:
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
            containers=[step.entity_id for step in self.breadcrumbs],
            score=cosine_of(self.relevance_score) if measures else None,
            raw=self.raw_source_fields,
        )


def cosine_of(closeness: float) -> float | None:
    """Return the cosine of the angle whose closeness is 1 / (1 + angle), the angle in radians.

    That is Vespa's for the angular distance: docs.vespa.ai/en/reference/schema-reference.html.
    What Airweave only asks another source for has no vector, and so the closeness 0 and no cosine.
    """
    return math.cos(1 / closeness - 1) if closeness > 0 else None


def _authentication(credentials: Mapping[str, Any]) -> dict[str, Any]:
    """Wrap credentials, but for the token of an OAuth source, which Airweave takes as it is."""
    if "access_token" in credentials:
        return dict(credentials)
    return {"credentials": credentials}
