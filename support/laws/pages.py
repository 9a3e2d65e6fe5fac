"""The law of pages: together they are the whole, each item once, whatever their size."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from support.core.causes import Cause, Fault

T = TypeVar("T")

_MOST_PAGES = 1000
_PASSES = 8  # enough where half of all is left out by chance each time
_SAID = {
    Cause.LOST: "leave out {}",
    Cause.INVENTED: "bring {}, which should not be there",
    Cause.DUPLICATED: "repeat {}",
}


@dataclass(frozen=True)
class Listing(Generic[T]):
    """A list that comes in pages.

    Attributes:
        name: what is listed, for the verdict, such as "collections".
        page: returns the items from an offset on, at most so many: `page(offset, limit)`.
        key: tells items apart, for people too.
        ours: tells whether an item is the scenario's own; others may come and go meanwhile.
        rank: by what items are put in their order, beside `key`: what others do may change it.
    """

    name: str
    page: Callable[[int, int], Sequence[T]]
    key: Callable[[T], Hashable]
    ours: Callable[[T], bool] = lambda _: True
    rank: Callable[[T], Hashable] = lambda _: None


def broken_pages(
    listing: Listing[T], whole: Iterable[Hashable], limits: Sequence[int]
) -> list[str]:
    """Return how the pages of a listing differ from the whole.

    Args:
        listing: what is listed.
        whole: the keys of all items that must be there.
        limits: page sizes to try.
    """
    wanted, largest = {*whole}, max(limits)
    return [fault for limit in limits for fault in _faults(listing, wanted, limit, largest)]


def _faults(
    listing: Listing[T], wanted: set[Hashable], limit: int, largest: int
) -> Iterator[Fault]:
    pages = [*_pages(listing, limit)]
    wrong = _wrong(listing, wanted, pages)
    if any(wrong.values()):
        wrong = _certainly_wrong(listing, wanted, limit, largest, wrong)
    name = f"the {listing.name} in pages of {limit}"
    if (longest := max(map(len, pages), default=0)) > limit:
        yield Cause.INVENTED(f"{name} come {longest} at a time")
    for cause, keys in wrong.items():
        if keys:
            yield cause(f"{name} {_SAID[cause].format(_names(keys))}")


def _wrong(
    listing: Listing[T], wanted: set[Hashable], pages: Iterable[Sequence[T]]
) -> dict[Cause, set[Hashable]]:
    """Return whom pages leave out, bring though they should not, and repeat."""
    found = Counter(listing.key(item) for page in pages for item in page if listing.ours(item))
    return {
        Cause.LOST: wanted - found.keys(),
        Cause.INVENTED: found.keys() - wanted,
        Cause.DUPLICATED: {key for key, count in found.items() if count > 1},
    }


def _certainly_wrong(
    listing: Listing[T],
    wanted: set[Hashable],
    limit: int,
    largest: int,
    wrong: dict[Cause, set[Hashable]],
) -> dict[Cause, set[Hashable]]:
    """Return what is wrong though nobody came, went, or changed ranks: that shifts other pages.

    Where others never keep still for long enough, it is what is wrong every time.
    """
    for _ in range(_PASSES):
        before = _everybody(listing, largest)
        now = _wrong(listing, wanted, _pages(listing, limit))
        if _everybody(listing, largest) == before:
            return now
        wrong = {cause: keys & now[cause] for cause, keys in wrong.items()}
    return wrong


def _everybody(listing: Listing[T], limit: int) -> Counter[Hashable]:
    items = (item for page in _pages(listing, limit) for item in page)
    return Counter((listing.key(item), listing.rank(item)) for item in items)


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
