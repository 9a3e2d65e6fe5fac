"""Answers of the real product of August 2025: its fields and their order, the values our own."""

import json
import uuid
from typing import Any

Json = dict[str, Any]

ORGANIZATION = "5f1f4a5e-0d6e-4c7a-9d2e-6f0f3b1c2a10"
COLLECTION = "0a7c9f1e-61f5-4d57-8a34-2f6f1c4f9b21"
CONNECTION = "9d0c2b7a-58b1-4f4e-9a53-1b7a5e8d3c42"
SYNC = "3e5b8c1d-2a4f-4b6e-8d7c-9f0a1b2c3d53"
NAME = "dm-261121093000-3f9a1c-1-main"
REPOSITORY = "acme/handbook"

_PEOPLE = {"created_by_email": "admin@example.com", "modified_by_email": "admin@example.com"}


def identity(name: str) -> str:
    """Return a UUID that is always the same for this name."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def openapi(*more: str) -> Json:
    """The part of the OpenAPI document that tells the generation."""
    routes = ["/collections/", "/source-connections/{source_connection_id}/jobs/{job_id}", *more]
    return {"openapi": "3.1.0", "paths": {route: {} for route in routes}}


def collection(name: str = NAME, status: str = "NEEDS SOURCE") -> Json:
    """A collection."""
    return {
        "name": name,
        "readable_id": name,
        "id": COLLECTION,
        "created_at": "2026-11-21T09:30:01.118213",
        "modified_at": "2026-11-21T09:30:01.118224",
        "organization_id": ORGANIZATION,
        **_PEOPLE,
        "status": status,
    }


def connection(**changes: object) -> Json:
    """A source connection right after it was made."""
    answer: Json = {
        "name": NAME,
        "description": None,
        "config_fields": {"branch": NAME},
        "short_name": "github",
        "white_label_id": None,
        "auth_provider": None,
        "auth_provider_config": None,
        "id": CONNECTION,
        "sync_id": SYNC,
        "organization_id": ORGANIZATION,
        "created_at": "2026-11-21T09:30:02.301127",
        "modified_at": "2026-11-21T09:30:02.301133",
        "connection_id": identity("connection"),
        "collection": NAME,
        **_PEOPLE,
        "auth_fields": "********",
        "status": "in_progress",
        "latest_sync_job_status": "pending",
        "latest_sync_job_id": identity("first job"),
        "latest_sync_job_started_at": None,
        "latest_sync_job_completed_at": None,
        "latest_sync_job_error": None,
        "cron_schedule": None,
        "next_scheduled_run": None,
    }
    return answer | changes


def job(name: str = "first job", status: str = "pending", **changes: object) -> Json:
    """A sync job."""
    answer: Json = {
        "source_connection_id": CONNECTION,
        "id": identity(name),
        "organization_id": ORGANIZATION,
        **_PEOPLE,
        "created_at": "2026-11-21T09:30:02.297410",
        "modified_at": "2026-11-21T09:30:02.297419",
        "status": status,
        "scheduled": False,
        "entities_inserted": 0,
        "entities_updated": 0,
        "entities_deleted": 0,
        "entities_kept": 0,
        "entities_skipped": 0,
        "entities_encountered": {},
        "started_at": None,
        "completed_at": None,
        "failed_at": None,
        "error": None,
    }
    return answer | changes


def completed(name: str = "first job", **counters: int) -> Json:
    """A job that completed."""
    times = {
        "started_at": "2026-11-21T09:30:02.551207",
        "completed_at": "2026-11-21T09:30:02.930551",
    }
    return job(name, "completed", **times, **counters)


def failed(error: str) -> Json:
    """A job that failed: it has no time of completion."""
    times = {"started_at": "2026-11-21T09:30:02.551207", "failed_at": "2026-11-21T09:30:06.606112"}
    return job("first job", "failed", **times, error=error)


def system_metadata(entity_id: str, entity_type: str) -> Json:
    """What the product itself says about an entity."""
    return {
        "db_entity_id": identity(entity_id),
        "sync_id": SYNC,
        "sync_job_id": identity("first job"),
        "airweave_created_at": None,
        "airweave_updated_at": "2026-11-07T09:30:02.640411+00:00",
        "hash": None,
        "source_name": "github",
        "entity_type": entity_type,
        "should_skip": False,
        "sync_metadata": None,
    }


def file_payload(path: str, content: str, chunk: tuple[int, int] | None = None) -> Json:
    """The payload of a file, or of one of its chunks: (number from 1, how many)."""
    name, entity_id = path.rpartition("/")[2], f"{REPOSITORY}/{path}"
    payload: Json = {
        "entity_id": entity_id,
        "breadcrumbs": [{"entity_id": "4", "name": "handbook", "type": "repository"}],
        "url": f"https://github.example/{REPOSITORY}/blob/main/{path}",
        "airweave_system_metadata": system_metadata(entity_id, "GitHubCodeFileEntity"),
        "source_name": "github",
        "name": name,
        "file_id": identity(content),
        "mime_type": "text/markdown",
        "size": len(content),
        "language": "Markdown",
        "line_count": content.count("\n") + 1,
        "path_in_repo": path,
        "repo_name": "handbook",
        "repo_owner": "acme",
        "content": content,
        "sha": identity(content),
        "path": path,
        "is_binary": False,
    }
    if chunk:
        number, total = chunk
        payload["name"] = f"{name} (Chunk {number}/{total})"
        payload["metadata"] = json.dumps({"chunk_index": number, "total_chunks": total})
    return payload


def directory_payload(path: str) -> Json:
    """The payload of a directory, which has neither name nor content."""
    entity_id = f"{REPOSITORY}/{path}"
    return {
        "entity_id": entity_id,
        "breadcrumbs": [{"entity_id": "4", "name": "handbook", "type": "repository"}],
        "url": f"https://github.example/{REPOSITORY}/tree/main/{path}",
        "airweave_system_metadata": system_metadata(entity_id, "GitHubDirectoryEntity"),
        "path": path,
        "repo_name": "handbook",
        "repo_owner": "acme",
    }


def repository_payload() -> Json:
    """The payload of the repository, which lies in nothing."""
    return {
        "entity_id": "4",
        "breadcrumbs": [],
        "url": f"https://github.example/{REPOSITORY}",
        "airweave_system_metadata": system_metadata("4", "GitHubRepositoryEntity"),
        "name": "handbook",
        "full_name": REPOSITORY,
        "default_branch": "main",
        "size": 10,
        "stars_count": 0,
    }


def results(*hits: tuple[float, Json], status: str = "success") -> Json:
    """The answer of a search."""
    return {
        "results": [{"score": score, "payload": payload} for score, payload in hits],
        "response_type": "raw",
        "completion": None,
        "status": status,
    }
