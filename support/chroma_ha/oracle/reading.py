"""Judges what is read through the balancer: identity, counts, pages, conditions, neighbours."""

import math
from collections.abc import Callable, Mapping, Sequence

from support.chroma_ha.client.recipe import DOCUMENTS
from support.chroma_ha.collection import TOPIC, Collection
from support.chroma_ha.records import Brought, Record, distance, embed
from support.chroma_ha.system import ChromaHaSystem
from support.core.causes import Cause, together
from support.core.errors import Failure
from support.core.looking import look_until_right
from support.laws.filters import Filter, broken_filter
from support.laws.pages import Listing, broken_pages

_LOOKS = 40
"""Of so many reads all go to one server once in 7,000 times, if it gets four of five."""

_NOBODYS = "what no document is about"
_FIRST_WORDS = 4
_ROUNDED = 1e-3


class Reading:
    """Judges what is read, and changes nothing.

    Args:
        system: Chroma HA and its observers.
    """

    def __init__(self, system: ChromaHaSystem) -> None:
        self._system = system
        self._store = system.store

    def expect_one_identity(self, collection: Collection) -> None:
        """Expect a collection to be the same one, however often it is looked up.

        Raises:
            Failure: it is another one from time to time.
        """
        found: set[str | None] = {self._store.id_of(collection.name) for _ in range(_LOOKS)}
        found |= {self._store.listed_id_of(collection.name)}
        if len(found) > 1:
            raise Failure(
                Cause.MISREPORTED(
                    f"Looked up {_LOOKS} times, {collection.name} was {len(found)} others"
                )
            )

    def expect_count(self, collection: Collection) -> None:
        """Expect a collection to count what was acknowledged, however often it is asked.

        Raises:
            Failure: it counts otherwise.
        """
        held = _held(collection)
        counts = [self._store.count(collection.name) for _ in range(_LOOKS)]
        if set(counts) != {len(held)}:
            raise Failure(Cause.MISCOUNTED(f"{len(held)} documents were counted as {counts}"))

    def expect_pages(self, collection: Collection) -> None:
        """Expect pages of any size to hold each document once.

        Raises:
            Failure: they do not.
        """
        held = _held(collection)

        def page(offset: int, limit: int) -> list[str]:
            found = _names(held, self._store.page(collection.name, offset, limit))
            return _within("documents", found, offset, limit)

        listing = Listing[str]("documents", page, str)
        _expect_none(broken_pages(listing, held, _sizes(held)))

    def expect_pages_of_collections(self, collections: Sequence[Collection]) -> None:
        """Expect pages of any size to list each collection of the scenario once.

        Raises:
            Failure: they do not.
        """
        names = {collection.name for collection in collections}

        def page(offset: int, limit: int) -> list[str]:
            found = self._store.page_of_collections(offset, limit)
            return _within("collections", found, offset, limit)

        listing = Listing[str]("collections", page, str, ours=names.__contains__)
        _expect_none(broken_pages(listing, names, _sizes(sorted(names))))

    def expect_conditions(self, collection: Collection) -> None:
        """Expect a condition to bring just the documents that satisfy it, whatever it is about.

        Raises:
            Failure: it does not.
        """
        held = _held(collection)
        topics = {str(one.metadata[TOPIC]) for one in held.values()}
        by_topic = {
            topic: [name for name, one in held.items() if one.metadata[TOPIC] == topic]
            for topic in topics
        }
        name, anywhere = collection.name, embed("")

        def by(what: str, ask: Callable[[str], list[Brought]]) -> Filter[str]:
            return Filter[str](what, lambda value: _names(held, ask(value)), str, _NOBODYS)

        def neighbours(topic: str) -> list[Brought]:
            return self._store.nearest(name, anywhere, len(held), {TOPIC: topic})

        of_topic = by("documents by topic", lambda topic: self._store.where(name, {TOPIC: topic}))
        near_topic = by("neighbours by topic", neighbours)
        of_words = by("documents by their words", lambda words: self._store.containing(name, words))
        of_name = by("documents by name", lambda one: self._store.named(name, one))
        own_words = {_beginning(one): [document] for document, one in held.items()}
        _expect_none(
            [
                *broken_filter(of_topic, by_topic),
                *broken_filter(near_topic, by_topic),
                *broken_filter(of_words, own_words),
                *broken_filter(of_name, {document: [document] for document in held}),
            ]
        )

    def expect_nearest(self, collection: Collection) -> None:
        """Expect the words of every document to bring it first, and others as near as they are.

        Raises:
            Failure: another one is, or another follows, or lies elsewhere than is told.
        """
        held = _held(collection)
        limit = max(1, len(held) - 1)
        for name, one in held.items():
            brought = self._store.nearest(collection.name, one.embedding, limit)
            found = _names(held, brought)
            if found[:1] != [name]:
                raise Failure(Cause.MISRANKED(f"The words of {name} bring {found[:1]} first"))
            if faults := ranking_faults(held, one, limit, brought):
                raise Failure(together([f"Asked for the words of {name}:", *faults]))

    def expect_brought(self, brought: dict[str, str]) -> None:
        """Expect the guide's query to have brought its documents.

        Raises:
            Failure: it brought something else.
        """
        if brought != DOCUMENTS:
            cause = Cause.LOST if brought.items() < DOCUMENTS.items() else Cause.ALTERED
            raise Failure(cause(f"The guide's query brought {brought} instead of {DOCUMENTS}"))

    def expect_nothing_left(self, collection: str) -> None:
        """Expect the guide's collection to be gone.

        Raises:
            Failure: somebody still has it.
        """
        look_until_right(
            lambda: [one.name for one in self._system.stores if collection in one.collections()],
            lambda seen: [Cause.STALE(f"{name} still has the guide's collection") for name in seen],
            budget=self._system.settings.budget("replication"),
            waiting_for="the guide's collection to be gone",
        )


def _held(collection: Collection) -> dict[str, Record]:
    if not collection.acknowledged:
        raise Failure(Cause.SUITE("Nothing was written, so there is nothing to read"))
    return collection.acknowledged


def ranking_faults(
    held: Mapping[str, Record], asked: Record, limit: int, brought: Sequence[Brought]
) -> list[str]:
    """Return where so many documents are not the nearest ones, in order, as far as they are."""
    distances = {name: distance(asked.embedding, one.embedding) for name, one in held.items()}
    nearest = sorted(distances.values())[:limit]
    found: list[str] = []
    if len(brought) != len(nearest):
        cause = Cause.LOST if len(brought) < len(nearest) else Cause.INVENTED
        found.append(cause(f"{len(nearest)} were to come, and {len(brought)} did"))
    for place, (one, due) in enumerate(zip(brought, nearest, strict=False), start=1):
        far = distances.get(one.name, math.inf)
        if not math.isclose(far, due, rel_tol=_ROUNDED, abs_tol=_ROUNDED):
            found.append(Cause.MISRANKED(f"{one.name} comes as number {place}, and is not so near"))
        elif not math.isclose(one.distance or 0, far, rel_tol=_ROUNDED, abs_tol=_ROUNDED):
            said = f"{one.name} is {far:g} away, and {one.distance} is told"
            found.append(Cause.MISREPORTED(said))
    return found


def _names(held: Mapping[str, Record], brought: Sequence[Brought]) -> list[str]:
    """Return the names of what was brought.

    Raises:
        Failure: something is not brought as it is kept.
    """
    if wrong := [one for one in brought if not one.is_of(held)]:
        raise Failure(Cause.ALTERED(f"{wrong[0].name} is brought as {wrong[0]}"))
    return [one.name for one in brought]


def _beginning(record: Record) -> str:
    """Return the first words of a document, which no other one has."""
    return " ".join(record.text.split()[:_FIRST_WORDS])


def _within(what: str, found: list[str], offset: int, limit: int) -> list[str]:
    """Return a page; one that is too large is a verdict, and no reason to ask for more."""
    if len(found) > limit:
        raise Failure(
            Cause.INVENTED(f"Asked for {limit} {what} from {offset} on, {len(found)} came")
        )
    return found


def _sizes(names: Sequence[str] | dict[str, Record]) -> list[int]:
    """Return page sizes of every kind: one, some, all at once, and more than there are."""
    return sorted({1, max(1, len(names) - 1), len(names), len(names) + 1})


def _expect_none(faults: list[str]) -> None:
    if faults:
        raise Failure(together(dict.fromkeys(faults)))
