"""Whether the balancer and both servers hold what was acknowledged, and nothing else."""

from collections.abc import Mapping
from typing import Any

from support.chroma_ha.observers.holdings import Holding, Holdings
from support.chroma_ha.records import Record
from support.core.tables import NARROW, table
from support.laws.agreement import disagreements

WRITER = "the writer"

_THERE, _ABSENT, _NO_COLLECTION = "there", "absent", "no collection"


def faults(expected: Holding, seen: Holdings) -> list[str]:
    """Return where what is held differs from what was acknowledged, a sentence each.

    Args:
        expected: the documents that were acknowledged; None if the collection was deleted.
        seen: what each observer holds.
    """
    told = {WRITER: expected, **seen}
    names = dict.fromkeys(name for holding in told.values() for name in holding or {})
    missing = [
        f"{who} does not have the collection"
        for who, holding in seen.items()
        if holding is None and expected is not None
    ]
    kept = [
        f"{who} still has the collection, with {len(holding)} documents"
        for who, holding in seen.items()
        if holding is not None and expected is None
    ]
    return [*missing, *kept, *disagreements({who: _telling(told[who], names) for who in told})]


def details(expected: Holding, seen: Holdings) -> str:
    """Return who holds what, as a table."""
    told = {WRITER: expected, **seen}
    names = dict.fromkeys(name for holding in told.values() for name in holding or {})
    rows = [
        [name, *(_cell(holding, name, expected) for holding in told.values())] for name in names
    ]
    return table(["document", *told], rows, NARROW)


def _telling(holding: Holding, names: Mapping[str, None]) -> dict[str, dict[str, Any]]:
    """Say of every document whether it is there and, if it is, what it is."""
    return {name: _fields((holding or {}).get(name)) for name in names}


def _fields(record: Record | None) -> dict[str, Any]:
    return {"state": _ABSENT} if record is None else {"state": _THERE, **record.fields()}


def _cell(holding: Holding, name: str, expected: Holding) -> str:
    if holding is None:
        return _NO_COLLECTION
    if name not in holding:
        return _ABSENT
    text = holding[name].text
    wanted = (expected or {}).get(name)
    return f"{'' if wanted == holding[name] else '≠ '}{text[:18]}…"
