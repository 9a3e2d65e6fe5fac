"""How many of many must be looked at, and what is known then."""

from collections.abc import Collection, Sequence
from math import ceil
from random import Random
from typing import TypeVar

T = TypeVar("T")


def sample_size(population: int, rate: float, confidence: float) -> int:
    """Return how many to draw so that defects are not missed.

    If at least this share is defective, at least one that is defective is drawn with at least this
    confidence. It is the plan of a single sample that accepts no defect, by the hypergeometric
    distribution, as nothing is drawn twice: of N things of which D are defective, n hold none with

        P(N, D, n) = (N - D)! (N - n)! / ((N - D - n)! N!)

    and the least n is wanted for which this is at most 1 - confidence. NIST/SEMATECH e-Handbook of
    Statistical Methods, 6.2.3, www.itl.nist.gov/div898/handbook/pmc/section2/pmc23.htm, with the
    acceptance number 0.

    Args:
        population: how many there are.
        rate: the least share of defects that must not be missed, above 0.
        confidence: with which it must not be, below 1.
    """
    defective, drawn, missed = ceil(rate * population), 0, 1.0
    while drawn < population and missed > 1 - confidence:
        missed *= max(0, population - defective - drawn) / (population - drawn)
        drawn += 1
    return drawn


def draw(population: Collection[T], rate: float, confidence: float, seed: str) -> Sequence[T]:
    """Return a random sample of such a size; the same seed draws the same one.

    Args:
        population: in an order that does not change.
        rate: the least share of defects that must not be missed.
        confidence: with which it must not be.
        seed: of the random numbers.
    """
    size = sample_size(len(population), rate, confidence)
    return Random(seed).sample([*population], size)  # noqa: S311  no secret
