"""Compares rows, cell by cell: what is in a source, and what a file holds of it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from support.core.causes import Cause, chief
from support.core.tables import NARROW, table
from support.dataweaver.observers.files import CSV, EXCEL, JSON, FileContent
from support.dataweaver.tables import Row, Table

_DIGITS_OF_EXCEL = 15
_NAMED = 5


@dataclass(frozen=True)
class Difference:
    """A row that is not as it should be.

    Attributes:
        what: missing, doubled, invented, or changed.
        key: of the row.
        column: in which it differs, if it is changed.
        expected: what is in the source.
        seen: what is in the file.
    """

    what: str
    key: str
    column: str = ""
    expected: object = ""
    seen: object = ""


_CAUSES = {
    "missing": Cause.LOST,
    "doubled": Cause.DUPLICATED,
    "invented": Cause.INVENTED,
    "changed": Cause.ALTERED,
}


def faults(true: Table, file: FileContent) -> list[str]:
    """Return how a file differs from what it must hold, and a table of the first differences.

    Args:
        true: the columns of the table in the source, and the rows of it that must be there.
        file: what is in the file; a JSON file without rows shows no columns.
    """
    has_columns = bool(file.rows) or file.format != JSON
    if has_columns and [*file.columns] != [*true.columns]:
        return [Cause.ALTERED(f"The columns are {[*true.columns]}, the file has {[*file.columns]}")]
    found = list(differences(true, file))
    if not found:
        return []
    counted = Counter(one.what for one in found)
    is_another = counted["missing"] == len(true.rows) > 0 and counted["invented"]
    cause = chief(map(_CAUSES.__getitem__, counted))
    said = ", ".join(f"{count} {what}" for what, count in counted.items())
    share = 1 - len({one.key for one in found}) / max(len(true.rows), len(file.rows))
    rows = [(f.what, f.key, f.column, _shown(f.expected), _shown(f.seen)) for f in found[:_NAMED]]
    headings = ("row", "key", "column", "in the source", "in the file")
    return [
        (Cause.ALTERED if is_another or cause is None else cause)(
            f"Of {len(true.rows)} rows {share:.1%} are as they are in the source: {said}"
        ),
        table(headings, rows, NARROW),
    ]


def differences(true: Table, file: FileContent) -> Iterator[Difference]:
    """Yield every difference between the rows of a table and those of a file."""
    expected = {key_of(row[0]): row for row in true.rows}
    seen: dict[str, list[Row]] = {}
    for row in file.rows:
        seen.setdefault(key_of(row[0]), []).append(row)
    for key, row in expected.items():
        if key not in seen:
            yield Difference("missing", key)
            continue
        yield from _changed(key, true.columns, row, seen[key][0], file.format)
        if len(seen[key]) > 1:
            yield Difference("doubled", key)
    for key in seen.keys() - expected.keys():
        yield Difference("invented", key)


def key_of(value: object) -> str:
    """Return the key of a row as text, in a source as in a file of any format."""
    return value.isoformat() if isinstance(value, date) else str(value)


def _changed(
    key: str, columns: Sequence[str], row: Row, seen: Row, file_format: str
) -> Iterator[Difference]:
    for column, expected, cell in zip(columns, row, seen, strict=True):
        if not is_same(expected, cell, file_format):
            yield Difference("changed", key, column, expected, cell)


def is_same(expected: Any, seen: Any, file_format: str) -> bool:  # noqa: ANN401  cells
    """Tell whether a cell of a file is what is in the source.

    Of what a format cannot tell apart nothing is asked: in comma-separated values, and in Excel,
    nothing and a text without letters are the same; Excel has 15 digits of a number, and
    milliseconds of a time.
    """
    if expected is None or expected == "":
        nothing: tuple[object, ...] = (None, "") if file_format in {CSV, EXCEL} else (expected,)
        return seen in nothing
    if isinstance(expected, bool):
        return str(seen).lower() == str(expected).lower()
    if isinstance(expected, int | float | Decimal):
        return _is_number(Decimal(str(expected)), seen, file_format)
    if isinstance(expected, datetime):
        return _is_time(expected, seen, file_format)
    if isinstance(expected, date):
        return _is_date(expected, seen)
    return isinstance(seen, str) and seen == expected


def _is_number(expected: Decimal, seen: object, file_format: str) -> bool:
    if isinstance(seen, bool):
        return False
    try:
        number = Decimal(str(seen))
    except InvalidOperation:
        return False
    if number == expected:
        return True
    rounded = (f"{one:.{_DIGITS_OF_EXCEL - 1}e}" for one in (number, expected))
    return file_format == EXCEL and not isinstance(seen, str) and len(set(rounded)) == 1


def _is_time(expected: datetime, seen: object, file_format: str) -> bool:
    try:
        time = seen if isinstance(seen, datetime) else datetime.fromisoformat(str(seen))
    except ValueError:
        return False
    if time.tzinfo is not None or file_format != EXCEL:
        return time == expected
    return abs((time - expected).total_seconds()) < 1 / 1000


def _is_date(expected: date, seen: object) -> bool:
    if isinstance(seen, datetime):
        return seen == datetime.combine(expected, datetime.min.time())
    return str(seen) == expected.isoformat()


def _shown(value: object) -> str:
    return repr(value) if isinstance(value, str) or value is None else str(value)
