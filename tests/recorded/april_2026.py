"""Airweave of 23 April 2026, heard on loopback with GitHub emulated, in the order of asking.

A text that is cut off in an answer was long; what no test can use (organisations, keys, webhooks,
usage, auth providers, answers of language models) is left out.
"""

from typing import Any

from tests.recorded.exchanges import Exchange

ID = "be9de42f-6dfd-4f02-b7db-80086305792d"
NOW = "2026-11-21T12:16:13.428388"
WRONG_TOKEN = "ghp_" + "0" * 36
SEARCH = "/collections/{collection}/search/instant"
ONE = "/source-connections/{connection}"
NOBODY = "00000000-0000-4000-8000-000000000000"

COLLECTION: dict[str, Any] = {
    "name": "cmp",
    "readable_id": "cmp",
    "id": ID,
    "sync_config": None,
    "created_at": NOW,
    "modified_at": NOW,
    "organization_id": ID,
    "created_by_email": "admin@example.com",
    "modified_by_email": "admin@example.com",
    "status": "NEEDS SOURCE",
    "vector_size": 384,
    "embedding_model_name": "sentence-transformers/all-MiniLM-L6-v2",
    "source_connection_summaries": [],
}

_COUNTS = dict.fromkeys(
    ["entities_inserted", "entities_updated", "entities_deleted", "entities_failed"], 0
)
LAST_JOB = {
    "id": ID,
    "status": "completed",
    "started_at": NOW,
    "completed_at": NOW,
    "duration_seconds": 10.4,
    **_COUNTS,
    "error": None,
    "error_category": None,
}
JOB = {**LAST_JOB, "source_connection_id": ID, "error_details": None}
PENDING = {**JOB, "status": "pending", "started_at": None, "completed_at": None}

CONNECTION = {
    "id": ID,
    "organization_id": ID,
    "name": "cmp conn",
    "description": None,
    "short_name": "github",
    "readable_collection_id": "cmp",
    "status": "active",
    "created_at": NOW,
    "modified_at": NOW,
    "auth": {
        "method": "direct",
        "authenticated": True,
        "authenticated_at": NOW,
        "expires_at": None,
        "auth_url": None,
        "auth_url_expires": None,
        "redirect_url": None,
        "claim_token": None,
        "provider_readable_id": None,
        "provider_id": None,
    },
    "config": {"repo_name": "acme/acceptance", "branch": "", "sync_pull_requests": False},
    "schedule": {
        "cron": None,
        "next_run": None,
        "continuous": False,
        "cursor_field": None,
        "cursor_value": None,
    },
    "sync": {"total_runs": 1, "successful_runs": 1, "failed_runs": 0, "last_job": LAST_JOB},
    "sync_id": ID,
    "entities": None,
    "error_category": None,
    "error_message": None,
    "provider_settings_url": None,
    "provider_short_name": None,
    "federated_search": False,
}
SYNCED = {
    **CONNECTION,
    "entities": {
        "total_entities": 5,
        "by_type": {
            "GitHubCodeFileEntity": {"count": 3, "last_updated": NOW},
            "GitHubDirectoryEntity": {"count": 1, "last_updated": NOW},
            "GitHubRepositoryEntity": {"count": 1, "last_updated": NOW},
        },
    },
}
NEVER_SYNCED = {**CONNECTION, "schedule": None, "sync": None, "sync_id": None}
LISTED = {
    "id": ID,
    "name": "cmp conn",
    "short_name": "github",
    "readable_collection_id": "cmp",
    "created_at": NOW,
    "modified_at": NOW,
    "is_authenticated": True,
    "entity_count": 5,
    "federated_search": False,
    "auth_method": "direct",
    "status": "active",
}

HIT = {
    "entity_id": "acme/acceptance/cmp/a.md__chunk_0",
    "name": "a.md",
    "relevance_score": 0.49,
    "breadcrumbs": [
        {"entity_id": "1", "name": "acceptance", "entity_type": "GitHubRepositoryEntity"},
        {"entity_id": "acme/acceptance/cmp", "name": "cmp", "entity_type": "GitHubDirectoryEntity"},
    ],
    "created_at": None,
    "updated_at": None,
    "textual_representation": "\n\n# Content\n\n# Alpha\n\n- zebra crossing\n- umbrella",
    "airweave_system_metadata": {
        "source_name": "github",
        "entity_type": "GitHubCodeFileEntity",
        "sync_id": ID,
        "sync_job_id": ID,
        "chunk_index": 0,
        "original_entity_id": "acme/acceptance/cmp/a.md",
    },
    "access": {"viewers": [], "is_public": True},
    "web_url": "http://localhost/acme/acceptance/blob/main/cmp/a.md",
    "url": None,
    "raw_source_fields": {
        "full_path": "acme/acceptance/cmp/a.md",
        "branch": "main",
        "sha": "5e14ec5943944368aededb5df2cfbd2ed2470022",
        "line_count": 9,
        "is_binary": False,
        "html_url": "http://localhost/acme/acceptance/blob/main/cmp/a.md",
        "web_url": "http://localhost/acme/acceptance/blob/main/cmp/a.md",
    },
}
HITS = {"results": [HIT]}


def _connect(name: str, status: int, answer: Any, /, **changes: Any) -> Exchange:  # noqa: ANN401
    """Return a connection's creation, with some fields of its body changed, or left out (None)."""
    body = {
        "name": "cmp conn",
        "short_name": "github",
        "readable_collection_id": "{collection}",
        "authentication": {"credentials": {"personal_access_token": "{token}"}},
        "config": {"repo_name": "{repository}", "branch": "{branch}"},
        "schedule": {"cron": None},
        "sync_immediately": True,
        **changes,
    }
    sent = {key: value for key, value in body.items() if value is not None}
    return Exchange(name, "POST", "/source-connections", status, answer, sent)


def _search(name: str, status: int, answer: Any, /, **body: Any) -> Exchange:  # noqa: ANN401
    return Exchange(name, "POST", SEARCH, status, answer, body)


def _get(name: str, path: str, status: int, answer: Any) -> Exchange:  # noqa: ANN401
    return Exchange(name, "GET", path, status, answer)


def _collect(name: str, status: int, answer: Any, body: Any) -> Exchange:  # noqa: ANN401
    return Exchange(name, "POST", "/collections", status, answer, body)


def _told(text: str) -> dict[str, str]:
    return {"detail": text}


def _invalid(field: str, text: str = "Field required") -> dict[str, list[dict[str, str]]]:
    return {"errors": [{field: text}]}


_WRONG_FIELD = {"field": "nonsense", "operator": "equals", "value": "x"}
_WRONG_OPERATOR = {"field": "name", "operator": "nonsense", "value": "x"}
_FILES = {
    "field": "airweave_system_metadata.entity_type",
    "operator": "equals",
    "value": "GitHubCodeFileEntity",
}

EXCHANGES = (
    _get("health", "/health", 200, {"status": "healthy"}),
    _get("an unknown path", "/nonsense", 404, _told("Not Found")),
    Exchange("a wrong method", "PUT", "/collections", 405, _told("Method Not Allowed")),
    _get("an unknown source", "/sources/nope", 404, _told("Source not found: nope")),
    Exchange(
        "a new collection",
        "POST",
        "/collections",
        200,
        COLLECTION,
        {"name": "{collection}", "readable_id": "{collection}"},
    ),
    _collect(
        "the same once more",
        400,
        _told("Collection with readable_id 'cmp' already exists"),
        {"name": "{collection}", "readable_id": "{collection}"},
    ),
    _collect("a collection without an id", 200, COLLECTION, {"name": "My Co-ll 1"}),
    _collect("a short name", 422, _invalid("body.name", "at least 4"), {"name": "abc"}),
    _collect("a long name", 422, _invalid("body.name", "at most 64"), {"name": "a" * 65}),
    _collect(
        "a wrong id",
        422,
        _invalid("body.readable_id", "should match pattern"),
        {"name": "abcd", "readable_id": "Bad_ID"},
    ),
    _collect(
        "a field nobody knows",
        200,
        COLLECTION,
        {"name": "abcd", "readable_id": "{collection}-x", "foo": 1},
    ),
    Exchange("no body", "POST", "/collections", 422, _invalid("body")),
    _collect("no name", 422, _invalid("body.name"), {}),
    _get("collections", "/collections?limit=1000&search={collection}", 200, [COLLECTION]),
    _get("limit 0", "/collections?limit=0", 422, _invalid("query.limit", "greater")),
    _get("limit 1001", "/collections?limit=1001", 422, _invalid("query.limit", "less")),
    _get("how many collections", "/collections/count", 200, 5),
    _get("a collection", "/collections/{collection}", 200, COLLECTION),
    _get("an unknown collection", "/collections/nope-x", 404, _told("Collection not found")),
    Exchange(
        "a new name",
        "PATCH",
        "/collections/{collection}",
        200,
        COLLECTION,
        {"name": "renamed one"},
    ),
    Exchange(
        "a new name for nothing",
        "PATCH",
        "/collections/nope-x",
        404,
        _told("Collection not found"),
        {"name": "renamed one"},
    ),
    _connect(
        "a wrong token",
        400,
        _told("Invalid or revoked OAuth access token for source 'github'. Verify the token"),
        authentication={"credentials": {"personal_access_token": WRONG_TOKEN}},
    ),
    _connect(
        "a token of no known form",
        422,
        _told("Invalid auth fields: personal_access_token: Value error, Invalid token format."),
        authentication={"credentials": {"personal_access_token": "hello"}},
    ),
    _connect(
        "a credential nobody knows",
        200,
        CONNECTION,
        authentication={"credentials": {"personal_access_token": "{token}", "foo": "x"}},
    ),
    _connect(
        "no authentication",
        400,
        _told("Source github does not support this authentication method. Supported methods: …"),
        authentication=None,
    ),
    _connect(
        "a token of OAuth for GitHub",
        400,
        _told("Source github does not support this authentication method. Supported methods: …"),
        authentication={"access_token": "xyz"},
    ),
    _connect(
        "an unknown repository",
        400,
        _told("Not found (404): Not Found"),
        config={"repo_name": "acme/nope"},
    ),
    _connect(
        "a malformed repository",
        422,
        _told("Invalid config fields: repo_name: String should match pattern"),
        config={"repo_name": "nope"},
    ),
    _connect(
        "an unknown branch",
        400,
        _told("Not found (404): Not Found"),
        config={"repo_name": "{repository}", "branch": "nope"},
    ),
    _connect(
        "no config", 422, _told("Invalid config fields: repo_name: Field required"), config=None
    ),
    _connect(
        "a setting nobody knows",
        200,
        CONNECTION,
        config={"repo_name": "{repository}", "branch": "{branch}", "foo": 1},
    ),
    _connect("a source nobody knows", 404, _told("Source 'nope' not found"), short_name="nope"),
    _connect(
        "no such collection", 404, _told("Collection not found"), readable_collection_id="nope-x"
    ),
    _connect(
        "no collection", 422, _invalid("body.readable_collection_id"), readable_collection_id=None
    ),
    _connect("a connection's long name", 422, _invalid("body.name", "at most 42"), name="n" * 43),
    _connect("a connection's short name", 422, _invalid("body.name", "at least 4"), name="n"),
    _connect("a connection with a field nobody knows", 200, CONNECTION, foo=1),
    _connect(
        "no cron",
        422,
        _invalid("cron_schedule", "Value error, Invalid cron schedule format"),
        schedule={"cron": "every day"},
    ),
    Exchange(
        "a connection",
        "POST",
        "/source-connections",
        200,
        CONNECTION,
        {
            "name": "cmp conn",
            "short_name": "github",
            "readable_collection_id": "{collection}",
            "authentication": {"credentials": {"personal_access_token": "{token}"}},
            "config": {"repo_name": "{repository}", "branch": "{branch}"},
            "schedule": {"cron": None},
        },
        notes={"connection": "id"},
    ),
    Exchange(
        "a second sync",
        "POST",
        f"{ONE}/run",
        400,
        _told("Cannot start new sync: a sync job is already pending"),
    ),
    Exchange("jobs", "GET", f"{ONE}/jobs", 200, [JOB], until="completed"),
    _get("jobs, limit 0", f"{ONE}/jobs?limit=0", 422, _invalid("query.limit", "greater")),
    _get("one job", f"{ONE}/jobs/{NOBODY}", 404, _told("Not Found")),
    _get("the connection", ONE, 200, SYNCED),
    _get("no such connection", f"/source-connections/{NOBODY}", 404, _told("not found")),
    _get(
        "a malformed id",
        "/source-connections/xx",
        422,
        _invalid("path.source_connection_id", "Input should be a valid UUID"),
    ),
    _get("connections", "/source-connections?collection={collection}", 200, [LISTED]),
    _get("connections of nothing", "/source-connections?collection=nope-x", 200, []),
    _get("its sync", f"{ONE}/sync-id", 200, {"sync_id": ID}),
    _search("hybrid search", 200, HITS, query="zebra", retrieval_strategy="hybrid"),
    _search("search", 200, HITS, query="zebra"),
    _search("search by meaning", 200, HITS, query="zebra", retrieval_strategy="semantic"),
    _search("search by words", 200, HITS, query="zebra", retrieval_strategy="keyword"),
    _search(
        "words nobody wrote",
        200,
        {"results": []},
        query="qqqq",
        retrieval_strategy="keyword",
    ),
    _search(
        "an old strategy",
        422,
        _invalid("body.retrieval_strategy", "Input should be 'semantic', 'keyword' or 'hybrid'"),
        query="zebra",
        retrieval_strategy="neural",
    ),
    _search("an empty query", 422, _invalid("body.query", "cannot be empty"), query=""),
    _search("a blank query", 422, _invalid("body.query", "cannot be empty"), query="   "),
    _search("no query", 422, _invalid("body.query")),
    _search("a long query", 200, HITS, query="zebra " * 2500),
    _search("limit 1", 200, HITS, query="zebra", limit=1),
    _search("limit 0", 422, _invalid("body.limit", "greater"), query="zebra", limit=0),
    _search("limit 200", 200, HITS, query="zebra", limit=200),
    _search("limit 201", 422, _invalid("limit", "less"), query="zebra", limit=201),
    _search("limit 1001", 422, _invalid("body.limit", "less"), query="zebra", limit=1001),
    _search("offset 1", 200, HITS, query="zebra", offset=1),
    _search("offset -1", 422, _invalid("body.offset", "greater"), query="zebra", offset=-1),
    _search("a filter", 200, HITS, query="zebra", filter=[{"conditions": [_FILES]}]),
    _search(
        "a filter on nothing known",
        422,
        _invalid("body.filter.0.conditions.0.field", "Input should be 'entity_id', …"),
        query="zebra",
        filter=[{"conditions": [_WRONG_FIELD]}],
    ),
    _search(
        "a filter that compares in no known way",
        422,
        _invalid("body.filter.0.conditions.0.operator", "Input should be 'equals', …"),
        query="zebra",
        filter=[{"conditions": [_WRONG_OPERATOR]}],
    ),
    _search(
        "a filter of the old form",
        422,
        _invalid("body.filter", "Input should be a valid list"),
        query="zebra",
        filter={"must": []},
    ),
    _search("an empty filter", 200, HITS, query="zebra", filter=[]),
    _search("a search with a field nobody knows", 200, HITS, query="zebra", foo=1),
    Exchange(
        "search in nothing",
        "POST",
        "/collections/nope-x/search/instant",
        404,
        _told("Collection 'nope-x' not found"),
        {"query": "x"},
    ),
    Exchange(
        "search by a language model",
        "POST",
        "/collections/{collection}/search/classic",
        503,
        _told("No LLM provider configured. Set one of: …"),
        {"query": "zebra"},
    ),
    Exchange("its new name", "PATCH", ONE, 200, SYNCED, {"name": "new name"}),
    Exchange("its schedule", "PATCH", ONE, 200, SYNCED, {"schedule": {"cron": "0 3 1 1 *"}}),
    Exchange("a sync", "POST", f"{ONE}/run", 200, PENDING, notes={"job": "id"}),
    Exchange("its end", "POST", f"{ONE}/jobs/{{job}}/cancel", 200, JOB),
    Exchange(
        "a job nobody knows",
        "POST",
        f"{ONE}/jobs/{NOBODY}/cancel",
        404,
        _told("Sync job not found"),
    ),
    Exchange(
        "a sync of nothing",
        "POST",
        f"/source-connections/{NOBODY}/run",
        404,
        _told("SourceConnection not found"),
    ),
    _get("jobs of nothing", f"/source-connections/{NOBODY}/jobs", 404, _told("not found")),
    Exchange(
        "a connection that never syncs",
        "POST",
        "/source-connections",
        200,
        NEVER_SYNCED,
        {
            "name": "second one",
            "short_name": "github",
            "readable_collection_id": "{collection}",
            "authentication": {"credentials": {"personal_access_token": "{token}"}},
            "config": {"repo_name": "{repository}", "branch": "{branch}"},
            "schedule": {"cron": None},
            "sync_immediately": False,
        },
        notes={"second": "id"},
    ),
    Exchange(
        "a sync where there is none",
        "POST",
        "/source-connections/{second}/run",
        404,
        _told("No sync found for this source connection"),
    ),
    Exchange("the connection goes", "DELETE", ONE, 200, SYNCED),
    Exchange("it is gone", "DELETE", ONE, 404, _told("SourceConnection not found")),
    Exchange("the collection goes", "DELETE", "/collections/{collection}", 200, COLLECTION),
    Exchange(
        "it is gone, too",
        "DELETE",
        "/collections/{collection}",
        404,
        _told("Collection not found"),
    ),
)
