"""A sentence knows its cause, whoever passes it on."""

import httpx
import psycopg
import pytest
from botocore.exceptions import ClientError
from github import GithubException
from googleapiclient.errors import HttpError
from httplib2 import Response
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from stripe import AuthenticationError

from support.bongos.base import cause_of_trouble
from support.core.causes import Cause, as_in, cause_of, chief, together
from support.core.errors import DeploymentLost, Failure, SetupError
from support.core.http import ApiError
from support.core.looking import look_until_right
from support.reporting.causes import cause_of_error


def _s3(status: int) -> ClientError:
    return ClientError({"Error": {}, "ResponseMetadata": {"HTTPStatusCode": status}}, "PutObject")


def _slack(status: int, error: str) -> SlackApiError:
    told = {"ok": False, "error": error}
    response = SlackResponse(
        client=None,
        http_verb="POST",
        api_url="",
        req_args={},
        data=told,
        headers={},
        status_code=status,
    )
    return SlackApiError("no", response)  # type: ignore[no-untyped-call]  # slack_sdk's


def test_a_sentence_is_a_text_that_knows_its_cause() -> None:
    said = Cause.LOST("a.md is not there")
    assert said == "a.md is not there"
    assert cause_of(said) is Cause.LOST
    assert cause_of("a.md is not there") is None


def test_of_several_the_chief_cause_is_kept() -> None:
    said = [Cause.MISCOUNTED("3 are 2"), "a table", Cause.LOST("a.md is not there")]
    assert cause_of(together(said)) is Cause.LOST
    assert together(said).splitlines() == said
    assert cause_of(as_in(said[1:2], "head")) is None
    assert chief([]) is None


def test_what_is_looked_at_in_vain_tells_the_cause_of_the_last_look() -> None:
    with pytest.raises(Failure) as caught:
        look_until_right(lambda: 1, lambda _: [Cause.STALE("b")], budget=0.01, waiting_for="x")
    assert caught.value.cause is Cause.STALE


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (Failure(Cause.LEAKED("seen")), Cause.LEAKED),
        (Failure("nobody knows why, though it says lost and network"), Cause.UNKNOWN),
        (AssertionError(Cause.REFUSED("turned away")), Cause.REFUSED),
        (AssertionError("the suite took something for granted"), Cause.SUITE),
        (KeyError("name"), Cause.SUITE),
        (SetupError("GITHUB_TOKEN is not set"), Cause.SETTINGS),
        (DeploymentLost("gone"), Cause.UNAVAILABLE),
        (None, Cause.SUITE),
    ],
)
def test_an_error_has_the_cause_that_it_carries(error: Exception | None, cause: Cause) -> None:
    assert cause_of_error(error) is cause


@pytest.mark.parametrize(
    ("status", "cause"),
    [
        (401, Cause.CREDENTIALS),
        (403, Cause.CREDENTIALS),
        (404, Cause.LOST),
        (422, Cause.REFUSED),
        (429, Cause.RATE_LIMIT),
        (500, Cause.UNAVAILABLE),
        (503, Cause.UNAVAILABLE),
    ],
)
def test_an_answer_has_the_cause_of_its_status(status: int, cause: Cause) -> None:
    request = httpx.Request("GET", "http://a")
    assert ApiError("A", httpx.Response(status, request=request)).cause is cause


@pytest.mark.parametrize(
    ("status", "headers", "cause"),
    [
        (401, {}, Cause.CREDENTIALS),
        (403, {}, Cause.CREDENTIALS),
        (403, {"X-RateLimit-Remaining": "0"}, Cause.RATE_LIMIT),
        (429, {}, Cause.RATE_LIMIT),
        (502, {}, Cause.SOURCE),
        (404, {}, Cause.SOURCE),
    ],
)
def test_trouble_of_a_source_is_its_own(status: int, headers: dict[str, str], cause: Cause) -> None:
    request = httpx.Request("GET", "http://a")
    answer = httpx.Response(status, headers=headers, request=request)
    assert cause_of_trouble(httpx.HTTPStatusError("", request=request, response=answer)) is cause


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (_s3(403), Cause.CREDENTIALS),
        (_s3(503), Cause.SOURCE),
        (GithubException(401, {}, {}), Cause.CREDENTIALS),
        (GithubException(403, {}, {"x-ratelimit-remaining": "0"}), Cause.RATE_LIMIT),
        (GithubException(502, {}, {}), Cause.SOURCE),
        (_slack(200, "invalid_auth"), Cause.CREDENTIALS),
        (_slack(429, "ratelimited"), Cause.RATE_LIMIT),
        (_slack(200, "channel_not_found"), Cause.SOURCE),
        (AuthenticationError("no such key", http_status=401), Cause.CREDENTIALS),
        (psycopg.errors.InvalidPassword("no"), Cause.CREDENTIALS),
        (psycopg.errors.DiskFull("no"), Cause.SOURCE),
        (HttpError(Response({"status": "429"}), b""), Cause.RATE_LIMIT),
        (TimeoutError("nobody answers"), Cause.SOURCE),
    ],
)
def test_each_vendors_client_tells_in_its_way(error: Exception, cause: Cause) -> None:
    assert cause_of_trouble(error) is cause


def test_a_name_that_nobody_knows_is_the_networks() -> None:
    def ask() -> None:
        httpx.get("http://nobody.invalid/")

    with pytest.raises(httpx.ConnectError) as caught:
        ask()
    assert cause_of_trouble(caught.value) is Cause.NETWORK
    assert cause_of_error(caught.value) is Cause.NETWORK
