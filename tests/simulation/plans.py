"""What is run: as many scenarios as asked for, as long as real ones were measured to be."""

import random
from bisect import bisect_right
from dataclasses import dataclass

LENGTHS = (
    (0.0, 0.006),
    (0.10, 0.046),
    (0.25, 0.138),
    (0.50, 0.505),
    (0.75, 1.041),
    (0.90, 2.523),
    (0.95, 5.051),
    (0.99, 11.817),
    (1.0, 25.958),
)
"""Seconds of a scenario, by share of scenarios that are not longer.

Measured: 412 scenarios of all five systems on their sandboxes (`timings.json` of five runs,
November 2026, two busy cores). Their mean is 1.2 s.
"""

_TITLE = 65
"""Letters of a title: the median of this suite's."""

_DIFFERS = 0.2
"""By how much of its usual length a scenario is shorter or longer, at most."""


@dataclass(frozen=True)
class Scenario:
    """One scenario.

    Attributes:
        number: of its unit.
        title: of the median length.
        seconds: how long it takes if nothing holds it up.
        writes: how often it writes to the account that all share.
        isolated: whether no other may run meanwhile.
    """

    number: int
    title: str
    seconds: float
    writes: int = 0
    isolated: bool = False


@dataclass(frozen=True)
class Load:
    """What a run consists of.

    Attributes:
        scenarios: how many.
        isolated: how many of them must be alone.
        stretch: how many times longer they are than on a sandbox.
        writes: of every second one, to the account that all share.
        seed: of their lengths.
    """

    scenarios: int
    isolated: int = 0
    stretch: float = 1.0
    writes: int = 0
    seed: int = 0

    def drawn(self) -> list[Scenario]:
        """Return them in the order in which a run begins them: longest first, isolated last.

        The order is that of their usual lengths, which they differ from.
        """
        dice = random.Random(f"lengths {self.seed}")  # noqa: S311  nothing to guess here
        power = 10 ** len(str(self.scenarios))
        numbers = range(power, power + self.scenarios)
        usual = {number: quantile(dice.random()) * self.stretch for number in numbers}
        drawn = [
            Scenario(
                number,
                f"{number} ".ljust(_TITLE, "."),
                usual[number] * dice.uniform(1 - _DIFFERS, 1 + _DIFFERS),
                self.writes * (number % 2),
                number - power < self.isolated,
            )
            for number in numbers
        ]
        return sorted(drawn, key=lambda one: (one.isolated, -usual[one.number]))


def quantile(share: float) -> float:
    """Return the length that this share of scenarios does not exceed, between those measured."""
    place = min(bisect_right(LENGTHS, share, key=lambda one: one[0]), len(LENGTHS) - 1)
    (low, least), (high, most) = LENGTHS[place - 1], LENGTHS[place]
    return least + (most - least) * (share - low) / (high - low)
