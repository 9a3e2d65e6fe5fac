"""What is in the files of extractions: comma-separated values, JSON and Excel."""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Any

from support.core.causes import Cause
from support.core.errors import Failure, in_short
from support.dataweaver.tables import Row

CSV, JSON, EXCEL = "csv", "json", "xlsx"


@dataclass(frozen=True)
class FileContent:
    """What a file holds.

    Attributes:
        format: csv, json or xlsx.
        columns: their names, in order.
        rows: all of them.
    """

    format: str
    columns: Sequence[str]
    rows: Sequence[Row]


def read(storage: Path, path: str | None) -> FileContent:
    """Read the file of an extraction.

    Args:
        storage: the folder below which DataWeaver writes.
        path: of the file, as DataWeaver tells it.

    Raises:
        Failure: DataWeaver names no file, or there is none, or it is not what its name says.
    """
    if not path:
        raise Failure(
            Cause.LOST("DataWeaver says that it has extracted the rows, and names no file of them")
        )
    file, ending = storage / path, PurePosixPath(path).suffix.removeprefix(".")
    if not file.is_file():
        raise Failure(
            Cause.LOST(f"DataWeaver says that the rows are in {path}, and there is no such file")
        )
    if ending not in _READERS:
        raise Failure(Cause.ALTERED(f"{path} is no file of a format that anybody knows"))
    try:
        columns, rows = _READERS[ending](file)
    except Exception as error:  # noqa: BLE001  what is in a file may be anything
        raise Failure(
            Cause.ALTERED(f"{path} is not what its name says: {in_short(error)}")
        ) from None
    return FileContent(ending, columns, rows)


def _csv(path: Path) -> tuple[Sequence[str], list[Row]]:
    with path.open(encoding="utf-8", newline="") as file:
        columns, *rows = csv.reader(file, strict=True)
    return columns, [_as_long(row, columns) for row in rows]


def _json(path: Path) -> tuple[Sequence[str], list[Row]]:
    rows = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return columns, [tuple(row[name] for name in columns) for row in rows]


def _excel(path: Path) -> tuple[Sequence[str], list[Row]]:
    from openpyxl import load_workbook  # noqa: PLC0415  a run without Excel need not wait for it

    book = load_workbook(path, read_only=True, data_only=True)
    columns, *rows = book.worksheets[0].iter_rows(values_only=True)
    # Cells at the end of a row in which nothing stands are not there at all.
    padded = (row + (None,) * (len(columns) - len(row)) for row in rows)
    return [str(name) for name in columns], [_as_long(row, columns) for row in padded]


def _as_long(row: Row, columns: Sequence[Any]) -> Row:
    if len(row) != len(columns):
        raise ValueError(f"a row has {len(row)} cells, and there are {len(columns)} columns")
    return row


_READERS = {CSV: _csv, JSON: _json, EXCEL: _excel}
