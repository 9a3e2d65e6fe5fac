"""What is said of an entity describes what is in the source: names, places, sizes, addresses."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from support.airweave.client.models import Piece
from support.airweave.observers.observers import Observers
from support.airweave.oracle.drift import View
from support.core.causes import Cause
from support.laws.agreement import disagreements

_CLOCKS_DIFFER = timedelta(minutes=5)


def misdescribed(observers: Observers, view: View) -> Iterable[str]:
    """Return how what search and store say of the entities differs from the source."""
    seen: dict[str, Sequence[Piece]] = {"search": view.pieces, "the store": view.stored or ()}
    return dict.fromkeys(
        fault
        for observer, pieces in seen.items()
        for piece in observers.own(pieces)
        for fault in _faults(observers, observer, piece)
    )


def _faults(observers: Observers, observer: str, piece: Piece) -> Iterator[str]:
    truth = observers.connector.truth(piece)
    shown = {
        field: value for field in truth if (value := _shown(piece, field)) not in (None, "", [])
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


def _odd_times(piece: Piece) -> Iterator[str]:
    created, updated = _moment(piece.created_at), _moment(piece.updated_at)
    latest = datetime.now(UTC) + _CLOCKS_DIFFER
    for what, moment in (("made", created), ("changed", updated)):
        if moment and moment > latest:
            said = f"{piece.original_id} is said to have been {what} in the future, on {moment}"
            yield Cause.ALTERED(said)
    if created and updated and updated + _CLOCKS_DIFFER < created:
        said = f"{piece.original_id} is said to have been changed before it was made: {updated}"
        yield Cause.ALTERED(said)


def _moment(told: datetime | None) -> datetime | None:
    """Return a time with its zone: what is told without one is in UTC."""
    return told.replace(tzinfo=UTC) if told and told.tzinfo is None else told
