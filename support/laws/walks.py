"""The law of histories: whatever happened, in whatever order, only the outcome counts.

Hypothesis draws a random walk and makes the ones that show a fault shorter.
"""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from support.core.errors import DeploymentLost, Failure

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

W = TypeVar("W")
Choice = tuple[str, int, int]
"""What to do, and two numbers that choose what to do it to."""

NOTHING = "nothing"
_MOST_NUMBERS = 1000
_FAR_OUT = 987_654_321_000


class _Enough(BaseException):
    """Nothing more is to be played. Hypothesis goes on after anything that is an `Exception`."""


@dataclass(frozen=True)
class Broken(Generic[W]):
    """A walk that showed a fault.

    Attributes:
        walk: up to where something is wrong.
        fault: what was wrong at its end.
    """

    walk: W
    fault: str


def broken_walk(
    kinds: Sequence[str],
    steps: int,
    walk_of: Callable[[Sequence[Choice]], W],
    play: Callable[[W], Broken[W] | None],
    *,
    seed: int,
    seconds: float,
) -> Broken[W] | None:
    """Play one random walk; if it shows a fault, look for a shorter one that does.

    Args:
        kinds: what may happen.
        steps: how many things happen.
        walk_of: makes a walk of choices; what is not possible is left out of it.
        play: plays a walk from the beginning, up to where something is wrong, and returns that.
        seed: the same one draws the same walk, in any process.
        seconds: how long to look for shorter ones; what is being played is played to its end.

    Raises:
        DeploymentLost: the system under test does not answer any more.
    """
    # Imported here because a run that walks nowhere need not wait for it.
    from hypothesis import HealthCheck, Phase, Verbosity, given, settings  # noqa: PLC0415
    from hypothesis import seed as seeded  # noqa: PLC0415
    from hypothesis.strategies import lists  # noqa: PLC0415

    played: dict[W, Broken[W] | None] = {}
    lost: list[DeploymentLost] = []
    began = time.monotonic()

    def fault_of(walk: W) -> Broken[W] | None:
        if any(played.values()) and time.monotonic() - began > seconds:
            raise _Enough
        if walk not in played and walk:
            try:
                played[walk] = play(walk)
            except DeploymentLost as trouble:
                lost.append(trouble)
                raise _Enough from trouble
        return played.get(walk)

    @seeded(seed)
    @settings(
        max_examples=2,  # the first one is always that in which nothing happens
        phases=(Phase.generate, Phase.shrink),
        database=None,
        deadline=None,
        verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
    )
    @given(lists(_choices([NOTHING, *kinds]), min_size=steps, max_size=steps))
    def hold(chosen: list[Choice]) -> None:
        if found := fault_of(walk_of(chosen)):
            raise Failure(found.fault)

    with suppress(Failure, _Enough):
        hold()
    if lost:
        raise lost[0]
    broken = [found for found in played.values() if found]
    return broken[-1] if broken else None


def _choices(names: Sequence[str]) -> "SearchStrategy[Choice]":
    """Return what draws one of the names and two numbers."""
    from hypothesis import strategies as some  # noqa: PLC0415  see above

    def numbers(count: int) -> "SearchStrategy[int]":
        # Some of its numbers Hypothesis takes from the code of whatever modules happen to be
        # loaded, if they are in range: nobody's are out there, so all processes draw the same.
        return some.integers(_FAR_OUT, _FAR_OUT + count - 1).map(lambda drawn: drawn - _FAR_OUT)

    whichever = numbers(_MOST_NUMBERS)
    return some.tuples(numbers(len(names)).map(names.__getitem__), whichever, whichever)
