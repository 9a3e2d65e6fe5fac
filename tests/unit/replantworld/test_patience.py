"""What came to the node of Sei tells how often it was asked, and how long somebody waited."""

from collections.abc import Sequence

import pytest

from support.replantworld.observers.sei_node import Question
from support.replantworld.oracle.patience import bound_faults, pause_faults, peace_faults


def questions(*times: float, given: bool = True) -> list[Question]:
    """Return questions at these times, of which the first two got no answer."""
    return [
        Question(at=at, token="1", kind="nft_info", is_refused=number < 2 or not given)
        for number, at in enumerate(times)
    ]


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        (questions(0, 1, 3), ""),
        (questions(0, 1, 3, 3.1), ""),
        (questions(0, 1, 2), "again after 1.00 s, then after 1.00 s"),
        (questions(0, 2, 3), "again after 2.00 s, then after 1.00 s"),
        (questions(0, 1), "asked for 2 times"),
        (questions(), "asked for 0 times"),
        (questions(0, 1, 3, given=False), "asked for 3 times"),
    ],
)
def test_pauses_grow_until_something_is_given(asked: list[Question], fault: str) -> None:
    found = "; ".join(pause_faults(asked))
    assert fault in found
    assert bool(found) == bool(fault)


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        (questions(0, 1, 3), ""),
        (questions(0, 1, 3, 4), "asked for 4 times, and 3 are agreed"),
        (questions(), "not asked for at all"),
    ],
)
def test_what_is_never_given_is_not_asked_for_too_often(asked: list[Question], fault: str) -> None:
    found = "; ".join(bound_faults(asked, retries=2))
    assert fault in found
    assert bool(found) == bool(fault)


@pytest.mark.parametrize(
    ("rounds", "fault"),
    [
        ([3, 3, 3, 0, 0, 1, 0], ""),
        ([3, 0], ""),
        ([3, 3, 3], "never left in peace: asked 3, 3, 3 times"),
        ([3, 0, 0, 3], "not tried by single questions"),
        ([0, 0], "not asked for it at all"),
        ([], "not asked for it at all"),
    ],
)
def test_who_stays_away_is_left_in_peace(rounds: Sequence[int], fault: str) -> None:
    found = "; ".join(peace_faults(rounds))
    assert fault in found
    assert bool(found) == bool(fault)
