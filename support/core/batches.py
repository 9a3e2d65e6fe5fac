"""Many items, a few at a time: others take no more in one call."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def batched(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Yield items in their order, so many at a time; as Python's own from 3.12 on.

    Args:
        items: all of them; if there are none, nothing is yielded.
        size: how many at a time, at most.
    """
    for start in range(0, len(items), size):
        yield items[start : start + size]
