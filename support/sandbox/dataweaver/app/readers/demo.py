"""The data of the business scenarios: made up, and the same every time."""

from collections.abc import Iterator, Sequence
from typing import Any

from support.sandbox.dataweaver.app.readers.base import Config, Found, Reader, Row, SourceError
from support.sandbox.dataweaver.app.scenarios import SCENARIOS, Sample


class DemoReader(Reader):
    """Reads the tables of a scenario that lie behind connectors of one type.

    Args:
        config: names the scenario.
        connector_type: whose tables are read.
    """

    def __init__(self, config: Config, connector_type: str) -> None:
        super().__init__(config)
        scenario = SCENARIOS.get(config.get("scenario", ""))
        tables = scenario.tables if scenario else ()
        self._tables = {one.name: one for one in tables if one.connector == connector_type}

    def details(self) -> dict[str, Any]:
        """Return what there is."""
        return {"demo": list(self._tables)}

    def tables(self) -> list[Found]:
        """Return the tables of the scenario."""
        return [_found(one) for one in self._tables.values()]

    def read(self, path: str) -> tuple[Sequence[str], Iterator[Row]]:
        """Make the rows of a table up."""
        if path not in self._tables:
            raise SourceError(f"There is no {path}")
        table = self._tables[path]
        return table.columns, rows_of(table)


def rows_of(table: Sample) -> Iterator[Row]:
    """Yield the rows of a table: its first column counts them."""
    for number in range(1, table.row_count + 1):
        yield f"{number:06}", *(f"{column} {number}" for column in table.columns[1:])


def _found(table: Sample) -> Found:
    return Found(
        table.name, "", table.source_type, table.name, list(table.columns), table.row_count
    )
