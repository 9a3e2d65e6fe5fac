"""The files of extractions, one writer a format."""

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from support.sandbox.dataweaver.app.readers.base import Row

_DIGITS_OF_EXCEL = 15


def write(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> int:
    """Write a file in the format of its ending; it is there as a whole, or not at all.

    Returns:
        How many rows it holds.
    """
    draft = path.with_name(f".{uuid4().hex}{path.suffix}")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        count = WRITERS[path.suffix.removeprefix(".")](draft, columns, rows)
        draft.rename(path)
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()
    return count


def _csv(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for row in rows:
            writer.writerow(map(text_of, row))
            count += 1
    return count


def _json(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for row in rows:
            cells = zip(columns, row, strict=True)
            fields = ", ".join(f"{_json_of(name)}: {_json_of(value)}" for name, value in cells)
            file.write(f"{',' if count else ''}\n{{{fields}}}")
            count += 1
        file.write("\n]\n")
    return count


def _xlsx(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> int:
    count, book = 0, Workbook(write_only=True)
    sheet = book.create_sheet("Data")
    sheet.append(list(columns))
    for row in rows:
        sheet.append([_excel_of(sheet, value) for value in row])
        count += 1
    book.save(path)
    return count


WRITERS: dict[str, Callable[[Path, Sequence[str], Iterable[Row]], int]] = {
    "csv": _csv,
    "json": _json,
    "xlsx": _xlsx,
}


def text_of(value: Any) -> str:  # noqa: ANN401  a cell
    """Return a cell as text; nothing for null."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case _:
            return str(value)


def _json_of(value: Any) -> str:  # noqa: ANN401  a cell
    if isinstance(value, Decimal):
        return format(value, "f")  # a number with all its digits
    if isinstance(value, datetime | date):
        value = value.isoformat()
    return json.dumps(value, ensure_ascii=False)


def _excel_of(sheet: Any, value: Any) -> Any:  # noqa: ANN401  a cell
    """Return a cell as Excel can hold it: of longer numbers it would lose the end."""
    is_long = isinstance(value, int | Decimal) and len(str(value)) > _DIGITS_OF_EXCEL
    text = text_of(value) if is_long else value
    if not isinstance(text, str):
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # text that begins like a formula is none
    return cell
