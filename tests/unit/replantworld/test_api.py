"""Every request keeps to the rules of the product's contract, and every answer is understood."""

import json
import re
from collections.abc import Callable
from typing import Literal

import httpx
import pytest
from pydantic import BaseModel, ConfigDict, Field

from support.core.errors import Failure
from support.core.http import Api
from support.laws.secrets import SecretShown, SecretWatch
from support.replantworld.client.api import GUIDE, PREFIXES, PRODUCT, ReplantworldApi
from support.replantworld.client.runner import KINDS

STATISTICS = {"status": "success", "cache_stats": {"hits": 0}}
KNOWN = {
    "sei_contract_address": "sei1a",
    "sei_token_id": "1",
    "sei_owner_address": "sei1owner",
    "name": "Tree 1",
    "description": "A planted tree",
    "image_url": "https://example.com/1.png",
    "migration_status": "completed",
    "solana_asset_id": "asset",
    "solana_mint_address": "mint",
    "migration_date": "2026-11-20T11:36:55.736Z",
}


class PipelineRule(BaseModel):
    """What `run-pipeline/` takes: no other field, no text in place of a list, no number below 1."""

    model_config = ConfigDict(extra="forbid", strict=True)
    sei_contract_addresses: list[str] = Field(min_length=1)
    max_nfts_per_contract: int = Field(1, ge=1)
    enable_caching: bool = True
    enable_monitoring: bool = True


def client(
    monkeypatch: pytest.MonkeyPatch,
    answer: Callable[[httpx.Request], httpx.Response],
    shape: str = GUIDE,
    secret: str = "",
) -> tuple[ReplantworldApi, list[httpx.Request]]:
    """Return a client of what has the routes of this shape; and all that it asks after that."""
    asked: list[httpx.Request] = []

    def serve(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        if request.url.path.endswith("/cache-stats/"):
            is_there = request.url.path.startswith(f"{PREFIXES[shape]}/")
            return httpx.Response(200 if is_there else 404, json=STATISTICS)
        return answer(request)

    watch = SecretWatch()
    watch.give("the API key", secret)
    api = Api("ReplantWorld", "http://it.test/", {}, timeout=1, retries=0)
    mock = httpx.Client(base_url=api.base_url, transport=httpx.MockTransport(serve))
    monkeypatch.setattr(api, "_client", mock)
    made = ReplantworldApi(api, api, [api], watch)
    asked.clear()
    return made, asked


def done(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={"status": "success", "pipeline_status": "completion"})


@pytest.mark.parametrize("shape", [GUIDE, PRODUCT])
@pytest.mark.parametrize("most", [None, 3])
def test_a_migration_is_asked_for_as_the_contract_says(
    monkeypatch: pytest.MonkeyPatch, shape: str, most: int | None
) -> None:
    api, asked = client(monkeypatch, done, shape)
    assert api.run_pipeline(["sei1a", "sei1b"], most, caching=False).is_success
    (request,) = asked
    assert (request.method, request.url.path) == ("POST", f"{PREFIXES[shape]}/run-pipeline/")
    assert request.headers["content-type"] == "application/json"
    told = PipelineRule.model_validate_json(request.content)
    assert told.sei_contract_addresses == ["sei1a", "sei1b"]
    assert ("max_nfts_per_contract" in json.loads(request.content)) == (most is not None)


class JobRule(BaseModel):
    """What `migration/jobs/` takes: three fields are required, and texts have their lengths."""

    model_config = ConfigDict(extra="forbid", strict=True)
    name: str = Field(min_length=1, max_length=200)
    description: str
    sei_contract_addresses: list[str] = Field(min_length=1)
    batch_size: int = Field(100, ge=1)


def test_a_job_is_made_as_the_contract_says(monkeypatch: pytest.MonkeyPatch) -> None:
    api, asked = client(monkeypatch, lambda _: httpx.Response(201, json={"job_id": "7"}))
    assert api.create_job("dm-1", ["sei1a"], 5) == "7"
    (request,) = asked
    assert (request.method, request.url.path) == ("POST", "/api/blockchain/migration/jobs/")
    assert JobRule.model_validate_json(request.content).batch_size == 5


@pytest.mark.parametrize("shape", [GUIDE, PRODUCT])
def test_a_job_is_run_as_the_contract_says(monkeypatch: pytest.MonkeyPatch, shape: str) -> None:
    api, asked = client(monkeypatch, done, shape)
    api.run_batch("7")
    (request,) = asked
    assert request.url.path == f"{PREFIXES[shape]}/run-batch/"
    assert json.loads(request.content) == {"migration_job_id": "7"}


class SelfTestRule(BaseModel):
    """What `run-test/` takes: one of seven scenarios, and a size."""

    model_config = ConfigDict(extra="forbid", strict=True)
    scenario: Literal[
        "single_nft_migration",
        "batch_migration",
        "large_scale_migration",
        "cache_performance",
        "error_handling",
        "rollback_testing",
        "performance_benchmark",
    ]
    test_data_size: int = Field(10, ge=1)
    enable_caching: bool = True
    enable_monitoring: bool = True
    timeout_seconds: int = 300


@pytest.mark.parametrize("kind", KINDS.values())
def test_a_test_is_asked_for_as_the_contract_says(
    monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    api, asked = client(monkeypatch, done)
    api.run_test(kind, 3)
    (request,) = asked
    assert request.url.path == f"{PREFIXES[GUIDE]}/run-test/"
    assert SelfTestRule.model_validate_json(request.content).test_data_size == 3


def test_tests_are_listed_as_the_contract_says(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"test_results": [], "pagination": {"total_count": 0, "has_next": False}}
    api, asked = client(monkeypatch, lambda _: httpx.Response(200, json=told))
    assert api.tests(5, 10, kind="error_handling", outcome="passed") == []
    assert asked[0].url.path == f"{PREFIXES[GUIDE]}/test-results/"
    wanted = {"limit": "5", "offset": "10", "scenario": "error_handling", "status": "passed"}
    assert dict(asked[0].url.params) == wanted


MEASURE = {"name": "items", "value": 3, "unit": "count", "category": "application"}


def test_measures_are_asked_for_as_the_contract_says(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"category": "application", "metrics": [MEASURE], "count": 1}
    api, asked = client(monkeypatch, lambda _: httpx.Response(200, json={"metrics": told}))
    assert api.measures_of("application", 2) == [MEASURE]
    assert asked[0].url.path == f"{PREFIXES[GUIDE]}/performance-metrics/"
    assert dict(asked[0].url.params) == {"category": "application", "limit": "2"}


def test_measures_are_as_many_as_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"category": "application", "metrics": [MEASURE], "count": 2}
    api, _ = client(monkeypatch, lambda _: httpx.Response(200, json={"metrics": told}))
    with pytest.raises(Failure, match="Of application, 2 measures are counted, and 1 told"):
        api.measures_of("application")


@pytest.mark.parametrize(("status", "is_there"), [(404, False), (405, True), (200, True)])
def test_whether_jobs_can_be_taken_back_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    is_there: bool,
) -> None:
    api, asked = client(monkeypatch, lambda _: httpx.Response(status, json={}))
    assert api.has_rollback() == is_there
    assert [request.method for request in asked] == ["GET"]


def test_nfts_are_asked_for_as_the_contract_says(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = {"status": "success", "data": {"nfts": [KNOWN], "count": 1, "filters": {}}}
    api, asked = client(monkeypatch, lambda _: httpx.Response(200, json=answer))
    (nft,) = api.nfts_of("sei1a", 5)
    assert nft.is_migrated
    assert str(asked[0].url) == "http://it.test/api/v1/nft/search/?contract=sei1a&limit=5"


def test_nfts_of_another_collection_are_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = {"status": "success", "data": {"nfts": [KNOWN], "count": 1}}
    api, _ = client(monkeypatch, lambda _: httpx.Response(200, json=answer))
    with pytest.raises(Failure, match="Asked for the NFTs of sei1b, ReplantWorld tells of sei1a"):
        api.nfts_of("sei1b", 5)


@pytest.mark.parametrize(
    ("nfts", "count", "fault"),
    [
        ([KNOWN, KNOWN], 2, "brings the NFT 1 2 times"),
        ([KNOWN, KNOWN | {"sei_token_id": "2"}], 2, "A search for 1 NFTs brings 2"),
        ([KNOWN], 50, "A search brings 1 NFTs, and counts 50"),
    ],
)
def test_a_search_brings_each_once_and_no_more_than_asked_for(
    monkeypatch: pytest.MonkeyPatch, nfts: list[object], count: int, fault: str
) -> None:
    answer = {"status": "success", "data": {"nfts": nfts, "count": count}}
    api, _ = client(monkeypatch, lambda _: httpx.Response(200, json=answer))
    with pytest.raises(Failure, match=fault):
        api.nfts_of("sei1a", 1)


def test_of_unauthorised_the_one_counts_who_is_not_denied(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([httpx.Response(401), httpx.Response(200, json={"status": "success"})])
    api, _ = client(monkeypatch, lambda _: next(answers))
    api._unauthorised = [api._working, api._working]
    assert api.run_pipeline_unasked(["sei1a"]).is_success


def test_what_is_no_list_of_nfts_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    api, _ = client(monkeypatch, lambda _: httpx.Response(200, json={"status": "success"}))
    with pytest.raises(Failure, match="something else than it promises: data: Field required"):
        api.nfts_of("sei1a", 5)


def test_an_error_is_an_answer_too(monkeypatch: pytest.MonkeyPatch) -> None:
    text = '{"status": "error", "message": "Failed"}'
    api, _ = client(monkeypatch, lambda _: httpx.Response(500, text=text))
    report = api.run_pipeline(["sei1a"])
    assert (report.status, report.is_success) == (500, False)
    assert str(report) == "ReplantWorld answered 500: Failed"


def test_a_secret_in_an_answer_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = httpx.Response(200, json={"status": "success", "debug": "key s3cret-s3cret"})
    api, _ = client(monkeypatch, lambda _: answer, secret="s3cret-s3cret")
    with pytest.raises(SecretShown, match=re.escape("run-pipeline/ shows the API key")):
        api.run_pipeline(["sei1a"])


def test_what_has_neither_routes_is_told_so() -> None:
    api = Api("ReplantWorld", "http://it.test/", {}, timeout=1, retries=0)
    nothing = httpx.MockTransport(lambda _: httpx.Response(404))
    api._client = httpx.Client(base_url=api.base_url, transport=nothing)
    with pytest.raises(Failure, match="neither /api/integration/cache-stats/ nor /api/blockchain"):
        ReplantworldApi(api, api, [api], SecretWatch())
