"""Whether the balancer and both servers hold what was acknowledged, and nothing else."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from support.chroma_ha.observers.holdings import Documents, Holding, Holdings, Untold
from support.chroma_ha.records import Record
from support.core.causes import Cause
from support.core.tables import NARROW, table
from support.laws.agreement import ABSENT, disagreements

History = Mapping[str, Sequence[Record]]
"""By the name of a document, what it was, one state after the other."""

WRITER = "the writer"

_THERE = "there"


def faults(expected: Documents, seen: Holdings, history: History) -> list[str]:
    """Return where what is held differs from what was acknowledged, a sentence each.

    Args:
        expected: the documents that were acknowledged; None if the collection was deleted.
        seen: what each observer holds.
        history: all that was ever acknowledged of documents.
    """
    told = {WRITER: expected, **_told(seen)}
    names = _names(told.values())
    telling = {who: _telling(documents, names) for who, documents in told.items()}
    former = {name: [*map(_fields, records)] for name, records in history.items()}
    return [*_faults_of_collections(expected, seen), *disagreements(telling, WRITER, former)]


def with_unanswered(
    acknowledged: Mapping[str, Record], unanswered: Mapping[str, Record], seen: Holdings
) -> dict[str, Record]:
    """Return what all must hold: what was acknowledged, and of the rest what anybody holds.

    Args:
        acknowledged: what was.
        unanswered: of which nobody said what became of it: all may hold it, or none.
        seen: what each observer holds.
    """
    held = {name for documents in _told(seen).values() for name in documents or {}}
    return {**acknowledged, **{name: one for name, one in unanswered.items() if name in held}}


def details(expected: Documents, seen: Holdings) -> str:
    """Return who holds what, as a table."""
    told = {WRITER: expected, **_told(seen)}
    rows = [
        [name, *(_cell(documents, name, expected) for documents in told.values())]
        for name in _names(told.values())
    ]
    return table(["document", *told], rows, NARROW)


def _told(seen: Holdings) -> dict[str, Documents]:
    """Return what those hold who tell it."""
    return {who: holding for who, holding in seen.items() if not isinstance(holding, Untold)}


def _names(told: Iterable[Documents]) -> list[str]:
    return list(dict.fromkeys(name for documents in told for name in documents or {}))


def _faults_of_collections(expected: Documents, seen: Mapping[str, Holding]) -> Iterator[str]:
    for who, holding in seen.items():
        if isinstance(holding, Untold):
            yield Cause.UNAVAILABLE(holding.reason)
        elif holding is None and expected is not None:
            yield Cause.LOST(f"{who} does not have the collection")
        elif holding is not None and expected is None:
            yield Cause.STALE(f"{who} still has the collection, with {len(holding)} documents")


def _telling(documents: Documents, names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Say of every document whether it is there and, if it is, what it is."""
    return {name: _fields((documents or {}).get(name)) for name in names}


def _fields(record: Record | None) -> dict[str, Any]:
    return {"state": ABSENT} if record is None else {"state": _THERE, **record.fields()}


def _cell(documents: Documents, name: str, expected: Documents) -> str:
    if documents is None:
        return "no collection"
    if name not in documents:
        return ABSENT
    is_other = (expected or {}).get(name) != documents[name]
    return f"{'≠ ' if is_other else ''}{documents[name].text[:18]}…"
