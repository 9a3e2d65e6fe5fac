"""What the balancer shows of a collection, and what each server holds of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from support.chroma_ha.client.store import NoAnswer, NoSuchCollection, Refusal, VectorStore
from support.chroma_ha.records import Record


@dataclass(frozen=True)
class Untold:
    """What somebody holds who does not tell: an error is never absence."""

    reason: str


Documents = Mapping[str, Record] | None
"""The documents of a collection by name; None where there is no such collection."""

Holding = Documents | Untold
"""What somebody holds of a collection, as far as they tell."""

Holdings = Mapping[str, Holding]
"""By who was asked."""


def look(stores: Iterable[VectorStore], collection: str) -> dict[str, Holding]:
    """Ask every store for all that it holds of a collection."""
    return {store.name: _held(store.records, collection) for store in stores}


def look_as_made(store: VectorStore, collection: str) -> dict[str, Holding]:
    """Ask the store that made a collection for it, as it was made."""
    return {store.name: _held(store.records_as_made, collection)}


def _held(ask: Callable[[str], Mapping[str, Record]], collection: str) -> Holding:
    try:
        return ask(collection)
    except NoSuchCollection:
        return None
    except (NoAnswer, Refusal) as error:
        return Untold(str(error))
