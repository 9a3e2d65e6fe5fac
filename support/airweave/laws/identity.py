"""Each entity is there once, is its own connection's, and is not taken for another one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from support.airweave.client.models import Piece
from support.airweave.observers.observers import Observers
from support.airweave.oracle.drift import View
from support.core.causes import Cause

_RELATIVES = ("parent", "reply", "refer", "recurring", "thread")
"""What stands in the names of fields that may name others."""

_FEWEST = 6  # letters and digits of an address: fewer may stand in any other one by chance


def repeated(pieces: Iterable[Piece], observer: str) -> Iterator[str]:
    """Yield which entities, of whatever kind, an observer shows twice."""
    chunks = Counter((one.key, one.entity_id, one.chunk_index, one.text) for one in pieces)
    found = {key: times for (key, *_), times in chunks.items() if times > 1}
    for (kind, entity), times in found.items():
        yield Cause.DUPLICATED(f"{observer} shows {entity} ({kind}) {times} times")


def repeated_entities(observers: Observers, view: View) -> Iterator[str]:
    """Yield which entities search or the store show twice."""
    for observer, pieces in _seen(view).items():
        yield from repeated(_of_this_connection(observers, pieces), observer)


def strays(observers: Observers, view: View) -> Iterator[str]:
    """Yield the entities, of whatever kind, that are said to come from elsewhere."""
    for observer, pieces in _seen(view).items():
        yield from from_elsewhere(observers, pieces, observer)


def from_elsewhere(observers: Observers, pieces: Iterable[Piece], observer: str) -> Iterator[str]:
    """Yield which entities of the source an observer shows as those of something else."""
    connection, collection = observers.connection, observers.collection
    for piece in _of_this_connection(observers, pieces):
        said = {
            "source": (piece.source_name, connection.short_name),
            "sync": (piece.sync_id, connection.sync_id),
            "collection": (piece.tenant, collection.id),
        }
        for what, (shown, true) in said.items():
            if shown and true and shown != true:
                yield Cause.ALTERED(
                    f"{observer} shows {piece.original_id} ({piece.entity_type}) as of the"
                    f" {what} {shown}, not {true}"
                )


def mistaken(observers: Observers, view: View) -> Iterable[str]:
    """Return which documents are called by the name of another one, or lead to it."""
    marks = {
        observers.connector.entity_id(path): _marks(observers, path)
        for path in observers.connector.bongo.documents
    }
    return dict.fromkeys(
        fault
        for observer, pieces in _seen(view).items()
        for piece in pieces
        if piece.original_id in marks
        for fault in _mistaken(observer, piece, marks)
    )


@dataclass(frozen=True)
class _Marks:
    """What tells a document from all others: what it may be called, and what an address holds."""

    path: str
    names: frozenset[str]
    address: str


def _marks(observers: Observers, path: str) -> _Marks:
    bongo = observers.connector.bongo
    known = bongo.ids.get(path)
    names = {path, PurePosixPath(path).name, observers.connector.entity_id(path)}
    return _Marks(
        path,
        frozenset(names | ({known} if known else set())),
        _bare(known or observers.connector.place(path)),
    )


def _mistaken(observer: str, piece: Piece, marks: Mapping[str, _Marks]) -> Iterator[str]:
    own, above = marks[piece.original_id], "".join(map(_bare, piece.containers))
    fields = _own_fields(piece)
    called = {"name": piece.name.partition(" (Chunk ")[0], **fields}
    told = {piece.page, piece.download, *filter(_is_address, fields.values())} - {""}
    addresses = {address: _bare(unquote(address)) for address in told}
    for other in marks.values():
        for address, bare in addresses.items():
            is_there = other.address in bare and len(other.address) >= _FEWEST
            if is_there and own.address not in bare and other.address not in above:
                said = f"{observer} says that `{own.path}` is at {address}"
                yield Cause.ALTERED(f"{said}, where `{other.path}` is")
        for field, value in called.items():
            if value in other.names - own.names:
                said = f"{observer} shows {value!r} as {field} of `{own.path}`"
                yield Cause.ALTERED(f"{said}, which is that of `{other.path}`")


def _own_fields(piece: Piece) -> dict[str, str]:
    """Return what a source says of an entity itself, and not of those that it belongs to."""
    return {
        field: value
        for field, value in piece.raw.items()
        if isinstance(value, str) and not any(one in field for one in _RELATIVES)
    }


def _is_address(value: str) -> bool:
    return value.startswith(("http://", "https://"))


def _bare(address: str) -> str:
    """Return letters and digits alone: vendors write ids with and without what divides them."""
    return "".join(filter(str.isalnum, address))


def _seen(view: View) -> Mapping[str, Sequence[Piece]]:
    return {"search": view.pieces, "the store": view.stored or ()}


def _of_this_connection(observers: Observers, pieces: Iterable[Piece]) -> list[Piece]:
    """Leave out the kinds of which all who read the source have the same entities."""
    return [one for one in pieces if one.entity_type not in observers.connector.common]
