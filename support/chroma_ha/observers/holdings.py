"""What the balancer shows of a collection, and what each server holds of it."""

from collections.abc import Iterable, Mapping

from support.chroma_ha.client.store import NoSuchCollection, VectorStore
from support.chroma_ha.records import Record

Holding = Mapping[str, Record] | None
"""The documents of a collection by name; None where there is no such collection."""

Holdings = Mapping[str, Holding]
"""By who was asked."""


def look(stores: Iterable[VectorStore], collection: str) -> dict[str, Holding]:
    """Ask every store for all that it holds of a collection.

    Raises:
        Failure: one of them does not tell; an error is never absence.
    """
    return {store.name: _held(store, collection) for store in stores}


def _held(store: VectorStore, collection: str) -> Holding:
    try:
        return store.records(collection)
    except NoSuchCollection:
        return None
