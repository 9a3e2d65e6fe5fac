"""Lanes: each unit is in one of them, and none takes longer than others."""

import pytest

from support.parallel.temporal.lanes import PLACES, lanes_of
from support.parallel.units import Unit


def units(shared: int, alone: int = 0) -> list[Unit]:
    return [
        Unit(n, "", "", "", "", isolated=n >= 100 + shared)
        for n in range(100, 100 + shared + alone)
    ]


@pytest.mark.parametrize("places", [1, 2, PLACES, PLACES + 1, 3 * PLACES + 1, 500])
@pytest.mark.parametrize(("shared", "alone"), [(1, 0), (40, 3), (200, 1), (0, 2), (601, 0)])
def test_each_unit_is_in_one_lane_in_its_turn(places: int, shared: int, alone: int) -> None:
    lanes = lanes_of(units(shared, alone), places)
    assert sorted(
        (unit for lane in lanes for unit in lane.units), key=lambda unit: unit.number
    ) == units(shared, alone)
    for lane in lanes:
        assert [*lane.units] == sorted(lane.units, key=lambda unit: unit.number)
        assert 0 < lane.places <= PLACES
        assert {unit.isolated for unit in lane.units} == {lane.isolated}
    assert [lane.isolated for lane in lanes][:-1] == [False] * (len(lanes) - 1)
    together = sum(lane.places for lane in lanes if not lane.isolated)
    assert together == min(places, shared)


@pytest.mark.parametrize("places", [PLACES + 1, 100, 1_000])
def test_each_place_of_each_lane_has_as_much_to_do(places: int) -> None:
    lanes = lanes_of(units(20 * places), places)
    assert {len(lane.units) / lane.places for lane in lanes} == {20}
    assert max(lane.places for lane in lanes) - min(lane.places for lane in lanes) <= 1


def test_few_places_are_one_lane_and_what_is_isolated_another() -> None:
    assert len(lanes_of(units(50), PLACES)) == 1
    *_, last = lanes_of(units(50, 3), PLACES)
    assert (last.places, last.isolated, len(last.units)) == (1, True, 3)


def test_temporal_lets_a_run_have_so_many_lanes() -> None:
    assert len(lanes_of(units(100_000), 100_000)) == 1_000
