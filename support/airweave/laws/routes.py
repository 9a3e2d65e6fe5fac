"""Whatever route is asked, and whoever looks: all say the same of a connection."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from support.airweave.client.generation import DESCRIPTION
from support.airweave.client.models import moment_of
from support.airweave.observers.observers import Observers
from support.airweave.oracle.drift import View
from support.core.causes import Cause
from support.laws.agreement import Telling, disagreements

_CLOCKS_DIFFER = timedelta(minutes=5)
_ROUNDED = 1.0  # seconds
_WELL: Telling = {
    "the connection": {"status": "active", "authenticated": True, "error": None},
    "the collection": {"status": "ACTIVE"},
    "the newest sync": {"error": None},
}
_COUNTS = {"status", "entities_inserted", "entities_updated", "entities_deleted", "entities_failed"}


def disagreeing_routes(observers: Observers, view: View) -> Iterator[str]:
    """Yield where the routes, search and store disagree, and what a route leaves out."""
    told = observers.airweave.told(observers.collection, observers.connection)
    yield from (f"{route} shows nothing of it" for route, telling in told.items() if not telling)
    yield from disagreements({**told, **_known(observers), **_counted(observers, view, told)})
    yield from _uncalled(observers, told)
    opened = observers.connector.bongo.opened
    yield from dict.fromkeys(
        fault
        for telling in told.values()
        for fault in (*_odd_times(telling, opened), *_odd_ages(telling, opened))
    )


def _uncalled(observers: Observers, told: Mapping[str, Telling]) -> Iterator[str]:
    """Yield the syncs that nobody has asked for, where there is no schedule."""
    if observers.cron is not None:
        return
    called = {f"the sync {job.id}" for job in observers.jobs}
    shown = dict.fromkeys(thing for telling in told.values() for thing in telling)
    for thing in shown:
        if thing.startswith("the sync ") and thing not in called:
            yield Cause.INVENTED(f"Nobody has asked for {thing}, and there is no schedule")


def _odd_ages(telling: Telling, opened: datetime | None) -> Iterator[str]:
    """Yield what is said to be from before its source was made, or changed before it was made."""
    for thing in ("the collection", "the connection"):
        told = telling.get(thing, {})
        if not told.get("created_at") or not told.get("modified_at"):
            continue
        made, changed = _moment(told["created_at"]), _moment(told["modified_at"])
        if opened and made < opened - _CLOCKS_DIFFER:
            yield Cause.MISREPORTED(f"{thing} is said to be from {made}, before there was a source")
        if changed < made - _CLOCKS_DIFFER:
            yield Cause.MISREPORTED(f"{thing} is said to have been changed before it was made")


def _odd_times(telling: Telling, opened: datetime | None) -> Iterator[str]:
    """Yield where the newest sync is said to have ended before it began, or when it cannot have."""
    sync = telling.get("the newest sync", {})
    told = {what: sync.get(f"{what}_at") for what in ("started", "completed")}
    times = {what: _moment(value) for what, value in told.items() if value}
    latest = datetime.now(UTC) + _CLOCKS_DIFFER
    for what, moment in times.items():
        if moment > latest:
            yield Cause.MISREPORTED(f"A sync is said to have {what} in the future, at {moment}")
        if opened and moment < opened - _CLOCKS_DIFFER:
            said = f"A sync is said to have {what} before there was a source, at {moment}"
            yield Cause.MISREPORTED(said)
    if len(times) < len(told):
        return
    took = (times["completed"] - times["started"]).total_seconds()
    if took < 0:
        said = f"at {times['completed']}, before it started at {times['started']}"
        yield Cause.MISREPORTED(f"A sync is said to have completed {said}")
    lasted = sync.get("duration_seconds")
    if lasted is not None and abs(lasted - took) > _ROUNDED:
        said = f"{lasted} s, and it was at work for {took} s"
        yield Cause.MISREPORTED(f"A sync is said to have taken {said}")


def _moment(told: Any) -> datetime:  # noqa: ANN401  as a route words it
    """Return a time with its zone: what is told without one is in UTC."""
    moment = told if isinstance(told, datetime) else datetime.fromisoformat(str(told))
    return moment_of(moment)


def _known(observers: Observers) -> Mapping[str, Telling]:
    """Return what the suite knows, as it asked for it."""
    collection, connector = observers.collection, observers.connector
    config = {f"config.{name}": value for name, value in connector.config.items()}
    ended: dict[str, Mapping[str, Any]] = {
        f"the sync {job.id}": job.model_dump(include=_COUNTS)
        for job in observers.jobs
        if job.status == "completed"
    }
    return {
        "the suite": {
            "the collection": {
                "id": collection.id,
                "readable_id": collection.readable_id,
                "name": collection.name,
            },
            "the connection": {
                "source": connector.short_name,
                "collection": collection.readable_id,
                "name": observers.connection.name,
                "description": DESCRIPTION,
                "cron": observers.cron,
                **config,
            },
            "the list": {"connections of others": []},
            **ended,
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
