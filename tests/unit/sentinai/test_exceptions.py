"""The facts about what a tenant submits: each answer is kept, and none is made up."""

from typing import cast

import httpx
import pytest

from support.core.http import ApiError
from support.core.timings import ScenarioTimings
from support.sentinai.client.models import Receipt
from support.sentinai.client.sentinai import SentinAI
from support.sentinai.exceptions import Exceptions

REQUEST = httpx.Request("POST", "http://sentinai/exceptions/T")


class Answers:
    """Answers what is submitted, one answer after the other."""

    tenant = "T"

    def __init__(self, *answers: list[str] | int) -> None:
        self._answers = iter(answers)

    def submit(self, *_: object, **__: object) -> Receipt:
        answer = next(self._answers)
        if isinstance(answer, int):
            raise ApiError("SentinAI", httpx.Response(answer, request=REQUEST))
        return Receipt(exception_id=answer[0], exception_ids=answer, status="accepted")


def exceptions(*answers: list[str] | int) -> Exceptions:
    return Exceptions(cast(SentinAI, Answers(*answers)), ScenarioTimings("a scenario"), "dm-1")


def test_what_is_accepted_is_known_under_the_name_that_was_assigned() -> None:
    made = exceptions(["E-1"], ["E-2"])
    made.submit(2)
    assert made.names == ["E-1", "E-2"]
    assert [submission.brought for submission in made.submissions] == ["T-No-1", "T-no-1"]


def test_one_name_for_a_whole_batch_leaves_the_others_their_own() -> None:
    made = exceptions(["T-No-1"])
    made.submit_batch(3)
    assert made.names == ["T-No-1", "T-no-1", "T-No-2"]


def test_what_is_repeated_with_its_key_is_kept_as_it_was_answered() -> None:
    made = exceptions(["E-1"], ["E-2"])
    made.submit_twice_with_one_key()
    assert [submission.known_as for submission in made.submissions] == ["E-1", "E-2"]


def test_a_refusal_is_kept_where_it_may_come_and_nowhere_else() -> None:
    made = exceptions(503, ["T-no-1"], 500)
    last = made.try_to_submit(2)
    first, _ = made.submissions
    assert first.refusal is not None
    assert (first.refusal.status, first.known_as) == (503, "")
    assert last.refusal is None
    assert made.names == ["T-no-1"]
    with pytest.raises(ApiError):
        made.submit()


def test_markers_are_no_submissions() -> None:
    made = exceptions(*([f"T-marker-{number}"] for number in range(1, 9)))
    assert sorted(made.submit_markers()) == sorted(made.markers)
    assert not made.names
    assert all(name.startswith(made.marker_prefix) for name in made.markers)
