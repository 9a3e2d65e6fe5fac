"""Syncs of the scenario: what was changed before, and what DataWeaver says that it has brought."""

from datetime import UTC, datetime

from support.core.http import ApiError
from support.dataweaver.client.dataweaver import DataWeaver
from support.dataweaver.client.models import DataSource, Synced
from support.dataweaver.connectors import Connectors
from support.dataweaver.sources.base import Source
from support.dataweaver.tables import Table


class Syncs:
    """The syncs of a connector that has one data source.

    Attributes:
        path: of the table that is synced.
        before: the table as it was at the sync before; None if there was none.
        now: the table as it is, at the latest sync.
        latest: what came of that; None if it failed.
        refusal: what was answered then.
        began: when it was asked for, by the clock of this machine, in UTC.

    Args:
        client: of DataWeaver.
        connectors: of the scenario.
    """

    def __init__(self, client: DataWeaver, connectors: Connectors) -> None:
        self.path = ""
        self.before: Table | None = None
        self.now: Table | None = None
        self.latest: Synced | None = None
        self.refusal: ApiError | None = None
        self.began = datetime.now(UTC)
        self._client = client
        self._connectors = connectors
        self._data_source: DataSource | None = None

    def choose(self, source: Source, table: str) -> None:
        """Make a data source of a table of a source that is connected."""
        self.path = source.path_of(table)
        self._data_source = self._connectors.add_data_source(self.path, source.table_type)

    def sync(self, source: Source) -> None:
        """Sync, and remember how the table is."""
        self.before, self.now = self.now, source.tables()[self.path]
        self.began = datetime.now(UTC)
        self.latest = self._client.sync(self._connectors.main.id)

    def try_to_sync(self) -> None:
        """Sync, which need not succeed."""
        self.latest, self.refusal = None, None
        try:
            self.latest = self._client.sync(self._connectors.main.id)
        except ApiError as error:
            self.refusal = error
