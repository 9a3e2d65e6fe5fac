"""Extractions of the scenario: which tables became files, and which did not."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from support.core.http import ApiError
from support.dataweaver.client.dataweaver import DataWeaver
from support.dataweaver.client.models import DataSource, Extract
from support.dataweaver.connectors import Connectors
from support.dataweaver.observers.files import CSV, EXCEL, JSON
from support.dataweaver.sources.base import Source
from support.dataweaver.tables import Table

FORMATS = {"comma-separated values": CSV, "JSON": JSON, "Excel": EXCEL}
FULL, INCREMENTAL = "full", "incremental"


@dataclass(frozen=True)
class Made:
    """An extraction.

    Attributes:
        path: of the table in the source.
        asked: the format that was asked for.
        extract: what DataWeaver says of it.
        true: the rows that it must hold, and the columns.
        source: the id of the data source that was to be extracted.
        kind: full or incremental, as was asked for.
    """

    path: str
    asked: str
    extract: Extract
    true: Table
    source: int
    kind: str


class Extractions:
    """The extractions of a scenario.

    Attributes:
        made: all of them.
        refusal: what was answered to the latest one that did not succeed.

    Args:
        client: of DataWeaver.
        connectors: of the scenario.
    """

    def __init__(self, client: DataWeaver, connectors: Connectors) -> None:
        self.made: list[Made] = []
        self.refusal: ApiError | None = None
        self._client = client
        self._connectors = connectors
        self._sources: dict[str, DataSource] = {}
        self._known: dict[str, Table] = {}

    def choose(self, source: Source, paths: Iterable[str]) -> None:
        """Make data sources of some tables of a source that is connected."""
        for path in paths:
            self._sources[path] = self._connectors.add_data_source(path, source.table_type)

    def extract(self, source: Source, data_format: str = CSV, extract_type: str = FULL) -> None:
        """Extract all that was chosen, one after the other."""
        for path, true in self._due(source, extract_type).items():
            self.made.append(self._extract(path, data_format, extract_type, true))

    def extract_at_once(self, source: Source, times: int) -> None:
        """Extract all that was chosen several times, everything at once."""
        due = [*self._due(source, FULL).items()] * times
        with ThreadPoolExecutor(len(due)) as pool:
            self.made += pool.map(lambda one: self._extract(one[0], CSV, FULL, one[1]), due)

    def try_to_extract(self, path: str, extract_type: str = FULL) -> None:
        """Extract a table, which need not succeed."""
        self.refusal = None
        try:
            made = self._extract(path, CSV, extract_type, Table([], []))
        except ApiError as error:
            self.refusal = error
        else:
            self.made.append(made)

    def data_source(self, path: str) -> DataSource:
        """Return the data source of a table that was chosen."""
        return self._sources[path]

    @property
    def ids(self) -> Mapping[int, list[int]]:
        """The ids of all extractions, by the id of their data source."""
        return {
            source.id: sorted(one.extract.id for one in self.made if one.source == source.id)
            for source in self._sources.values()
        }

    def _due(self, source: Source, extract_type: str) -> dict[str, Table]:
        """Return what must be brought of each table; from now on it counts as known."""
        now = {path: table for path, table in source.tables().items() if path in self._sources}
        due = {
            path: changed(self._known.get(path), table) if extract_type == INCREMENTAL else table
            for path, table in now.items()
        }
        self._known = now
        return due

    def _extract(self, path: str, data_format: str, extract_type: str, true: Table) -> Made:
        config = {"extract_type": extract_type, "data_format": data_format}
        source = self._sources[path].id
        extract = self._client.extract(source, config)
        return Made(path, data_format, extract, true, source, extract_type)


def changed(before: Table | None, now: Table) -> Table:
    """Return the rows of a table that are new or other than they were."""
    known = {row[0]: row for row in before.rows} if before else {}
    return Table(now.columns, [row for row in now.rows if known.get(row[0]) != row])
