"""The sandbox of August 2025 answers in the shapes that the real product had."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from github import Auth, Github, InputGitTreeElement
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_fixed

from tests.conftest import Settings
from tests.sandboxes import plain_qdrant_of
from tests.unit.airweave.august_2025 import shapes

BRANCH = "test/2025"
TEXT = "The ferry leaves at noon."


@pytest.fixture(scope="module")
def api(sandbox_2025: Settings) -> Iterator[httpx.Client]:
    """A client with the key of an organisation."""
    key = {"X-API-Key": sandbox_2025["AIRWEAVE_API_KEY"]}
    with httpx.Client(base_url=sandbox_2025["AIRWEAVE_API_URL"], headers=key) as client:
        yield client


@pytest.fixture(scope="module", autouse=True)
def branch(sandbox_2025: Settings) -> None:
    """A branch with one file in a folder."""
    token = Auth.Token(sandbox_2025["GITHUB_PERSONAL_ACCESS_TOKEN"])
    github = Github(base_url=sandbox_2025["GITHUB_API_URL"], auth=token)
    repository = github.get_repo(sandbox_2025["GITHUB_REPO_NAME"])
    element = InputGitTreeElement("docs/ferry.md", "100644", "blob", content=TEXT)
    commit = repository.create_git_commit("Begin", repository.create_git_tree([element]), [])
    repository.create_git_ref(f"refs/heads/{BRANCH}", commit.sha)


def fields(sandbox_2025: Settings, **changes: object) -> dict[str, Any]:
    """Return the body that connects the branch to the collection `ferries`."""
    return {
        "name": "Ferries",
        "short_name": "github",
        "collection": "ferries",
        "auth_fields": {
            "personal_access_token": sandbox_2025["GITHUB_PERSONAL_ACCESS_TOKEN"],
            "repo_name": sandbox_2025["GITHUB_REPO_NAME"],
        },
        "config_fields": {"branch": BRANCH},
        **changes,
    }


def finished(api: httpx.Client, connection: dict[str, Any]) -> dict[str, Any]:
    """Wait for the job that a connection started and return it."""
    path = f"/source-connections/{connection['id']}/jobs/{connection['latest_sync_job_id']}"
    for attempt in Retrying(
        retry=retry_if_exception_type(AssertionError),
        stop=stop_after_delay(30),
        wait=wait_fixed(0.02),
        reraise=True,
    ):
        with attempt:
            job: dict[str, Any] = api.get(path).json()
            assert job["status"] in {"completed", "failed"}
    return job


@pytest.fixture(scope="module")
def collection(api: httpx.Client) -> Iterator[dict[str, Any]]:
    """A collection without a source."""
    yield api.post("/collections/", json={"name": "Ferries", "readable_id": "ferries"}).json()
    api.delete("/collections/ferries").raise_for_status()


@pytest.fixture(scope="module")
def connection(
    api: httpx.Client, collection: dict[str, Any], sandbox_2025: Settings
) -> dict[str, Any]:
    """A connection of it, whose first sync is over."""
    made: dict[str, Any] = api.post("/source-connections/", json=fields(sandbox_2025)).json()
    assert finished(api, made)["status"] == "completed"
    return made


def test_objects_have_the_fields_of_2025(
    api: httpx.Client, collection: dict[str, Any], connection: dict[str, Any]
) -> None:
    assert set(collection) == set(shapes.collection())
    assert collection["status"] == "NEEDS SOURCE"
    assert set(connection) == set(shapes.connection())
    assert set(finished(api, connection)) == set(shapes.job())
    shown = api.get(f"/source-connections/{connection['id']}").json()
    assert (shown["auth_fields"], shown["status"]) == ("********", "active")


@pytest.mark.parametrize("method", ["neural", "keyword", "hybrid"])
def test_a_file_is_found_with_its_payload(
    method: str, api: httpx.Client, connection: dict[str, Any]
) -> None:
    query = {"query": TEXT, "search_method": method, "filter": None}
    answer = api.post(f"/collections/{connection['collection']}/search", json=query).json()
    assert set(answer) == set(shapes.results())
    found = {hit["payload"]["entity_id"].rpartition("/")[2]: hit for hit in answer["results"]}
    payload = found["ferry.md"]["payload"]
    assert payload["content"] == TEXT
    metadata = shapes.system_metadata("", "")
    assert set(payload["airweave_system_metadata"]) == set(metadata)
    assert "embeddable_text" not in payload
    assert [step["type"] for step in payload["breadcrumbs"]] == ["repository", "directory"]


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        (
            {"name": "x"},
            422,
            {"errors": [{"body.name": "String should have at least 4 characters"}]},
        ),
        ({"short_name": "nosuch"}, 404, {"detail": "Object with short name nosuch not found"}),
        (
            {"collection": "nope-123456"},
            404,
            {"detail": "Collection with readable ID nope-123456 not found"},
        ),
    ],
)
def test_mistakes_are_refused_as_in_2025(
    changes: dict[str, object],
    status: int,
    said: object,
    api: httpx.Client,
    sandbox_2025: Settings,
) -> None:
    answer = api.post("/source-connections", json=fields(sandbox_2025, **changes))
    assert (answer.status_code, answer.json()) == (status, said)


def test_a_wrong_token_is_told_by_the_first_sync(
    api: httpx.Client, collection: dict[str, Any], sandbox_2025: Settings
) -> None:
    body = fields(sandbox_2025)
    body["auth_fields"]["personal_access_token"] = "wrong"
    body["collection"] = collection["readable_id"]
    made = api.post("/source-connections", json=body).json()
    job = finished(api, made)
    assert (job["status"], job["completed_at"]) == ("failed", None)
    assert job["failed_at"]
    assert "401" in job["error"]
    api.delete(f"/source-connections/{made['id']}").raise_for_status()


def test_every_collection_has_a_qdrant_collection_that_goes_with_it(
    api: httpx.Client, sandbox_2025: Settings
) -> None:
    made = api.post("/collections", json={"name": "For a moment"}).json()
    qdrant, path = plain_qdrant_of(sandbox_2025), f"/collections/{made['id']}"
    assert qdrant.get(path).status_code == 200
    api.delete(f"/collections/{made['readable_id']}").raise_for_status()
    assert qdrant.get(path).status_code == 404
