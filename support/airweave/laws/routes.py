"""Whatever route is asked, and whoever looks: all say the same of a connection."""

from collections import Counter
from collections.abc import Iterator, Mapping

from support.airweave.observers.observers import Observers
from support.airweave.oracle.drift import View
from support.laws.agreement import Telling, disagreements

_WELL = {"the connection": {"status": "active"}, "the collection": {"status": "ACTIVE"}}


def disagreeing_routes(observers: Observers, view: View) -> Iterator[str]:
    """Yield where the routes, search and store disagree, and what a route leaves out."""
    told = observers.airweave.told(observers.collection, observers.connection)
    yield from (f"{route} shows nothing of it" for route, telling in told.items() if not telling)
    yield from disagreements({**told, **_known(observers), **_counted(observers, view, told)})


def _known(observers: Observers) -> Mapping[str, Telling]:
    """Return what the suite knows, as it asked for it."""
    collection, connector = observers.collection, observers.connector
    return {
        "the suite": {
            "the collection": {"id": collection.id, "readable_id": collection.readable_id},
            "the connection": {
                "source": connector.short_name,
                "collection": collection.readable_id,
            },
        }
    }


def _counted(
    observers: Observers, view: View, told: Mapping[str, Telling]
) -> Mapping[str, Telling]:
    """Return what can be concluded: how many entities there are, and what a good end means."""
    found: dict[str, Telling] = {}
    syncs = [telling.get("the newest sync", {}) for telling in told.values()]
    if any(sync.get("status") == "completed" for sync in syncs):
        found["its end"] = _WELL
    if observers.connector.is_federated or not _types(told):
        return found
    types = _types(told)
    pieces = view.pieces if view.stored is None else view.stored
    there = {piece.key for piece in pieces if piece.sync_id in {"", observers.connection.sync_id}}
    kinds = Counter(kind for kind, _ in there if kind not in observers.connector.common)
    who = "search" if view.stored is None else "the store"
    return {
        **found,
        "the sum of its types": {
            "the connection": {
                "entities": sum(what["entities"] for what in types.values()),
                "kinds": sorted(types.keys() - observers.connector.common),
            }
        },
        who: {
            "the connection": {"kinds": sorted(kinds)},
            **{kind: {"entities": count} for kind, count in kinds.items()},
        },
    }


def _types(told: Mapping[str, Telling]) -> Telling:
    """Return what is told of each kind of entity."""
    return {
        thing: what
        for telling in told.values()
        for thing, what in telling.items()
        if thing.endswith("Entity")
    }
