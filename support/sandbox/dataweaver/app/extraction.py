"""Extraction: a table of a source becomes a file, whole or as far as it has changed."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from support.sandbox.dataweaver.app import files
from support.sandbox.dataweaver.app.connecting import reader_of
from support.sandbox.dataweaver.app.models import Connector, DataExtract, DataSource, now
from support.sandbox.dataweaver.app.product import Product
from support.sandbox.dataweaver.app.readers.base import Row, SourceError

FULL, INCREMENTAL = "full", "incremental"
COMPLETED, FAILED, RUNNING = "completed", "failed", "running"

State = dict[str, str]
"""How a table was when it was last read: by its key, a hash of each row."""


@dataclass
class Changes:
    """What has changed in a table since it was last read; counted while it is read.

    Attributes:
        before: how it was; empty if it was never read.
        now: how it is.
    """

    before: State
    now: State = field(default_factory=dict)
    added: int = 0
    updated: int = 0

    @property
    def deleted(self) -> int:
        """How many rows are not there any more."""
        return len(self.before.keys() - self.now.keys())

    def note(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows that are new or other than they were, and note how all of them are."""
        for row in rows:
            key, digest = files.text_of(row[0]), _digest(row)
            known = self.before.get(key)
            self.now[key] = digest
            self.added += known is None
            self.updated += known is not None and known != digest
            if known != digest:
                yield row


def extract(
    session: Session, product: Product, source: DataSource, config: dict[str, Any]
) -> tuple[DataExtract, Changes]:
    """Extract a table into a file.

    Args:
        session: of the database.
        product: says where files are.
        source: the table.
        config: `extract_type`, full or incremental, and `data_format`, csv, json or xlsx.

    Raises:
        SourceError: it could not be read to its end; that is remembered, and there is no file.
    """
    extraction = DataExtract(
        data_source_id=source.id,
        extract_type=config.get("extract_type", FULL),
        extract_config=config,
        data_format=config.get("data_format", "csv"),
        status=RUNNING,
        started_at=now(),
    )
    session.add(extraction)
    session.commit()
    try:
        changes = write(session, product, source, extraction)
    except SourceError:
        extraction.status, extraction.completed_at = FAILED, now()
        session.commit()
        raise
    extraction.status, extraction.completed_at = COMPLETED, now()
    source.synced, source.last_updated = changes.now, now()
    session.commit()
    return extraction, changes


def write(
    session: Session, product: Product, source: DataSource, extraction: DataExtract
) -> Changes:
    """Write the file of an extraction, and say what is in it."""
    connector = session.get_one(Connector, source.connector_id)
    columns, rows = rows_of(connector, source.source_path)
    is_full = extraction.extract_type == FULL
    changes = Changes({} if is_full else source.synced or {})
    path = path_of(connector, source, extraction)
    extraction.row_count = files.write(product.storage / path, columns, changes.note(rows))
    extraction.column_count, extraction.data_file_path = len(columns), path
    return changes


def rows_of(connector: Connector, path: str) -> tuple[Sequence[str], Iterable[Row]]:
    """Return the columns of a table, and its rows as they come."""
    return reader_of(connector).read(path)


def path_of(connector: Connector, source: DataSource, extraction: DataExtract) -> str:
    """Return the path of a file below the storage."""
    name = f"{connector.connector_type.lower()}_{source.id}_{extraction.id}"
    return f"extracts/{name}.{extraction.data_format}"


def _digest(row: Row) -> str:
    return hashlib.md5(repr(tuple(row)).encode(), usedforsecurity=False).hexdigest()
