"""Airweave's HTTP contract: who may call, what is refused and with which words."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.conftest import Settings
from tests.sandbox.conftest import Bench, Branch

Json = dict[str, Any]


@pytest.fixture(scope="module")
def ours(api: httpx.Client, sandbox: Settings) -> Iterator[httpx.Client]:
    """The API with our key."""
    with httpx.Client(
        base_url=api.base_url, headers={"X-API-Key": sandbox["AIRWEAVE_API_KEY"]}
    ) as client:
        yield client


@pytest.fixture(scope="module")
def theirs(api: httpx.Client, sandbox: Settings) -> Iterator[httpx.Client]:
    """The API with the key of the other organisation."""
    with httpx.Client(
        base_url=api.base_url, headers={"X-API-Key": sandbox["AIRWEAVE_OTHER_API_KEY"]}
    ) as client:
        yield client


@pytest.fixture
def request_body(bench: Bench, branch: Branch) -> Json:
    """A good request for a connection that does not start to sync."""
    token = bench.sandbox["GITHUB_PERSONAL_ACCESS_TOKEN"]
    return {
        "short_name": "github",
        "readable_collection_id": bench.id,
        "authentication": {"credentials": {"personal_access_token": token}},
        "config": {"repo_name": bench.sandbox["GITHUB_REPO_NAME"], "branch": branch.name},
        "schedule": {"cron": "0 3 1 1 *"},
        "sync_immediately": False,
    }


class TestAccess:
    """The key decides whose data it is."""

    @pytest.mark.parametrize("path", ["/health", "/openapi.json"])
    def test_health_needs_no_key(self, api: httpx.Client, path: str) -> None:
        assert api.get(path).status_code == 200

    def test_no_key_is_401_and_a_wrong_one_403(self, api: httpx.Client) -> None:
        assert api.get("/collections").status_code == 401
        assert api.get("/collections", headers={"X-API-Key": "wrong"}).status_code == 403

    def test_another_organisation_may_not_be_named(
        self, ours: httpx.Client, sandbox: Settings
    ) -> None:
        own_header = {"X-Organization-ID": sandbox["AIRWEAVE_ORGANIZATION_ID"]}
        other_header = {"X-Organization-ID": str(uuid.uuid4())}
        assert ours.get("/collections", headers=own_header).status_code == 200
        assert ours.get("/collections", headers=other_header).status_code == 403

    def test_other_organisations_see_and_reach_nothing(
        self, bench: Bench, branch: Branch, theirs: httpx.Client
    ) -> None:
        connection = bench.connect(branch)
        bench.finished(connection)
        collection, source = f"/collections/{bench.id}", f"/source-connections/{connection.id}"

        refused = [
            theirs.get(collection),
            theirs.patch(collection, json={"name": "stolen"}),
            theirs.delete(collection),
            theirs.post(f"{collection}/search/instant", json={"query": "x"}),
            theirs.get(source),
            theirs.patch(source, json={"name": "stolen"}),
            theirs.post(f"{source}/run"),
            theirs.get(f"{source}/jobs"),
            theirs.delete(source),
        ]

        assert {answer.status_code for answer in refused} == {404}
        assert bench.id not in theirs.get("/collections").text
        assert connection.id not in theirs.get("/source-connections").text
        assert bench.paths() == {"start.md"}

    def test_the_same_readable_id_is_free_in_another_organisation(
        self, bench: Bench, theirs: httpx.Client
    ) -> None:
        answer = theirs.post("/collections", json={"name": "Theirs", "readable_id": bench.id})
        try:
            assert answer.status_code == 200
            hits = theirs.post(f"/collections/{bench.id}/search/instant", json={"query": "start"})
            assert hits.json() == {"results": []}
        finally:
            theirs.delete(f"/collections/{bench.id}")


class TestCollections:
    """Creating, listing, changing and deleting collections."""

    def test_a_generated_id_drops_everything_but_letters_and_digits(
        self, ours: httpx.Client
    ) -> None:
        made = ours.post("/collections/", json={"name": "  Ünï-code & Two  Words "}).json()
        assert re.fullmatch(r"ncode-two-words-[a-z0-9]{6}", made["readable_id"])
        assert made["status"] == "NEEDS SOURCE"
        assert ours.delete(f"/collections/{made['readable_id']}").json()["id"] == made["id"]
        assert ours.get(f"/collections/{made['readable_id']}").status_code == 404

    @pytest.mark.parametrize(
        ("body", "errors"),
        [
            ({}, [{"body.name": "Field required"}]),
            ({"name": "abc"}, [{"body.name": "String should have at least 4 characters"}]),
            ({"name": "x" * 65}, [{"body.name": "String should have at most 64 characters"}]),
        ],
    )
    def test_a_bad_name_is_refused(
        self, ours: httpx.Client, body: Json, errors: list[Json]
    ) -> None:
        answer = ours.post("/collections", json=body)
        assert (answer.status_code, answer.json()) == (422, {"errors": errors})

    @pytest.mark.parametrize("readable_id", ["Upper", "a--b", "-a", "a_b", ""])
    def test_a_bad_readable_id_is_refused(self, ours: httpx.Client, readable_id: str) -> None:
        answer = ours.post("/collections", json={"name": "Test", "readable_id": readable_id})
        assert answer.status_code == 422

    def test_a_taken_id_is_refused(self, ours: httpx.Client, bench: Bench) -> None:
        answer = ours.post("/collections", json={"name": "Again", "readable_id": bench.id})
        assert answer.status_code == 400
        assert answer.json() == {"detail": "Collection with this readable_id already exists"}

    def test_collections_are_searched_and_renamed(self, ours: httpx.Client, bench: Bench) -> None:
        word = uuid.uuid4().hex
        ours.patch(f"/collections/{bench.id}", json={"name": f"Renamed {word}"})

        (found,) = ours.get("/collections", params={"search": word.upper()}).json()
        assert found["readable_id"] == bench.id
        assert ours.get("/collections", params={"search": word, "skip": 1}).json() == []
        assert ours.get("/collections", params={"limit": 0}).status_code == 422

    def test_an_unknown_collection_is_404(self, ours: httpx.Client) -> None:
        detail = {"detail": "Collection with readable ID none not found"}
        assert ours.get("/collections/none").json() == detail
        assert ours.delete("/collections/none").status_code == 404


class TestConnecting:
    """What is asked of GitHub before a connection is made."""

    @pytest.mark.parametrize(
        ("change", "status", "words"),
        [
            ({"short_name": "nosuch"}, 404, "nosuch"),
            ({"readable_collection_id": "none"}, 404, "none"),
            ({"name": "abc"}, 422, "at least 4"),
            ({"schedule": {"cron": "often"}}, 422, "cron"),
            ({"authentication": None}, 400, "authentication"),
            ({"authentication": {"access_token": "x"}}, 400, "authentication"),
            ({"config": {}}, 422, "Invalid config fields"),
            ({"config": {"repo_name": "acme"}}, 422, "repo_name"),
            ({"config": {"repo_name": "acme/none"}}, 400, "acme/none"),
            ({"config": {"repo_name": "acme/acceptance", "branch": "a/b"}}, 400, "'a/b'"),
        ],
    )
    def test_a_bad_request_is_refused_with_its_reason(
        self, ours: httpx.Client, request_body: Json, change: Json, status: int, words: str
    ) -> None:
        answer = ours.post("/source-connections", json=request_body | change)
        assert answer.status_code == status
        assert words in answer.text

    @pytest.mark.parametrize(
        ("token", "status"), [("ghp_wrong", 400), ("f" * 40, 400), ("password", 422), ("", 422)]
    )
    def test_a_bad_token_is_refused_and_not_repeated(
        self, ours: httpx.Client, request_body: Json, token: str, status: int
    ) -> None:
        request_body["authentication"]["credentials"]["personal_access_token"] = token
        answer = ours.post("/source-connections", json=request_body)
        assert answer.status_code == status
        assert not token or token not in answer.text

    @pytest.mark.parametrize(
        ("kind", "status"),
        [("rate_limit_429", 429), ("rate_limit_403", 429), ("bad_gateway", 502), ("cut", 502)],
    )
    def test_trouble_at_github_is_passed_on(
        self,
        ours: httpx.Client,
        request_body: Json,
        github_faults: httpx.Client,
        kind: str,
        status: int,
    ) -> None:
        github_faults.put("/faults", json=[{"kind": kind}])
        answer = ours.post("/source-connections", json=request_body)
        assert answer.status_code == status
        assert ("retry-after" in answer.headers) == (status == 429)

    def test_secrets_are_never_shown(self, ours: httpx.Client, request_body: Json) -> None:
        made = ours.post("/source-connections", json=request_body)
        assert made.status_code == 200
        path = f"/source-connections/{made.json()['id']}"
        shown = [made, ours.get(path), ours.get("/source-connections"), ours.delete(path)]
        token = request_body["authentication"]["credentials"]["personal_access_token"]
        assert not any(token in answer.text for answer in shown)

    def test_without_a_schedule_there_is_a_default_one(
        self, ours: httpx.Client, request_body: Json
    ) -> None:
        del request_body["schedule"]
        made = ours.post("/source-connections", json=request_body).json()
        assert made["schedule"]["cron"] == "*/5 * * * *"
        assert made["status"] == "pending_sync"

    def test_without_cron_and_first_sync_it_can_never_run(
        self, ours: httpx.Client, request_body: Json
    ) -> None:
        made = ours.post(
            "/source-connections", json=request_body | {"schedule": {"cron": None}}
        ).json()
        path = f"/source-connections/{made['id']}"
        assert (made["sync_id"], made["sync"]) == (None, None)
        assert ours.post(f"{path}/run").status_code == 404

        ours.patch(path, json={"schedule": {"cron": "0 0 * * *"}})
        assert ours.post(f"{path}/run").status_code == 200

    def test_a_change_is_tried_out_before_it_is_taken(
        self, ours: httpx.Client, request_body: Json, branch: Branch
    ) -> None:
        made = ours.post("/source-connections", json=request_body).json()
        path = f"/source-connections/{made['id']}"
        repository = request_body["config"]["repo_name"]

        wrong = {"config": {"repo_name": repository, "branch": "none"}, "name": "Renamed"}
        assert ours.patch(path, json=wrong).status_code == 400
        assert ours.get(path).json()["config"]["branch"] == branch.name

        right = {"config": {"repo_name": repository}, "name": "Renamed", "description": "New"}
        changed = ours.patch(path, json=right).json()
        assert (changed["name"], changed["description"]) == ("Renamed", "New")
        assert changed["config"]["branch"] == ""

    def test_ids_that_are_no_uuids_or_unknown(self, ours: httpx.Client) -> None:
        assert ours.get("/source-connections/x").status_code == 422
        unknown = f"/source-connections/{uuid.uuid4()}"
        assert ours.get(unknown).status_code == 404
        assert ours.post(f"{unknown}/run").status_code == 404
        assert ours.delete(unknown).status_code == 404

    def test_sources_tell_what_they_need(self, ours: httpx.Client) -> None:
        sources = {item["short_name"]: item for item in ours.get("/sources").json()}
        fields = sources["github"]["config_fields"]["fields"]
        assert [(item["name"], item["required"]) for item in fields] == [
            ("repo_name", True),
            ("branch", False),
        ]


class TestSearching:
    """What a search takes and gives."""

    @pytest.fixture
    def path(self, bench: Bench, branch: Branch) -> str:
        branch.commit({"a.md": "the walrus sleeps", "b.py": "heron = 1"})
        bench.finished(bench.connect(branch))
        return f"/collections/{bench.id}/search"

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"query": ""},
            {"query": "  "},
            {"query": "x", "limit": 0},
            {"query": "x", "limit": 1001},
            {"query": "x", "offset": -1},
            {"query": "x", "retrieval_strategy": "psychic"},
            {"query": "x", "filter": [{"conditions": []}]},
        ],
    )
    def test_nonsense_is_refused(self, ours: httpx.Client, bench: Bench, body: Json) -> None:
        answer = ours.post(f"/collections/{bench.id}/search/instant", json=body)
        assert answer.status_code == 422
        assert "errors" in answer.json()

    def test_keyword_search_finds_only_what_shares_a_word(
        self, ours: httpx.Client, path: str
    ) -> None:
        body = {"query": "walrus unicorn", "retrieval_strategy": "keyword"}
        (hit,) = ours.post(f"{path}/instant", json=body).json()["results"]
        assert hit["name"] == "a.md"
        assert hit["relevance_score"] > 0

    def test_pages_follow_each_other(self, ours: httpx.Client, path: str) -> None:
        for strategy in ("semantic", "hybrid"):
            body = {"query": "walrus", "retrieval_strategy": strategy}
            whole = ours.post(f"{path}/instant", json=body).json()["results"]
            parts = [
                ours.post(f"{path}/instant", json={**body, "limit": 1, "offset": n}).json()
                for n in range(len(whole))
            ]
            assert {item["results"][0]["entity_id"] for item in parts} == {
                hit["entity_id"] for hit in whole
            }
