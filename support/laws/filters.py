"""The law of filters: one brings what satisfies it, all of it, and nothing for an unknown value."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from support.core.causes import Cause

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
    """

    name: str
    ask: Callable[[str], Sequence[T]]
    key: Callable[[T], Hashable]
    nobodys: str
    ours: Callable[[T], bool] = lambda _: True


def broken_filter(of: Filter[T], satisfying: Mapping[str, Iterable[Hashable]]) -> list[str]:
    """Return how a filter breaks its law.

    Args:
        of: the filter.
        satisfying: by value, the keys of all items that satisfy the filter for it.
    """
    asked = {**{value: set(keys) for value, keys in satisfying.items()}, of.nobodys: set()}
    return [fault for value, keys in asked.items() for fault in _faults(of, value, keys)]


def _faults(of: Filter[T], value: str, expected: set[Hashable]) -> Iterator[str]:
    found = {of.key(item) for item in of.ask(value) if of.ours(item)}
    if missing := expected - found:
        yield Cause.LOST(f"{of.name}: {value!r} leaves out {_names(missing)}")
    if more := found - expected:
        said = f"{of.name}: {value!r} brings {_names(more)}, which does not satisfy it"
        yield Cause.INVENTED(said)


def _names(keys: Iterable[Hashable]) -> str:
    return ", ".join(sorted(map(str, keys)))
