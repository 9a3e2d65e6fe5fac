"""Rows are compared cell by cell, and of what a format cannot tell apart nothing is asked."""

import csv
import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from support.core.errors import Failure
from support.dataweaver.extractions import changed
from support.dataweaver.observers.files import CSV, EXCEL, JSON, FileContent, read
from support.dataweaver.oracle.rows import faults, is_same
from support.dataweaver.tables import LAYOUTS, Table

TRUE = Table(["id", "state"], [(1, "stored"), (2, "lost"), (3, None)])
ROWS = [["1", "stored"], ["2", "lost"], ["3", ""]]
NOON = datetime(2026, 3, 29, 12, 0)


@pytest.mark.parametrize(
    ("expected", "seen", "file_format"),
    [
        (None, "", CSV),
        ("", "", CSV),
        (None, None, JSON),
        ("", "", JSON),
        ("", None, EXCEL),
        (True, "true", CSV),
        (False, False, JSON),
        (Decimal("1.50"), "1.5", CSV),
        (Decimal("99999999999999999999.1"), Decimal("99999999999999999999.1"), JSON),
        (Decimal("123456789012345.678"), 123456789012345.67, EXCEL),
        (2**63 - 1, str(2**63 - 1), EXCEL),
        (NOON, "2026-03-29T12:00:00", CSV),
        (NOON, "2026-03-29 12:00:00", CSV),
        (NOON, NOON, EXCEL),
        (date(2026, 3, 29), "2026-03-29", CSV),
        (date(2026, 3, 29), datetime(2026, 3, 29), EXCEL),
        ("007", "007", EXCEL),
    ],
)
def test_the_same_is_the_same(expected: object, seen: object, file_format: str) -> None:
    assert is_same(expected, seen, file_format)


@pytest.mark.parametrize(
    ("expected", "seen", "file_format"),
    [
        (None, "None", CSV),
        (None, "", JSON),
        ("", None, JSON),
        (True, "1.0", CSV),
        (1, True, JSON),
        (Decimal("1.5"), "1,5", CSV),
        (Decimal("99999999999999999999.1"), 1e20, JSON),
        (Decimal("99999999999999999999.1"), "1e20", EXCEL),
        (NOON, "2026-03-29T13:00:00", CSV),
        (NOON, "2026-03-29T12:00:00+02:00", CSV),
        (NOON, "29.3.2026", CSV),
        (date(2026, 3, 29), "2026-03-28", CSV),
        (date(2026, 3, 29), datetime(2026, 3, 29, 1), EXCEL),
        ("007", 7, EXCEL),
        ("a\nb", "a b", CSV),
    ],
)
def test_what_differs_differs(expected: object, seen: object, file_format: str) -> None:
    assert not is_same(expected, seen, file_format)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (ROWS, ""),
        (ROWS[:-1], "66.7% are as they are in the source: 1 missing"),
        ([*ROWS, ROWS[0]], "75.0% are as they are in the source: 1 doubled"),
        ([*ROWS, ["4", "new"]], "75.0% are as they are in the source: 1 invented"),
        ([*ROWS[:2], ["3", "None"]], "66.7% are as they are in the source: 1 changed"),
    ],
)
def test_each_row_that_differs_is_told(rows: list[list[str]], said: str) -> None:
    found = faults(TRUE, FileContent(CSV, ["id", "state"], rows))
    assert bool(found) == bool(said)
    assert said in "".join(found)


def test_columns_are_compared_first_if_there_are_any() -> None:
    shifted = FileContent(CSV, ["state", "id"], ROWS)
    assert "The columns are ['id', 'state'], the file has ['state', 'id']" in faults(TRUE, shifted)
    assert not faults(Table(["id"], []), FileContent(JSON, [], []))
    assert faults(Table(["id"], []), FileContent(CSV, [], []))


def test_what_was_changed_is_new_or_other_than_before() -> None:
    now = Table(["id", "state"], [(1, "stored"), (2, "found"), (4, "new")])
    assert changed(TRUE, now).rows == [(2, "found"), (4, "new")]
    assert changed(None, now).rows == now.rows
    assert not changed(now, now).rows


def test_files_of_every_format_are_read(tmp_path: Path) -> None:
    with (tmp_path / "a.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["id", "words"], [1, 'two\nlines, "quoted"']])
    (tmp_path / "a.json").write_text(json.dumps([{"id": 1, "words": None}]))
    book = Workbook()
    book.worksheets[0].append(["id", "words"])
    book.worksheets[0].append([1])
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path, "a.csv").rows == [["1", 'two\nlines, "quoted"']]
    assert read(tmp_path, "a.json").rows == [(1, None)]
    assert read(tmp_path, "a.xlsx").rows == [(1, None)]


@pytest.mark.parametrize(
    ("path", "content", "said"),
    [
        (None, "", "names no file of them"),
        ("gone.csv", None, "there is no such file"),
        ("a.pdf", "x", "of a format that anybody knows"),
        ("a.json", "id;words", "is not what its name says"),
        ("a.xlsx", "id;words", "is not what its name says"),
        ("a.csv", "id,words\n1", "is not what its name says"),
        ("a.csv", "", "is not what its name says"),
    ],
)
def test_what_is_no_such_file_is_told(
    path: str | None, content: str | None, said: str, tmp_path: Path
) -> None:
    if path and content is not None:
        (tmp_path / path).write_text(content)
    with pytest.raises(Failure, match=said):
        read(tmp_path, path)


@pytest.mark.parametrize("name", LAYOUTS)
def test_test_tables_are_the_same_in_every_process_and_their_keys_differ(name: str) -> None:
    layout = LAYOUTS[name]
    rows = layout.rows(50, name)
    assert rows == layout.rows(50, name)
    assert len({row[0] for row in rows}) == 50
    assert {len(row) for row in rows} == {len(layout.columns)}
