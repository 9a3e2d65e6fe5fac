"""Shards: each unit is in one of them, and none takes longer than others."""

import pytest

from support.parallel.temporal.shards import PLACES, shards_of
from support.parallel.units import Unit


def units(shared: int, alone: int = 0) -> list[Unit]:
    return [
        Unit(n, "", "", "", "", isolated=n >= 100 + shared)
        for n in range(100, 100 + shared + alone)
    ]


@pytest.mark.parametrize("places", [1, 2, PLACES, PLACES + 1, 3 * PLACES + 1, 500])
@pytest.mark.parametrize(("shared", "alone"), [(1, 0), (40, 3), (200, 1), (0, 2), (601, 0)])
def test_each_unit_is_in_one_shard_in_its_turn(places: int, shared: int, alone: int) -> None:
    shards = shards_of(units(shared, alone), places)
    assert sorted(
        (unit for shard in shards for unit in shard.units), key=lambda unit: unit.number
    ) == units(shared, alone)
    for shard in shards:
        assert [*shard.units] == sorted(shard.units, key=lambda unit: unit.number)
        assert 0 < shard.places <= PLACES
        assert {unit.isolated for unit in shard.units} == {shard.isolated}
    assert [shard.isolated for shard in shards][:-1] == [False] * (len(shards) - 1)
    together = sum(shard.places for shard in shards if not shard.isolated)
    assert together == min(places, shared)


@pytest.mark.parametrize("places", [PLACES + 1, 100, 1_000])
def test_each_place_of_each_shard_has_as_much_to_do(places: int) -> None:
    shards = shards_of(units(20 * places), places)
    assert {len(shard.units) / shard.places for shard in shards} == {20}
    assert max(shard.places for shard in shards) - min(shard.places for shard in shards) <= 1


def test_few_places_are_one_shard_and_what_is_isolated_another() -> None:
    assert len(shards_of(units(50), PLACES)) == 1
    *_, last = shards_of(units(50, 3), PLACES)
    assert (last.places, last.isolated, len(last.units)) == (1, True, 3)


def test_temporal_lets_a_run_have_so_many_shards() -> None:
    assert len(shards_of(units(100_000), 100_000)) == 1_000
