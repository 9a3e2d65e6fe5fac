"""Whatever SentinAI shows as a record, in the one form in which records are compared."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from support.laws.agreement import Telling

_NOTHING: tuple[object, ...] = (None, "", [], {})


def flat(record: Mapping[str, object]) -> dict[str, object]:
    """Return the fields of a record, those inside others as `outer.inner`, and none that are empty.

    Times are compared as times, whoever writes them how, and numbers digit by digit.
    """
    return dict(_fields(record, ""))


def by_key(records: Iterable[Mapping[str, object]], key: str) -> Telling:
    """Return records by the text of one of their fields."""
    return {str(record[key]): flat(record) for record in records}


def counts(counted: Mapping[str, object]) -> list[str]:
    """Return how many there are of what, in one value: nothing may be left out of it."""
    return sorted(f"{what} {count}" for what, count in counted.items() if count)


def _fields(record: Mapping[str, object], outer: str) -> Iterator[tuple[str, object]]:
    for name, value in record.items():
        if isinstance(value, Mapping):
            yield from _fields(value, f"{outer}{name}.")
        elif value not in _NOTHING:
            yield f"{outer}{name}", comparable(value)


def comparable(value: object) -> object:
    """Return a value in a form that is the same whoever wrote it."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value))
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, str):
        return _time(value) or value
    if isinstance(value, Sequence):
        return [comparable(one) for one in value]
    return value


def _time(text: str) -> datetime | None:
    """Return the time that a text is; None if it is none, or one without its zone."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo else None
