"""A refusal names the caller's mistake, and shows nothing of the inside."""

from typing import cast

import pytest

from support.core.errors import Failure
from support.replantworld.client.api import ReplantworldApi
from support.replantworld.client.reports import Report
from support.replantworld.refusals import Refusals


def refusals(status: int, text: str) -> Refusals:
    """Return what judges this answer."""
    made = Refusals(cast("ReplantworldApi", None))
    made._report = Report(status, text)
    return made


def test_a_reason_and_a_status_are_enough() -> None:
    refusals(400, '{"status": "error", "message": "migration_job_id is required"}').expect_refused()
    refusals(401, "").expect_denied()


@pytest.mark.parametrize(
    ("status", "text", "fault"),
    [
        (500, '{"message": "Failed"}', "not refused as the caller's mistake"),
        (200, '{"message": "Fine"}', "not refused as the caller's mistake"),
        (400, '{"status": "error"}', "given no reason"),
        (400, '{"message": "Traceback (most recent call last)"}', "shows the inside: Traceback"),
        (400, '{"message": "no", "debug": {"exception_type": "X"}}', "inside: exception_type"),
    ],
)
def test_each_fault_of_a_refusal_is_named(status: int, text: str, fault: str) -> None:
    with pytest.raises(Failure, match=fault):
        refusals(status, text).expect_refused()


def test_what_is_done_is_not_denied() -> None:
    with pytest.raises(Failure, match="It was not denied: ReplantWorld answered 200"):
        refusals(200, "{}").expect_denied()


def test_an_unknown_mistake_is_told_so() -> None:
    with pytest.raises(Failure, match="but not an odd one"):
        refusals(0, "").make("an odd one")
