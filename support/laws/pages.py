"""The law of pages: together they are the whole, each item once, whatever their size."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from support.core.causes import Cause, Fault

T = TypeVar("T")

_MOST_PAGES = 1000


@dataclass(frozen=True)
class Listing(Generic[T]):
    """A list that comes in pages.

    Attributes:
        name: what is listed, for the verdict, such as "collections".
        page: returns the items from an offset on, at most so many: `page(offset, limit)`.
        key: tells items apart, for people too.
        ours: tells whether an item is the scenario's own; others may come and go meanwhile.
    """

    name: str
    page: Callable[[int, int], Sequence[T]]
    key: Callable[[T], Hashable]
    ours: Callable[[T], bool] = lambda _: True


def broken_pages(
    listing: Listing[T], whole: Iterable[Hashable], limits: Sequence[int]
) -> list[str]:
    """Return how the pages of a listing differ from the whole.

    Args:
        listing: what is listed.
        whole: the keys of all items that must be there.
        limits: page sizes to try.
    """
    expected = Counter(whole)
    return [fault for limit in limits for fault in _certain_faults(listing, expected, limit)]


def _certain_faults(
    listing: Listing[T], expected: Counter[Hashable], limit: int
) -> Iterator[Fault]:
    """Yield what is wrong twice: who comes or goes between two pages shifts all that follow."""
    if faults := list(_faults(listing, expected, limit)):
        again = {fault.cause for fault in _faults(listing, expected, limit)}
        yield from (fault for fault in faults if fault.cause in again)


def _faults(listing: Listing[T], expected: Counter[Hashable], limit: int) -> Iterator[Fault]:
    pages = f"the {listing.name} in pages of {limit}"
    found: Counter[Hashable] = Counter()
    for page in _pages(listing, limit):
        if len(page) > limit:
            yield Cause.INVENTED(f"{pages} come {len(page)} at a time")
        found.update(listing.key(item) for item in page if listing.ours(item))
    if missing := expected.keys() - found.keys():
        yield Cause.LOST(f"{pages} leave out {_names(missing)}")
    if more := found.keys() - expected.keys():
        yield Cause.INVENTED(f"{pages} bring {_names(more)}, which should not be there")
    if repeated := [key for key, count in found.items() if count > 1]:
        yield Cause.DUPLICATED(f"{pages} repeat {_names(repeated)}")


def _pages(listing: Listing[T], limit: int) -> Iterator[Sequence[T]]:
    """Yield pages until one is empty; a short one may be the product's own limit.

    One that comes a second time comes for ever.
    """
    offset, last = 0, cast("Sequence[T]", ())
    for _ in range(_MOST_PAGES):
        page = listing.page(offset, limit)
        if not page:
            return
        yield page
        if page == last:
            return
        offset, last = offset + len(page), page


def _names(keys: Iterable[Hashable]) -> str:
    return ", ".join(sorted(map(str, keys)))
