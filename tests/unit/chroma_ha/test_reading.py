"""What a question brings is held to what is kept, and to how near that is."""

from dataclasses import replace

import pytest

from support.chroma_ha.oracle.reading import ranking_faults
from support.chroma_ha.records import Brought, Record, distance

HELD = {
    name: Record(name, {"n": number}, [float(number), 0.0])
    for number, name in enumerate(("here", "near", "far"))
}
BROUGHT = [
    Brought(name, name, one.metadata, distance(HELD["here"].embedding, one.embedding))
    for name, one in HELD.items()
]


def faults(brought: list[Brought], limit: int = 3) -> list[str]:
    return ranking_faults(HELD, HELD["here"], limit, brought)


def test_the_nearest_in_their_order_are_no_fault() -> None:
    assert not faults(BROUGHT)
    assert not faults(BROUGHT[:2], limit=2)


@pytest.mark.parametrize(
    ("brought", "fault"),
    [
        (BROUGHT[:2], "3 were to come, and 2 did"),
        ([BROUGHT[0], BROUGHT[2], BROUGHT[1]], "far comes as number 2, and is not so near"),
        ([*BROUGHT[:2], replace(BROUGHT[2], distance=1)], "far is 4 away, and 1 is told"),
        ([*BROUGHT[:2], replace(BROUGHT[2], name="else")], "else comes as number 3"),
    ],
)
def test_each_difference_is_named(brought: list[Brought], fault: str) -> None:
    found = faults(brought)
    assert any(one.startswith(fault) for one in found), found


def test_what_is_brought_is_what_is_kept() -> None:
    assert all(one.is_of(HELD) for one in BROUGHT)
    assert not replace(BROUGHT[1], text="other words").is_of(HELD)
    assert not replace(BROUGHT[1], metadata={}).is_of(HELD)
