"""Airweave's API of August 2025, when Qdrant was behind it."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, ClassVar

from support.airweave.client.generation import Ability, Embedded, Limit, Subject
from support.airweave.client.models import Collection, Connection, Job, Piece, Strategy
from support.airweave.client.payload import piece_of
from support.core.http import Api

_PAGE = 1000
_LONGEST_QUERY = 1000
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
    }

    def __init__(self, api: Api) -> None:
        self._api = api

    def sources(self) -> list[str]:
        """Return the short names of the sources that it can be connected to."""
        return [item["short_name"] for item in self._api.call("GET", "/sources/list")]

    def collections(self, search: str) -> list[Collection]:
        """Return the organisation's collections whose name contains `search`, page by page."""
        found: list[Collection] = []
        more = True
        while more:
            query: dict[str, str | int | bool] = {"limit": _PAGE, "skip": len(found)}
            page = self._api.call("GET", "/collections", query=query)
            found += [Collection(**item) for item in page]
            more = len(page) == _PAGE
        return [collection for collection in found if search in collection.name]

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
            "name": readable_id[:42],
            "short_name": source,
            "collection": readable_id,
            "auth_fields": {**credentials, **{key: config[key] for key in moved}},
            "config_fields": {key: config[key] for key in config.keys() - moved},
            "sync_immediately": sync,
        }
        answer = self._api.call("POST", "/source-connections", body=body)
        return Connection(readable_collection_id=answer["collection"], **answer)

    def run(self, connection_id: str, *, full: bool) -> Job:
        """Start a sync over what changed."""
        return _job(self._api.call("POST", f"/source-connections/{connection_id}/run"))

    def jobs(self, connection_id: str) -> list[Job]:
        """Return the connection's sync jobs, newest first; Airweave lists them in any order."""
        answer = self._api.call("GET", f"/source-connections/{connection_id}/jobs")
        newest_first = sorted(answer, key=lambda item: str(item["created_at"]), reverse=True)
        return [_job(item) for item in newest_first]

    def job(self, connection_id: str, job_id: str) -> Job:
        """Return one sync job."""
        return _job(self._api.call("GET", f"/source-connections/{connection_id}/jobs/{job_id}"))

    def cancel(self, connection_id: str, job_id: str) -> Job:
        """Ask a job to stop."""
        path = f"/source-connections/{connection_id}/jobs/{job_id}/cancel"
        return _job(self._api.call("POST", path))

    def search(self, readable_id: str, query: str, strategy: Strategy, limit: int) -> list[Piece]:
        """Search without any language model; hybrid search never brings more than ten hits."""
        body = {"query": query, "search_method": _METHODS[strategy], "limit": limit, **_REPEATABLE}
        path = f"/collections/{readable_id}/search"
        answer = self._api.call("POST", path, body=body, repeatable=True)
        is_cosine = strategy == "semantic"
        return [
            piece_of(hit["payload"], score=hit["score"] if is_cosine else None)
            for hit in answer["results"]
        ]

    def questions(self, subject: Subject) -> Mapping[Embedded, str]:
        """Return what and where a document is, and its words, which it came to embed later."""
        card = self._card(subject)
        return {
            Embedded.PLACE: card,
            Embedded.WORDS: subject.document.query,
            Embedded.DESCRIBED_WORDS: f"{card} {subject.document.query}"[:_LONGEST_QUERY],
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


def _job(answer: Mapping[str, Any]) -> Job:
    ended = answer["completed_at"] or answer["failed_at"]
    failed = answer["entities_skipped"]
    return Job(**{**answer, "completed_at": ended, "entities_failed": failed})
