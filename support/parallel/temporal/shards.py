"""How a run is spread over workflows: Temporal writes down what happens to one bit by bit."""

from collections.abc import Iterable
from dataclasses import dataclass

from support.parallel.units import Unit

PLACES = 12
"""Scenarios that one shard has under way, at most: see docs/many-machines.md, "What it shows"."""

_MOST = 1_000  # Temporal lets one workflow have 2,000 others at a time


@dataclass(frozen=True)
class Shard:
    """A share of a run, for a workflow of its own.

    Attributes:
        places: how many of its units run at a time.
        units: in the order in which they begin.
        isolated: whether it waits until all others have ended.
    """

    places: int
    units: tuple[Unit, ...]
    isolated: bool = False


def shards_of(units: Iterable[Unit], places: int) -> tuple[Shard, ...]:
    """Return shards that take equally long, and a last one for what must be alone.

    Units are dealt to places, and each shard has about as many of these as any other.

    Args:
        units: in the order in which they begin.
        places: how many of them run at a time, in all shards together.
    """
    units = [*units]
    shared = [unit for unit in units if not unit.isolated]
    alone = [unit for unit in units if unit.isolated]
    places = min(places, len(shared))
    number = min(-(-places // PLACES), _MOST)
    dealt: list[list[Unit]] = [[] for _ in range(number)]
    for turn, unit in enumerate(shared):
        dealt[turn % places % number].append(unit)
    shards = [
        Shard(len(range(first, places, number)), tuple(mine)) for first, mine in enumerate(dealt)
    ]
    return (*shards, *([Shard(1, tuple(alone), isolated=True)] if alone else []))
