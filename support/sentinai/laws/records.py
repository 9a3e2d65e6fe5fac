"""Whatever SentinAI shows as a record, in the one form in which records are compared."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from support.core.causes import Cause
from support.laws.agreement import ABSENT, Telling

CLOCKS_DIFFER = timedelta(minutes=1)  # ours from SentinAI's
_NOTHING: tuple[object, ...] = (None, "", [], {})


def flat(record: Mapping[str, object]) -> dict[str, object]:
    """Return the fields of a record, those inside others as `outer.inner`, and none that are empty.

    Times are compared as times, whoever writes them how, and numbers digit by digit.
    """
    return dict(_fields(record, ""))


def by_key(records: Iterable[Mapping[str, object]], key: str) -> Telling:
    """Return records by the text of one of their fields."""
    return {str(record[key]): flat(record) for record in records}


def with_gaps(told: Mapping[str, Any], due: Mapping[str, Any]) -> dict[str, Any]:
    """Return a flat record with a word for each field that is due in it and not told."""
    return {**dict.fromkeys(due, ABSENT), **told}


def impossible_times(told: Mapping[str, Telling], since: datetime) -> Iterator[str]:
    """Yield which records are said to be of a time before anything was done, or to come.

    Args:
        told: by the name of the route or observer, what it says.
        since: when it began.
    """
    first, last = since - CLOCKS_DIFFER, datetime.now(UTC) + CLOCKS_DIFFER
    for observer, telling in told.items():
        for thing, record in telling.items():
            for name, time in record.items():
                is_past = "deadline" not in name and "next" not in name and "." not in name
                if is_past and isinstance(time, datetime) and not first <= time <= last:
                    yield Cause.MISREPORTED(
                        f"{thing}: {observer} tells {name} {time:%Y-%m-%d %H:%M}, which cannot be"
                    )


def foreign_records(
    tenant: str, what: str, records: Iterable[Mapping[str, object]]
) -> Iterator[str]:
    """Yield which records that a tenant is shown are another tenant's; some may be nobody's.

    Args:
        tenant: who is shown them.
        what: they are, for the verdict, such as "tools".
        records: as they are listed.
    """
    owners = {
        str(record.get("tenant_id") or record.get("tenantId") or tenant) for record in records
    }
    for owner in sorted(owners - {tenant}):
        yield Cause.LEAKED(f"{tenant} is shown {what} of {owner}")


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
