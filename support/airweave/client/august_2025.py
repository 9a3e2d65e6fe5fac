"""Airweave's API of August 2025, when Qdrant was behind it."""

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, ClassVar, Self

from pydantic import BaseModel, Field, model_validator

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
)
from support.airweave.client.models import Collection, Connection, Job, Piece, Strategy
from support.airweave.client.payload import piece_of
from support.core.http import Api
from support.laws.agreement import Telling

_PAGE = 1000
_METHODS: dict[Strategy, str] = {"semantic": "neural", "keyword": "keyword", "hybrid": "hybrid"}

# Settings of a source that this generation wants among the credentials.
_SETTINGS_AMONG_CREDENTIALS = {"github": {"repo_name"}}

# Switches off whatever would change scores or order with the time or by a language model.
_REPEATABLE = {
    "response_type": "raw",
    "recency_bias": 0.0,
    "expansion_strategy": "no_expansion",
    "enable_reranking": False,
    "enable_query_interpretation": False,
}

# What two routes tell of a job.
_TOLD_OF_JOBS = ("id", "status", "started_at", "error")


class August2025:
    """Speaks the API of August 2025.

    Args:
        api: the HTTP conversation.
    """

    name: ClassVar[str] = "2025-08"
    limits: ClassVar[Mapping[Ability, Limit]] = {
        Ability.FULL_SYNC: Limit(
            "a sync of everything from scratch", "Airweave 2025-08 cannot be asked for one"
        ),
        Ability.HYBRID_SCORES: Limit(
            "the scores of hybrid search", "they are made of ranks and are no cosines"
        ),
        Ability.EARLY_REFUSAL: Limit(
            "whether a wrong connection is refused at once",
            "Airweave 2025-08 accepts it and lets the first sync fail",
        ),
        Ability.FRUGAL_SYNC: Limit(
            "whether each sync leaves unchanged files alone",
            "Airweave 2025-08 reads the newest commit of its last sync once more; two scenarios of"
            " their own look at it",
        ),
        Ability.CREDENTIAL_CHANGE: Limit(
            "whether wrong credentials are refused when a connection is changed",
            "Airweave 2025-08 tries none out before the next sync",
        ),
        Ability.SCHEDULES: Limit(
            "whether a schedule fires",
            "a schedule of every minute makes syncs of Airweave 2025-08 continuous, which is more",
        ),
        Ability.ONE_ROOT: Limit(
            "whether everything that a sync brings lies in what is there",
            "Airweave 2025-08 names the repository differently in its first and later syncs; a"
            " scenario of its own looks at it",
        ),
    }

    update_method: ClassVar[str] = "PUT"
    filters: ClassVar[Mapping[str, str]] = {
        "name": "name",
        "source_name": "airweave_system_metadata.source_name",
        "entity_type": "airweave_system_metadata.entity_type",
        "original_id": "entity_id",
        "sync_id": "airweave_system_metadata.sync_id",
        "job_id": "airweave_system_metadata.sync_job_id",
    }
    ranges: ClassVar[Sequence[str]] = ()
    moments: ClassVar[Sequence[str]] = ()
    ratings: ClassVar[Mapping[Strategy, tuple[float, float]]] = {
        "semantic": (-1, 1),
        "keyword": (0, math.inf),
        "hybrid": (0, 1),
    }
    most_hits: ClassVar[int] = _PAGE
    longest_question: ClassVar[int] = 1000
    no_questions: ClassVar[Sequence[str]] = ("",)

    def __init__(self, api: Api) -> None:
        self._api = api

    def sources(self) -> list[str]:
        """Return the short names of the sources that it can be connected to."""
        return [one.short_name for one in self._api.ask(list[Named], "GET", "/sources/list")]

    def collections(self, search: str) -> list[Collection]:
        """Return the organisation's collections whose name contains `search`, page by page."""
        found: list[Collection] = []
        more = True
        while more:
            query: dict[str, str | int | bool] = {"limit": _PAGE, "skip": len(found)}
            page = self._api.ask(list[Collection], "GET", "/collections", query=query)
            found += page
            more = len(page) == _PAGE
        return [collection for collection in found if search in collection.name]

    def count(self, search: str) -> int | None:
        """Tell nothing: this generation counts all collections, whatever their names."""
        return None

    def connect(
        self,
        readable_id: str,
        source: str,
        credentials: Mapping[str, Any],
        config: Mapping[str, Any],
        *,
        sync: bool,
    ) -> Connection:
        """Connect a source to a collection; without a cron it runs only when asked to."""
        moved = _SETTINGS_AMONG_CREDENTIALS.get(source, set()) & config.keys()
        body = {
            "name": name_of_connection(readable_id),
            "description": DESCRIPTION,
            "short_name": source,
            "collection": readable_id,
            "auth_fields": {**credentials, **{key: config[key] for key in moved}},
            "config_fields": {key: config[key] for key in config.keys() - moved},
            "sync_immediately": sync,
        }
        path = "/source-connections"
        made = newcomer(
            lambda: self._api.ask(list[Identified], "GET", path, query={"collection": readable_id}),
            whole=lambda connection: self._api.call_if_there("GET", f"{path}/{connection}"),
        )
        return self._api.ask(_NewConnection, "POST", path, body=body, made=made)

    def change_credentials(self, connection_id: str, credentials: Mapping[str, Any]) -> None:
        """Give a connection other credentials."""
        body = {"auth_fields": credentials}
        self._api.call("PUT", f"/source-connections/{connection_id}", body=body)

    def schedule(self, connection_id: str, cron: str | None) -> None:
        """Let a connection be synced by a schedule, or by none."""
        body = {"cron_schedule": cron}
        self._api.call("PUT", f"/source-connections/{connection_id}", body=body)

    def run(self, connection_id: str, *, full: bool) -> Job:
        """Start a sync over what changed."""
        by_id = f"/source-connections/{connection_id}"
        made = newcomer(lambda: self._api.ask(list[Identified], "GET", f"{by_id}/jobs"))
        return self._api.ask(_Job, "POST", f"{by_id}/run", made=made)

    def jobs(self, connection_id: str) -> list[Job]:
        """Return the connection's sync jobs, newest first; Airweave lists them in any order."""
        found = self._api.ask(list[_Job], "GET", f"/source-connections/{connection_id}/jobs")
        found.sort(key=lambda job: job.created_at, reverse=True)
        return [*found]

    def job(self, connection_id: str, job_id: str) -> Job:
        """Return one sync job."""
        return self._api.ask(_Job, "GET", f"/source-connections/{connection_id}/jobs/{job_id}")

    def cancel(self, connection_id: str, job_id: str) -> Job:
        """Ask a job to stop."""
        path = f"/source-connections/{connection_id}/jobs/{job_id}"

        def made() -> Mapping[str, Any] | None:
            job = self._api.ask(dict[str, Any], "GET", path)
            return job if str(job.get("status")).lower().startswith("cancel") else None

        return self._api.ask(_Job, "POST", f"{path}/cancel", made=made)

    def told(self, collection: Collection, connection: Connection) -> dict[str, Telling]:
        """Return what each route tells; entities are not counted anywhere."""
        ask, by_id = self._api.ask, f"/source-connections/{connection.id}"
        itself = ask(_WholeConnection, "GET", by_id)
        jobs = ask(list[_ToldJob], "GET", f"{by_id}/jobs")
        by_itself = ask(Collection, "GET", f"/collections/{collection.readable_id}")
        of_collection = {"collection": collection.readable_id}
        connections = ask(list[_Connection], "GET", "/source-connections", query=of_collection)
        newest = max(jobs, key=lambda job: str(job.created_at))
        return {
            "GET /collections/{id}": {"the collection": _collection(by_itself)},
            "GET /collections": listed(
                "the collection", map(_collection, self.collections(collection.name)), collection.id
            ),
            "GET /source-connections/{id}": {
                "the connection": _connection(itself),
                "the newest sync": itself.newest_sync(),
            },
            "GET /source-connections": listed(
                "the connection", map(_connection, connections), connection.id
            ),
            "GET /source-connections/{id}/jobs": {
                "the newest sync": newest.model_dump(include=set(_TOLD_OF_JOBS))
            },
        }

    def pages(self, name: str, connection_id: str) -> Mapping[str, Pages]:
        """Return what comes in pages; all jobs come at once."""

        def page_of(path: str) -> Pages:
            return lambda skip, limit: self._api.ask(
                list[Identified], "GET", path, query={"skip": skip, "limit": limit}
            )

        return {
            "collections": page_of("/collections"),
            "connections": page_of("/source-connections"),
        }

    def search(self, readable_id: str, query: str, strategy: Strategy, part: Part) -> list[Piece]:
        """Search without any language model."""
        body = {
            "query": query,
            "search_method": _METHODS[strategy],
            "limit": part.limit,
            **_REPEATABLE,
        }
        if part.offset:
            body["offset"] = part.offset
        if part.where:
            body["filter"] = {"should": [self._said(group) for group in part.where]}
        path = f"/collections/{readable_id}/search"
        answer = self._api.ask(_Hits, "POST", path, body=body, repeatable=True)
        is_cosine = strategy == "semantic"
        return [
            piece_of(hit.payload, score=hit.score if is_cosine else None, rating=hit.score)
            for hit in answer.results
        ]

    def _said(self, group: Sequence[Condition]) -> dict[str, Any]:
        """Return a group of conditions as Qdrant words it."""
        said: dict[str, Any] = {"must": [], "must_not": []}
        for one in group:
            how = "any" if one.operator in {"in", "not_in"} else "value"
            match = {"key": self.filters[one.field], "match": {how: one.value}}
            said["must_not" if one.operator.startswith("not") else "must"].append(match)
        return said

    def questions(self, subject: Subject) -> Mapping[Embedded, str]:
        """Return what and where a document is, and its words, which it came to embed later."""
        card = self._card(subject)
        return {
            Embedded.PLACE: card,
            Embedded.WORDS: subject.document.query,
            Embedded.DESCRIBED_WORDS: f"{card} {subject.document.query}"[: self.longest_question],
        }

    def _card(self, subject: Subject) -> str:
        """Return what this generation says of an entity before, or instead of, its words."""
        kind = subject.entity_type.removesuffix("Entity")
        if kind.lower().startswith(subject.source):
            kind = kind[len(subject.source) :]
        path = subject.path
        lines = [f"source: {subject.source}", f"type: {kind}", f"name: {PurePosixPath(path).name}"]
        if subject.containers:
            lines.append(f"Context: {' → '.join(subject.containers)}")
        return " ".join(f"* {line}" for line in [*lines, f"path: {path}"])


class _NewConnection(Connection):
    readable_collection_id: str = Field(validation_alias="collection")


class _Connection(Identified):
    name: Any
    short_name: str
    collection: Any
    description: str | None = None
    status: Any
    sync_id: Any


class _WholeConnection(_Connection):
    latest_sync_job_id: Any
    latest_sync_job_status: Any
    latest_sync_job_started_at: Any
    latest_sync_job_error: Any

    def newest_sync(self) -> Mapping[str, Any]:
        return {field: getattr(self, f"latest_sync_job_{field}") for field in _TOLD_OF_JOBS}


class _ToldJob(Identified):
    status: str
    created_at: Any
    started_at: Any
    error: Any


class _Job(Job):
    """What this generation left out counts as failed, and what has failed has ended, too."""

    failed_at: datetime | None
    created_at: str
    entities_failed: int = Field(validation_alias="entities_skipped")

    @model_validator(mode="after")
    def _end(self) -> Self:
        self.completed_at = self.completed_at or self.failed_at
        return self


class _Hit(BaseModel):
    payload: dict[str, Any]
    score: float


class _Hits(BaseModel):
    results: list[_Hit]


def _collection(answer: Collection) -> Mapping[str, Any]:
    return answer.model_dump(include={"id", "name", "readable_id", "status"})


def _connection(answer: _Connection) -> Mapping[str, Any]:
    told = {"id", "name", "description", "collection", "status", "sync_id"}
    shown = answer.model_dump(include=told)
    return {"source": answer.short_name, **shown}
