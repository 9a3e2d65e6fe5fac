"""What waits is counted without what others left behind."""

import pytest

from support.chroma_ha.oracle.waiting import is_wrong


@pytest.mark.parametrize(
    ("more", "expected", "wrong"),
    [(5, 5, False), (4, 5, True), (0, 5, True), (0, 0, False), (1, 0, True), (-5, 0, False)],
)
def test_only_what_was_added_must_be_counted(more: int, expected: int, wrong: bool) -> None:
    assert is_wrong(more, expected) is wrong
