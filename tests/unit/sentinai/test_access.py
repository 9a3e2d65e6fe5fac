"""Who is let in, and who is denied: what the suite believes, and what it never lets pass."""

from types import SimpleNamespace
from typing import cast

import httpx
import pytest

from support.core.errors import Failure
from support.core.http import ApiError
from support.sentinai.callers import Attempt, Callers
from support.sentinai.oracle.access import Access
from support.sentinai.oracle.refusals import expect_callers_error

OWNER = Attempt("who has the right", "read a timeline", "T", may=True, answer=None)
OTHER = Attempt("another tenant's admin", "read a timeline", "T", may=False, answer=403)


def access(*attempts: Attempt) -> Access:
    return Access(cast(Callers, SimpleNamespace(attempts=list(attempts), broken_setup=list)))


def answered(attempt: Attempt, answer: int | None) -> Attempt:
    return Attempt(attempt.caller, attempt.endpoint, attempt.tenant, attempt.may, answer)


@pytest.mark.parametrize("denial", [403, 404])
def test_whoever_has_the_right_is_let_in_and_nobody_else(denial: int) -> None:
    access(OWNER, answered(OTHER, denial)).expect_owner_only()


@pytest.mark.parametrize("answer", [None, 400, 401, 409, 500])
def test_an_answer_that_does_not_deny_is_named(answer: int | None) -> None:
    with pytest.raises(Failure, match="not denied: another tenant's admin to read a timeline"):
        access(OWNER, answered(OTHER, answer)).expect_owner_only()


def test_what_breaks_down_for_whoever_has_the_right_was_not_denied() -> None:
    access(answered(OWNER, 500), OTHER).expect_owner_only()


@pytest.mark.parametrize("answer", [403, 404])
def test_a_denial_says_nothing_where_nobody_is_let_in(answer: int) -> None:
    with pytest.raises(Failure, match="not let in, and has the right: who has the right to read"):
        access(answered(OWNER, answer), OTHER).expect_owner_only()


@pytest.mark.parametrize("attempts", [(), (OWNER,), (OTHER,)])
def test_without_both_sides_nothing_is_judged(attempts: tuple[Attempt, ...]) -> None:
    with pytest.raises(Failure, match="only where some have the right and some have not"):
        access(*attempts).expect_owner_only()


def test_nobody_without_a_known_key_is_told_more_than_that() -> None:
    access(OWNER, answered(OTHER, 401)).expect_known_only()
    with pytest.raises(Failure):
        access(OWNER, OTHER).expect_known_only()


def refused(status: int, body: str) -> ApiError:
    request = httpx.Request("POST", "http://sentinai/exceptions/T")
    return ApiError("SentinAI", httpx.Response(status, text=body, request=request))


@pytest.mark.parametrize(
    "refusal",
    [
        None,
        refused(500, "Internal Server Error"),
        refused(404, "Not Found"),
        refused(405, "Method Not Allowed"),
        refused(400, "ForeignKeyViolationError [SQL: INSERT INTO event_log ...]"),
        refused(422, "Traceback (most recent call last)"),
    ],
)
def test_a_rejection_blames_the_caller_and_tells_no_internal_details(
    refusal: ApiError | None,
) -> None:
    expect_callers_error(refused(422, "Input should be a valid dictionary"))
    with pytest.raises(Failure):
        expect_callers_error(refusal)
