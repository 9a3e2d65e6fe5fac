# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of extraction: what becomes of rows and cells on their way into a file."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from threading import Event
from typing import Any
from unittest.mock import patch

from support.sandbox.dataweaver.app import api_extraction, extraction, files
from support.sandbox.dataweaver.app.models import Connector, DataExtract, DataSource
from support.sandbox.dataweaver.app.readers.base import Row, SourceError
from support.sandbox.dataweaver.app.schemas import DataExtractView
from support.sandbox.dataweaver.sabotage import sentences, titles
from support.sandbox.dataweaver.sabotage.catalogue import CATALOGUE

Context = AbstractContextManager[object]
Rows = Iterable[Row]

_PAGE = 1000
_SAID = 1000
_TIME_TO_MEET_S = 0.2


@CATALOGUE.sabotage(
    "DataWeaver counts the rows, and writes no file.",
    caught_by=(titles.EXTRACTED, titles.DIFFICULT),
    at=sentences.WHOLE,
    diagnosis="and there is no such file",
    releases=("tip", "v2.0.0"),
)
def files_never_written() -> Context:
    def count(path: Path, columns: Sequence[str], rows: Rows) -> int:
        return sum(1 for _ in rows)

    return patch.object(files, "write", count)


@CATALOGUE.sabotage(
    "The last row of every table is lost.",
    caught_by=titles.EXTRACTED,
    at=sentences.WHOLE,
    diagnosis="rows .* are as they are in the source: 1 missing",
)
def last_row_lost() -> Context:
    return writing(lambda rows: [*rows][:-1])


@CATALOGUE.sabotage(
    "At each page border a row is dropped.",
    caught_by=titles.PAGE_AND_ONE,
    at=sentences.WHOLE,
    diagnosis="Of 1001 rows 99.9% are as they are in the source: 1 missing",
)
def rows_dropped_at_page_borders() -> Context:
    return writing(lambda rows: (row for n, row in enumerate(rows, 1) if n % _PAGE))


@CATALOGUE.sabotage(
    "The first row comes twice.",
    caught_by=titles.EXTRACTED,
    at=sentences.WHOLE,
    diagnosis="rows .* are as they are in the source: 1 doubled",
)
def first_row_doubled() -> Context:
    def double(rows: Rows) -> Iterator[Row]:
        for number, row in enumerate(rows):
            yield from [row] * (1 if number else 2)

    return writing(double)


@CATALOGUE.sabotage(
    "A row is invented.",
    caught_by=titles.EXTRACTED,
    at=sentences.WHOLE,
    diagnosis="rows .* are as they are in the source: 1 invented",
)
def row_invented() -> Context:
    def invent(rows: Rows) -> Iterator[Row]:
        first, *others = rows
        yield from ([first, *others, ("X-0", *first[1:])])

    return writing(invent)


@CATALOGUE.sabotage(
    "All columns but the first are shifted by one.",
    caught_by=titles.EXTRACTED,
    at=sentences.WHOLE,
    diagnosis=r"rows 0\.0% are as they are in the source: \d+ changed",
)
def columns_shifted() -> Context:
    return writing(lambda rows: ((row[0], *row[2:], row[1]) for row in rows))


@CATALOGUE.sabotage(
    "Numbers are written with a comma.",
    caught_by=titles.DIFFICULT,
    at=sentences.WHOLE,
    diagnosis="changed +.* amount",
)
def decimal_comma() -> Context:
    def comma(cell: object) -> object:
        return str(cell).replace(".", ",") if isinstance(cell, Decimal) else cell

    return _cells(comma)


@CATALOGUE.sabotage(
    "Times are moved by an hour, as if they were of another time zone.",
    caught_by=titles.DIFFICULT,
    at=sentences.WHOLE,
    diagnosis="changed +.* moment",
)
def time_zone_moved() -> Context:
    return _cells(lambda cell: cell + timedelta(hours=1) if isinstance(cell, datetime) else cell)


@CATALOGUE.sabotage(
    "Where there is nothing, the file says None.",
    caught_by=titles.DIFFICULT,
    at=sentences.WHOLE,
    diagnosis=r"changed +nothing +words +None +'None'",
)
def nothing_as_a_word() -> Context:
    return _cells(lambda cell: "None" if cell is None else cell)


@CATALOGUE.sabotage(
    "Line breaks in cells become spaces.",
    caught_by=titles.DIFFICULT,
    at=sentences.WHOLE,
    diagnosis="changed +line breaks +words",
)
def line_breaks_lost() -> Context:
    return _texts(lambda text: text.replace("\n", " "))


@CATALOGUE.sabotage(
    "Quotes in cells are lost.",
    caught_by=titles.DIFFICULT,
    at=sentences.WHOLE,
    diagnosis="changed +quotes +words",
)
def quotes_lost() -> Context:
    return _texts(lambda text: text.replace('"', ""))


@CATALOGUE.sabotage(
    "Letters beyond English become question marks.",
    caught_by=titles.DIFFICULT,
    at=sentences.WHOLE,
    diagnosis="changed +other letters +words",
)
def other_letters_lost() -> Context:
    return _texts(lambda text: text.encode("ascii", "replace").decode())


@CATALOGUE.sabotage(
    "Texts that look like numbers lose their leading zeros.",
    caught_by=titles.DIFFICULT,
    at=sentences.WHOLE,
    diagnosis="changed +leading zeros +words",
)
def leading_zeros_lost() -> Context:
    return _texts(lambda text: str(int(text)) if text.isdigit() else text)


@CATALOGUE.sabotage(
    "Large numbers are rounded.",
    caught_by=titles.DIFFICULT_IN_CSV,
    at=sentences.WHOLE,
    diagnosis="changed +large +amount",
)
def large_numbers_rounded() -> Context:
    return _cells(lambda cell: float(cell) if isinstance(cell, Decimal) else cell)


@CATALOGUE.sabotage(
    "The file of a table without rows is empty, and not even headings stand in it.",
    caught_by=titles.EMPTY_TABLE,
    at=sentences.WHOLE,
    diagnosis="is not what its name says",
)
def headings_of_empty_tables_lost() -> Context:
    original = files.write

    def write(path: Path, columns: Sequence[str], rows: Rows) -> int:
        count = original(path, columns, rows)
        if not count:
            path.write_text("")
        return count

    return patch.object(files, "write", write)


@CATALOGUE.sabotage(
    "All extractions from sources of a kind are written into one file.",
    caught_by=(titles.EXTRACTED, titles.AT_ONCE),
    at=sentences.WHOLE,
    diagnosis="The columns are .*, the file has|are as they are in the source: ",
)
def one_file_for_all() -> Context:
    def path_of(connector: Connector, _: DataSource, made: DataExtract) -> str:
        own = (connector.description or "").removesuffix("-main")
        return f"extracts/{own}.{made.data_format}"

    return patch.object(extraction, "path_of", path_of)


@CATALOGUE.sabotage(
    "A connector reads the table that another one began to read last.",
    caught_by=titles.TWELVE,
    at=sentences.WHOLE,
    diagnosis="are as they are in the source: ",
)
def tables_of_others_read() -> Context:
    original, begun = extraction.rows_of, list[str]()

    def rows_of(connector: Connector, path: str) -> tuple[Sequence[str], Rows]:
        begun.append(path)
        Event().wait(_TIME_TO_MEET_S)
        return original(connector, begun[-1])

    return patch.object(extraction, "rows_of", rows_of)


@CATALOGUE.sabotage(
    "A later extraction overwrites the file of an earlier one.",
    caught_by=titles.INCREMENTAL,
    at=sentences.WHOLE,
    diagnosis="Of 7 rows 0.0% are as they are in the source: 7 missing",
)
def earlier_files_overwritten() -> Context:
    def path_of(_: Connector, source: DataSource, made: DataExtract) -> str:
        return f"extracts/{source.id}.{made.data_format}"

    return patch.object(extraction, "path_of", path_of)


@CATALOGUE.sabotage(
    "Whatever is asked for, the file has comma-separated values.",
    caught_by=titles.DIFFICULT_IN_JSON,
    at=sentences.WHOLE,
    diagnosis="asked for was json, the file is csv",
)
def formats_ignored() -> Context:
    def path_of(connector: Connector, source: DataSource, made: DataExtract) -> str:
        return original(connector, source, made).rpartition(".")[0] + ".csv"

    original = extraction.path_of
    return patch.object(extraction, "path_of", path_of)


@CATALOGUE.sabotage(
    "The file has comma-separated values, and is called JSON.",
    caught_by=titles.DIFFICULT_IN_JSON,
    at=sentences.WHOLE,
    diagnosis="is not what its name says",
)
def formats_pretended() -> Context:
    return patch.dict(files.WRITERS, {"json": files.WRITERS["csv"]})


@CATALOGUE.sabotage(
    "Every extraction is said to have a thousand rows.",
    caught_by=titles.EXTRACTED,
    at=sentences.COUNTED,
    diagnosis=r"not one rows, but \d .*; 1000 \(the answer\)",
    releases=("tip", "v2.0.0"),
)
def extracts_counted_as_constants() -> Context:
    return _telling({"row_count": _SAID})


@CATALOGUE.sabotage(
    "Every file is said to have comma-separated values.",
    caught_by=titles.DIFFICULT_IN_JSON,
    at=sentences.COUNTED,
    diagnosis="not one format, but 'json' .*'csv'",
    releases=("tip", "v2.0.0"),
)
def formats_told_as_constants() -> Context:
    return _telling({"data_format": "csv"})


@CATALOGUE.sabotage(
    "An extraction that is over is stored as one that goes on.",
    caught_by=titles.EXTRACTED,
    at=sentences.COUNTED,
    diagnosis=r"not one status, but 'completed' .*'running' \(the database\)",
    store_only=True,
)
@contextmanager
def status_not_stored() -> Iterator[None]:
    original = extraction.extract

    def extract(*arguments: Any) -> Any:  # noqa: ANN401  as the original's
        made, changes = original(*arguments)
        session = arguments[0]
        made.status = extraction.RUNNING
        session.commit()
        return made, changes

    with (
        patch.object(extraction, "extract", extract),
        _telling({"status": extraction.COMPLETED}),
    ):
        yield


@CATALOGUE.sabotage(
    "A source that breaks off is taken for one that has come to its end.",
    caught_by=titles.BREAKS_OFF,
    at=sentences.EXTRACTION_FAILED,
    diagnosis="breaking cannot be read to its end, and it is .*completed",
)
def failed_told_as_completed() -> Context:
    def until_it_breaks(rows: Rows) -> Iterator[Row]:
        try:
            yield from rows
        except SourceError:
            return

    return _reading(until_it_breaks)


@CATALOGUE.sabotage(
    "Of a source that breaks off the rows until then stay as a file.",
    caught_by=titles.BREAKS_OFF,
    at=sentences.EXTRACTION_FAILED,
    diagnosis="breaking cannot be read to its end, and extracts/.* is there",
)
def half_files_left() -> Context:
    original = files.write

    def write(path: Path, columns: Sequence[str], rows: Rows) -> int:
        try:
            return original(path, columns, rows)
        except SourceError:
            path.write_text(",".join(columns), encoding="utf-8")
            raise

    return _named_before(patch.object(files, "write", write))


@CATALOGUE.sabotage(
    "A failed extraction is told as failed, and stored as completed.",
    caught_by=titles.BREAKS_OFF,
    at=sentences.EXTRACTION_FAILED,
    diagnosis="breaking cannot be read to its end, and is stored as completed",
    store_only=True,
)
def failed_stored_as_completed() -> Context:
    return patch.object(extraction, "FAILED", extraction.COMPLETED)


@CATALOGUE.sabotage(
    "An extraction of any kind is taken for a full one.",
    caught_by=titles.UNKNOWN_EXTRACTION,
    at=sentences.EXTRACTION_REFUSED,
    diagnosis="It was not refused",
    releases=("tip", "v2.0.0"),
)
def unknown_extractions_done() -> Context:
    return patch.object(api_extraction, "require_known", lambda _: None)


@CATALOGUE.sabotage(
    "An incremental extraction brings everything.",
    caught_by=(titles.INCREMENTAL, titles.NEXT_CHANGES),
    at={titles.INCREMENTAL: sentences.WHOLE, titles.NEXT_CHANGES: sentences.BRINGS_CHANGES},
    diagnosis=r"in the source: .* invented|\d rows were to be brought, the sync says",
    releases=("tip", "v2.0.0"),
)
def incremental_brings_all() -> Context:
    return patch.object(extraction, "Changes", lambda _: _Changes({}))


@CATALOGUE.sabotage(
    "An incremental extraction brings what is new, and misses what was changed.",
    caught_by=(titles.INCREMENTAL, titles.NEXT_CHANGES),
    at={titles.INCREMENTAL: sentences.WHOLE, titles.NEXT_CHANGES: sentences.BRINGS_CHANGES},
    diagnosis="are as they are in the source: 1 missing|2 rows were to be brought, the sync says 1",
)
def incremental_misses_changes() -> Context:
    class OnlyNew(_Changes):
        """Knows rows by their keys only."""

        def note(self, rows: Rows) -> Iterator[Row]:
            for row in super().note(rows):
                if files.text_of(row[0]) not in self.before:
                    yield row

    return patch.object(extraction, "Changes", OnlyNew)


_Changes = extraction.Changes


def writing(change: Callable[[Rows], Rows]) -> Context:
    """Have other rows written than were read."""
    original = files.write

    def write(path: Path, columns: Sequence[str], rows: Rows) -> int:
        return original(path, columns, change(rows))

    return patch.object(files, "write", write)


def _cells(change: Callable[[Any], object]) -> Context:
    """Have other cells written than were read."""
    return writing(lambda rows: ((row[0], *map(change, row[1:])) for row in rows))


def _texts(change: Callable[[str], str]) -> Context:
    return _cells(lambda cell: change(cell) if isinstance(cell, str) else cell)


def _reading(change: Callable[[Rows], Rows]) -> Context:
    """Have other rows read than are there."""
    original = extraction.rows_of

    def rows_of(connector: Connector, path: str) -> tuple[Sequence[str], Rows]:
        columns, rows = original(connector, path)
        return columns, change(rows)

    return patch.object(extraction, "rows_of", rows_of)


@contextmanager
def _named_before(patched: Context) -> Iterator[None]:
    """Have the file of an extraction named before it is written."""
    original = extraction.path_of

    def path_of(connector: Connector, source: DataSource, made: DataExtract) -> str:
        made.data_file_path = original(connector, source, made)
        return made.data_file_path

    with patched, patch.object(extraction, "path_of", path_of):
        yield


def _telling(changes: dict[str, object]) -> Context:
    """Have something else told of extractions than they are."""
    original = api_extraction.view

    def view(made: DataExtract) -> DataExtractView:
        return original(made).model_copy(update=changes)

    return patch.object(api_extraction, "view", view)


@CATALOGUE.sabotage(
    "An extraction of a kind that nobody knows is refused, and made all the same.",
    caught_by=titles.UNKNOWN_EXTRACTION,
    at=sentences.EXTRACTION_REFUSED,
    diagnosis=r"It was refused, and the extractions \[\] are stored as \[\d+\]",
)
@contextmanager
def refused_and_extracted() -> Iterator[None]:
    original, refuse = extraction.extract, api_extraction.require_known

    def extract(*parts: Any) -> tuple[DataExtract, extraction.Changes]:  # noqa: ANN401
        made = original(*parts)
        refuse(parts[-1])
        return made

    with (
        patch.object(api_extraction, "require_known", lambda _: None),
        patch.object(extraction, "extract", extract),
    ):
        yield
