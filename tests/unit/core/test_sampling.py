"""A sample is as large as it must be, and can be drawn again."""

from math import comb

import pytest

from support.core.sampling import draw, sample_size


def missed(population: int, defective: int, drawn: int) -> float:
    """Return how likely it is to draw none that is defective."""
    return comb(population - defective, drawn) / comb(population, drawn)


@pytest.mark.parametrize(
    ("population", "rate", "confidence"),
    [(200, 0.05, 0.95), (1000, 0.05, 0.95), (10_000, 0.01, 0.99), (10, 0.3, 0.9)],
)
def test_a_sample_is_just_large_enough(population: int, rate: float, confidence: float) -> None:
    drawn, defective = sample_size(population, rate, confidence), round(rate * population)
    assert missed(population, defective, drawn) <= 1 - confidence
    assert missed(population, defective, drawn - 1) > 1 - confidence


def test_of_a_large_population_as_many_are_drawn_as_of_an_endless_one() -> None:
    assert sample_size(10**9, 0.05, 0.95) == 59
    assert sample_size(10**9, 0.01, 0.99) == 459


def test_of_few_all_are_drawn_and_of_none_nothing() -> None:
    assert sample_size(3, 0.05, 0.95) == 3
    assert sample_size(0, 0.05, 0.95) == 0


def test_the_same_seed_draws_the_same_sample() -> None:
    first, again, other = (draw(range(1000), 0.05, 0.95, seed) for seed in ("1", "1", "2"))
    assert first == again != other
    assert len({*first}) == len(first) == sample_size(1000, 0.05, 0.95)
