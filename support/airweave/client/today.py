"""Airweave's API of today. Contract: https://docs.airweave.ai/api-reference."""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, ClassVar

from pydantic import BaseModel

from support.airweave.client.generation import (
    DESCRIPTION,
    Ability,
    Condition,
    Embedded,
    Identified,
    Limit,
    Named,
    Pages,
    Part,
    Subject,
    listed,
    name_of_connection,
    newcomer,
    others,
)
from support.airweave.client.models import Collection, Connection, Job, Piece, Strategy
from support.core.causes import Cause
from support.core.errors import Failure
from support.core.http import Api
from support.laws.agreement import Telling

_PAGE = 1000

# What two routes tell of a job.
_TOLD_OF_JOBS = {
    "id",
    "status",
    "started_at",
    "completed_at",
    "duration_seconds",
    "entities_inserted",
    "entities_updated",
    "entities_deleted",
    "entities_failed",
    "error",
}


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

    update_method: ClassVar[str] = "PATCH"
    filters: ClassVar[Mapping[str, str]] = {
        "name": "name",
        "source_name": "airweave_system_metadata.source_name",
        "entity_type": "airweave_system_metadata.entity_type",
        "original_id": "airweave_system_metadata.original_entity_id",
        "sync_id": "airweave_system_metadata.sync_id",
        "job_id": "airweave_system_metadata.sync_job_id",
        "chunk_index": "airweave_system_metadata.chunk_index",
        "containers": "breadcrumbs.entity_id",
        "container_names": "breadcrumbs.name",
        "created_at": "created_at",
        "updated_at": "updated_at",
    }
    ranges: ClassVar[Sequence[str]] = ("chunk_index",)
    moments: ClassVar[Sequence[str]] = ("created_at", "updated_at")
    ratings: ClassVar[Mapping[Strategy, tuple[float, float]]] = {
        "semantic": (0, 1),
        "keyword": (0, math.inf),
        "hybrid": (0, 2),
    }
    most_hits: ClassVar[int] = 200
    longest_question: ClassVar[int] = 15_000
    no_questions: ClassVar[Sequence[str]] = ("", "   ", "\n\t")

    def __init__(self, api: Api) -> None:
        self._api = api

    def sources(self) -> list[str]:
        """Return the short names of the sources that it can be connected to."""
        return [source.short_name for source in self._api.ask(list[Named], "GET", "/sources")]

    def collections(self, search: str) -> list[Collection]:
        """Return the organisation's collections whose name contains `search`."""
        query: dict[str, str | int | bool] = {"limit": _PAGE, "search": search}
        return self._api.ask(list[Collection], "GET", "/collections", query=query)

    def count(self, search: str) -> int:
        """Count the organisation's collections whose name contains `search`."""
        return self._api.ask(int, "GET", "/collections/count", query={"search": search})

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
            "name": name_of_connection(readable_id),
            "description": DESCRIPTION,
            "short_name": source,
            "readable_collection_id": readable_id,
            "authentication": _authentication(credentials),
            "config": config,
            "schedule": {"cron": None},
            "sync_immediately": sync,
        }
        path = "/source-connections"
        made = newcomer(
            lambda: self._listed(path, {"collection": readable_id}),
            whole=lambda connection: self._api.call_if_there("GET", f"{path}/{connection}"),
        )
        return self._api.ask(Connection, "POST", path, body=body, made=made)

    def change_credentials(self, connection_id: str, credentials: Mapping[str, Any]) -> None:
        """Give a connection other credentials."""
        body = {"authentication": _authentication(credentials)}
        self._api.call("PATCH", f"/source-connections/{connection_id}", body=body)

    def schedule(self, connection_id: str, cron: str | None) -> None:
        """Let a connection be synced by a schedule, or by none."""
        body = {"schedule": {"cron": cron}}
        self._api.call("PATCH", f"/source-connections/{connection_id}", body=body)

    def run(self, connection_id: str, *, full: bool) -> Job:
        """Start a sync."""
        by_id = f"/source-connections/{connection_id}"
        made = newcomer(lambda: self._listed(f"{by_id}/jobs", {}))
        query = {"force_full_sync": full}
        return self._api.ask(Job, "POST", f"{by_id}/run", query=query, made=made)

    def jobs(self, connection_id: str) -> list[Job]:
        """Return the connection's sync jobs, newest first."""
        return self._api.ask(list[Job], "GET", f"/source-connections/{connection_id}/jobs")

    def job(self, connection_id: str, job_id: str) -> Job:
        """Return one sync job, which only the list shows."""
        found = [job for job in self.jobs(connection_id) if job.id == job_id]
        if not found:
            raise Failure(Cause.LOST(f"Airweave no longer lists sync job {job_id}"))
        return found[0]

    def cancel(self, connection_id: str, job_id: str) -> Job:
        """Ask a job to stop."""
        path = f"/source-connections/{connection_id}/jobs/{job_id}/cancel"

        def made() -> Mapping[str, Any] | None:
            job = self.job(connection_id, job_id)
            return job.model_dump() if job.status.startswith("cancel") else None

        return self._api.ask(Job, "POST", path, made=made)

    def told(self, collection: Collection, connection: Connection) -> dict[str, Telling]:
        """Return what each route tells."""
        ask, by_id = self._api.ask, f"/source-connections/{connection.id}"
        itself = ask(_WholeConnection, "GET", by_id)
        # A source that is only asked has no sync, and so no route of jobs.
        jobs = ask(list[_Job], "GET", f"{by_id}/jobs") if itself.sync_id else []
        by_itself = ask(_Collection, "GET", f"/collections/{collection.readable_id}")
        named = {"search": collection.name, "limit": _PAGE}
        collections = ask(list[_ListedCollection], "GET", "/collections", query=named)
        counted = self.count(collection.name)
        of_collection = {"collection": collection.readable_id}
        connections = ask(list[_Connection], "GET", "/source-connections", query=of_collection)
        return {
            "GET /collections/{id}": {"the collection": _collection(by_itself)},
            "GET /collections": {
                **listed("the collection", map(_listed_collection, collections), collection.id),
                "the list": {"number of collections called like it": len(collections)},
            },
            "GET /collections/count": {
                "the list": {"number of collections called like it": counted}
            },
            "its connections": {"the collection": {"sources": _sources(connections)}},
            "GET /source-connections/{id}": {
                "the collection": {"organization_id": itself.organization_id},
                "the connection": {**_connection(itself), **itself.settings()},
                "the newest sync": _sync(itself.sync.last_job if itself.sync else None),
                **_counts(itself.entities, jobs),
            },
            "GET /source-connections": {
                **listed("the connection", map(_connection, connections), connection.id),
                **others(
                    "connections of others",
                    (str(one.readable_collection_id) for one in connections),
                    collection.readable_id,
                ),
            },
            "GET /source-connections/{id}/jobs": {
                "the newest sync": _sync(next(iter(jobs), None)),
                **{f"the sync {job.id}": _sync(job) for job in jobs},
            },
        }

    def pages(self, name: str, connection_id: str) -> Mapping[str, Pages]:
        """Return what comes in pages; of jobs only the newest can be asked for."""

        def page_of(path: str, search: str = "") -> Pages:
            named: dict[str, str | int | bool] = {"search": search} if search else {}
            return lambda skip, limit: self._listed(path, named | {"skip": skip, "limit": limit})

        jobs = f"/source-connections/{connection_id}/jobs"
        return {
            "collections": page_of("/collections", name),
            "connections": page_of("/source-connections"),
            "jobs": lambda skip, limit: self._listed(jobs, {"limit": min(skip + limit, 1000)})[
                skip:
            ],
        }

    def _listed(self, path: str, query: Mapping[str, str | int | bool]) -> Sequence[Identified]:
        return self._api.ask(list[Identified], "GET", path, query=query)

    def search(self, readable_id: str, query: str, strategy: Strategy, part: Part) -> list[Piece]:
        """Search without any language model; a semantic score tells the angle, as a closeness."""
        body: dict[str, Any] = {
            "query": query,
            "retrieval_strategy": strategy,
            "limit": part.limit,
        }
        if part.offset:
            body["offset"] = part.offset
        if part.where:
            body["filter"] = [{"conditions": [*map(self._said, group)]} for group in part.where]
        path = f"/collections/{readable_id}/search/instant"
        answer = self._api.ask(_Hits, "POST", path, body=body, repeatable=True)
        measures = strategy == "semantic"
        return [hit.piece(measures=measures) for hit in answer.results]

    def _said(self, condition: Condition) -> dict[str, Any]:
        return {
            "field": self.filters[condition.field],
            "operator": condition.operator,
            "value": condition.value,
        }

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
    name: str = ""
    entity_type: str = ""


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
    relevance_score: float | None
    textual_representation: str
    breadcrumbs: list[_Breadcrumb] = []
    created_at: datetime | None = None
    updated_at: datetime | None = None
    web_url: str | None = None
    url: str | None = None
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
            container_names=[step.name for step in self.breadcrumbs],
            container_types=[step.entity_type for step in self.breadcrumbs],
            page=self.web_url or "",
            download=self.url or "",
            created_at=self.created_at,
            updated_at=self.updated_at,
            score=cosine_of(self.relevance_score or 0) if measures else None,
            rating=self.relevance_score,
            raw=self.raw_source_fields,
        )


class _Hits(BaseModel):
    results: list[_Hit]


class _Collection(Identified):
    name: Any
    readable_id: Any
    status: Any
    organization_id: Any
    created_at: Any
    modified_at: Any


class _ListedCollection(_Collection):
    source_connection_summaries: list[Named]


class _Connection(Identified):
    name: Any
    status: Any
    created_at: Any
    modified_at: Any
    short_name: str
    readable_collection_id: Any
    is_authenticated: Any = None


class _Count(BaseModel):
    count: Any


class _Entities(BaseModel):
    total_entities: Any
    by_type: dict[str, _Count]


class _Job(Identified):
    entities_failed: Any
    error: Any = None


class _Sync(BaseModel):
    last_job: _Job | None = None


class _Auth(BaseModel):
    authenticated: Any = None


class _Schedule(BaseModel):
    cron: str | None = None


class _WholeConnection(_Connection):
    organization_id: Any
    config: dict[str, Any] | None
    schedule: _Schedule | None
    auth: _Auth
    sync_id: str | None
    sync: _Sync | None
    entities: _Entities | None
    description: str | None = None
    error_message: str | None = None

    def settings(self) -> dict[str, Any]:
        """Return what only a connection by itself tells: what it was asked to do, and may."""
        config = {f"config.{name}": value for name, value in (self.config or {}).items()}
        cron = self.schedule.cron if self.schedule else None
        told = {"description": self.description, "error": self.error_message or None}
        return {"cron": cron, "authenticated": self.auth.authenticated, **told, **config}


def _collection(answer: _Collection) -> Mapping[str, Any]:
    return answer.model_dump(include=set(_Collection.model_fields))


def _listed_collection(answer: _ListedCollection) -> Mapping[str, Any]:
    """Return what a list tells of a collection: it alone is to tell its sources."""
    return {**_collection(answer), "sources": _sources(answer.source_connection_summaries)}


def _sources(connections: Iterable[Named | _Connection]) -> list[str]:
    return sorted({one.short_name for one in connections})


def _connection(answer: _Connection) -> Mapping[str, Any]:
    told, known = answer.model_dump(), answer.is_authenticated is not None
    count = told.get("entity_count", (told.get("entities") or {}).get("total_entities"))
    return {
        "source": answer.short_name,
        "collection": answer.readable_collection_id,
        **{name: told[name] for name in ("id", "name", "status", "created_at", "modified_at")},
        **({} if count is None else {"entities": count}),
        **({"authenticated": answer.is_authenticated} if known else {}),
    }


def _sync(answer: _Job | None) -> Mapping[str, Any]:
    return (
        answer.model_dump(include=_TOLD_OF_JOBS) | {"error": answer.error or None} if answer else {}
    )


def _counts(entities: _Entities | None, jobs: Iterable[_Job]) -> dict[str, Mapping[str, Any]]:
    """Return how many entities of each type there are.

    What a job left out on purpose may be counted or not: then nothing is told.
    """
    if not entities or any(job.entities_failed for job in jobs):
        return {}
    return {kind: {"entities": one.count} for kind, one in entities.by_type.items()}


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
