"""What is past stays as it was told: when a thing was made, whose it is, how a sync has ended."""

from collections.abc import Iterator, Mapping
from typing import Any

from support.airweave.observers.observers import Observers
from support.airweave.oracle.drift import View
from support.laws.agreement import Telling, disagreements

_LASTING = {
    "the collection": {"id", "readable_id", "organization_id", "created_at"},
    "the connection": {"id", "source", "collection", "created_at"},
}


def altered_past(observers: Observers, view: View) -> Iterator[str]:
    """Yield what is told otherwise than it was told in an earlier look, of what never changes."""
    now = {**_told(observers), **_made(observers, view)}
    before = observers.remembered
    for thing in [thing for thing in before if thing not in now]:
        del before[thing]  # it is gone; what comes back under its name is another one
    yield from disagreements({"the first look": before, "this look": now})
    for thing, told in now.items():
        before.setdefault(thing, told)


def _told(observers: Observers) -> Telling:
    """Return what the routes tell of what never changes."""
    found: dict[str, dict[str, Any]] = {}
    for telling in observers.airweave.told(observers.collection, observers.connection).values():
        for thing, told in telling.items():
            if thing.startswith("the sync ") and told.get("status") == "completed":
                found[thing] = dict(told)
            lasting = _LASTING.get(thing, set()) & told.keys()
            if lasting:
                found.setdefault(thing, {}).update({field: told[field] for field in lasting})
    return found


def _made(observers: Observers, view: View) -> Mapping[str, Mapping[str, Any]]:
    """Return when each document was made, where the source gives it an id for life."""
    ids = observers.connector.bongo.ids
    known = {observers.connector.entity_id(path): path for path in ids}
    return {
        f"`{known[piece.original_id]}`": {"time of creation": piece.created_at}
        for piece in view.pieces
        if piece.original_id in known and piece.created_at
    }
