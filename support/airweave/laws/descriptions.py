"""What is said of an entity describes what is in the source: names, places, sizes, addresses."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from support.airweave.client.models import Piece, moment_of
from support.airweave.observers.observers import Observers
from support.airweave.oracle.drift import View
from support.core.causes import Cause
from support.laws.agreement import disagreements

_CLOCKS_DIFFER = timedelta(minutes=5)


def wrongly_told(observers: Observers, observer: str, pieces: Iterable[Piece]) -> list[str]:
    """Return how what an observer says of entities differs from the source, each once."""
    return list(
        dict.fromkeys(fault for piece in pieces for fault in _faults(observers, observer, piece))
    )


def misdescribed(observers: Observers, view: View) -> Iterable[str]:
    """Return how what search and store say of the entities differs from the source."""
    seen: dict[str, Sequence[Piece]] = {"search": view.pieces, "the store": view.stored or ()}
    told = (
        fault
        for observer, pieces in seen.items()
        for fault in wrongly_told(observers, observer, observers.own(pieces))
    )
    return [*told, *dict.fromkeys(_too_old(observers, view.pieces))]


def _faults(observers: Observers, observer: str, piece: Piece) -> Iterator[str]:
    truth, certain = observers.connector.truth(piece), observers.connector.certain
    shown = {
        field: _alike(value, truth[field])
        for field in truth
        if field not in certain and (value := _shown(piece, field)) not in (None, "", [])
    }
    shown |= {
        field: _as_told(_shown(piece, field), truth[field]) for field in truth if field in certain
    }
    told = {observers.connector.bongo.vendor: truth, observer: shown}
    same = {
        who: {piece.original_id: {key: what[key] for key in shown}} for who, what in told.items()
    }
    yield from map(Cause.ALTERED, disagreements(same))
    yield from _odd_times(piece)


def _shown(piece: Piece, field: str) -> Any:  # noqa: ANN401  whatever is shown
    match field:
        case "page":
            return unquote(urlsplit(piece.page).path)
        case "name":
            return piece.name.partition(" (Chunk ")[0]
        case "container_names":
            return piece.container_names
    return piece.raw.get(field)


def _as_told(shown: Any, true: Any) -> Any:  # noqa: ANN401  whatever is shown
    """Return what is shown in small letters, as products write numbers and truths in their ways."""
    if shown is None or isinstance(true, Mapping):
        return _alike(shown, true)
    return str(shown).lower()


def _alike(shown: Any, true: Any) -> Any:  # noqa: ANN401  whatever is shown
    """Return what is shown as a moment or as an object of JSON, if it is to be one and is one."""
    with suppress(ValueError):
        if isinstance(true, datetime):
            return moment_of(datetime.fromisoformat(str(shown)))
        if isinstance(true, Mapping) and isinstance(shown, str):
            return json.loads(shown)
    return shown


def _too_old(observers: Observers, pieces: Iterable[Piece]) -> Iterator[str]:
    """Yield the documents that are said to be from before their workspace was made."""
    connector = observers.connector
    opened = connector.bongo.opened
    if opened is None or connector.keeps_past:
        return
    written = connector.paths_by_id(connector.bongo.history)
    for piece in pieces:
        if piece.original_id in written:
            for what, moment in _times(piece).items():
                if moment < opened - _CLOCKS_DIFFER:
                    said = f"{written[piece.original_id]} is said to have been {what} on {moment}"
                    yield Cause.ALTERED(f"{said}, before there was anything here")


def _odd_times(piece: Piece) -> Iterator[str]:
    times = _times(piece)
    latest = datetime.now(UTC) + _CLOCKS_DIFFER
    for what, moment in times.items():
        if moment > latest:
            said = f"{piece.original_id} is said to have been {what} in the future, on {moment}"
            yield Cause.ALTERED(said)
    made, changed = times.get("made"), times.get("changed")
    if made and changed and changed + _CLOCKS_DIFFER < made:
        said = f"{piece.original_id} is said to have been changed before it was made"
        yield Cause.ALTERED(f"{said}: {changed}")


def _times(piece: Piece) -> dict[str, datetime]:
    """Return what is told of when an entity was made and changed."""
    told = {"made": piece.created_at, "changed": piece.updated_at}
    return {what: moment_of(time) for what, time in told.items() if time}
