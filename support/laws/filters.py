"""The law of filters: one brings what satisfies it, all of it, and nothing for an unknown value."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from support.core.causes import Cause
from support.core.side_by_side import side_by_side

T = TypeVar("T")


@dataclass(frozen=True)
class Filter(Generic[T]):
    """A way to ask for some of many items.

    Attributes:
        name: what is filtered by what, for the verdict, such as "exceptions by severity".
        ask: returns what the product brings for a value.
        key: tells items apart, for people too.
        nobodys: a value of the right form that no item has.
        ours: tells whether an item is the scenario's own; others may come and go meanwhile.
        at_a_time: how many values may be asked for at a time.
    """

    name: str
    ask: Callable[[str], Sequence[T]]
    key: Callable[[T], Hashable]
    nobodys: str
    ours: Callable[[T], bool] = lambda _: True
    at_a_time: int = 1


def broken_filter(of: Filter[T], satisfying: Mapping[str, Iterable[Hashable]]) -> list[str]:
    """Return how a filter breaks its law.

    Args:
        of: the filter.
        satisfying: by value, the keys of all items that satisfy the filter for it.
    """
    asked = {**{value: set(keys) for value, keys in satisfying.items()}, of.nobodys: set()}
    answers = side_by_side(of.ask, asked, of.at_a_time)
    return [
        fault
        for (value, keys), items in zip(asked.items(), answers, strict=True)
        for fault in _faults(of, value, keys, items)
    ]


def _faults(
    of: Filter[T], value: str, expected: set[Hashable], items: Iterable[T]
) -> Iterator[str]:
    found = {of.key(item) for item in items if of.ours(item)}
    if missing := expected - found:
        yield Cause.LOST(f"{of.name}: {value!r} leaves out {_names(missing)}")
    if more := found - expected:
        said = f"{of.name}: {value!r} brings {_names(more)}, which does not satisfy it"
        yield Cause.INVENTED(said)


def _names(keys: Iterable[Hashable]) -> str:
    return ", ".join(sorted(map(str, keys)))
