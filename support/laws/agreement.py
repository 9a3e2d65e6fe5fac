"""The law of agreement: whatever route is asked, and whoever looks, all say the same."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from support.core.causes import Cause

ABSENT = "absent"
"""What is told as the state of a thing that is not there."""
_NOTHING: tuple[Any, ...] = (ABSENT, None, "", {}, [])

Telling = Mapping[str, Mapping[str, Any]]
"""What one route or observer says: by thing, field by field. What it does not tell is left out."""

Former = Mapping[str, Sequence[Mapping[str, Any]]]
"""What was true of a thing before, field by field, one state after the other."""


def disagreements(
    told: Mapping[str, Telling], truth: str = "", former: Former | None = None
) -> list[str]:
    """Return where what is told differs, a sentence for each thing and field.

    Args:
        told: by the name of the route or observer, what it says. Values are compared as they are:
            bring them into one form before.
        truth: the name of the one that knows, if one does; without it nobody is in the right.
        former: what was true before; None if nobody knows.
    """
    things = dict.fromkeys(thing for telling in told.values() for thing in telling)
    return [fault for thing in things for fault in _of(thing, told, truth, former)]


def _of(
    thing: str, told: Mapping[str, Telling], truth: str, former: Former | None
) -> Iterator[str]:
    by_field: dict[str, list[tuple[str, Any]]] = defaultdict(list)
    for observer, telling in told.items():
        for field, value in telling.get(thing, {}).items():
            by_field[field].append((observer, value))
    for field, values in by_field.items():
        groups = _groups(values)
        if len(groups) > 1:
            said = "; ".join(f"{_said(value)} ({', '.join(who)})" for value, who in groups)
            before = None if former is None else _former(former, thing, field)
            yield _cause(groups, truth, before)(f"{thing}: not one {field}, but {said}")


def _former(former: Former, thing: str, field: str) -> list[Any]:
    """Return the values that a field had, one after the other; a value of None is one."""
    return [state[field] for state in former.get(thing, ()) if field in state]


def _groups(values: Sequence[tuple[str, Any]]) -> list[tuple[Any, list[str]]]:
    """Group the observers by what they say; values need not be hashable."""
    groups: list[tuple[Any, list[str]]] = []
    for observer, value in values:
        group = next((who for other, who in groups if other == value), None)
        if group is None:
            groups.append((value, [observer]))
        else:
            group.append(observer)
    return groups


def _cause(
    groups: Sequence[tuple[Any, list[str]]], truth: str, before: Sequence[object] | None
) -> Cause:
    """Return why observers say different things of one field.

    Args:
        groups: the values that are told, each with those who say so.
        truth: who knows, if anybody does.
        before: the former values; None if nobody knows.
    """
    true = [value for value, who in groups if truth in who]
    if true:
        others = [value for value, who in groups if truth not in who]
        if true[0] == ABSENT:
            return Cause.INVENTED if before == [] else Cause.STALE
        if ABSENT not in others and any(value in others for value in before or ()):
            return Cause.STALE
        return Cause.LOST if any(value in _NOTHING for value in others) else Cause.ALTERED
    are_counts = all(type(value) in {int, float} for value, _ in groups)
    return Cause.MISCOUNTED if are_counts else Cause.MISREPORTED


def _said(value: object) -> str:
    """Put a value as people write it; text in quotes, so that its ends are seen."""
    return str(value) if isinstance(value, Decimal | datetime) else repr(value)
