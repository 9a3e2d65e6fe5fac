"""Syncs of the scenario: what was changed before, and what DataWeaver says that it has brought."""

from collections.abc import Mapping
from datetime import UTC, datetime

from support.core.http import ApiError
from support.dataweaver.client.dataweaver import DataWeaver
from support.dataweaver.client.models import Synced
from support.dataweaver.connectors import Connectors
from support.dataweaver.sources.base import Source
from support.dataweaver.tables import Table


class Syncs:
    """The syncs of a connector.

    Attributes:
        before: the tables that are synced, by path, as they were at the sync before; empty if there
            was none.
        now: the same as they are, at the latest sync.
        latest: what came of that; None if it failed.
        refusal: what was answered then.
        count: how many syncs were asked for.
        began: when it was asked for, by the clock of this machine, in UTC.

    Args:
        client: of DataWeaver.
        connectors: of the scenario.
    """

    def __init__(self, client: DataWeaver, connectors: Connectors) -> None:
        self.before: Mapping[str, Table] = {}
        self.now: Mapping[str, Table] = {}
        self.latest: Synced | None = None
        self.refusal: ApiError | None = None
        self.began = datetime.now(UTC)
        self._client = client
        self._connectors = connectors
        self.count = 0
        self._paths: list[str] = []

    def choose(self, source: Source, *tables: str) -> None:
        """Make data sources of tables of a source that is connected."""
        for path in map(source.path_of, tables):
            self._connectors.add_data_source(path, source.table_type)
            self._paths.append(path)

    def tables(self, source: Source) -> Mapping[str, Table]:
        """Return the tables that are synced as they are now, by path."""
        found = source.tables()
        return {path: found[path] for path in self._paths}

    def sync(self, source: Source) -> None:
        """Sync, and remember how the tables are."""
        self.before, self.now = self.now, self.tables(source)
        self.began = datetime.now(UTC)
        self.latest = self._sync()

    def sync_after_failure(self, source: Source) -> None:
        """Sync with credentials that nobody has, which may fail, and then with the right ones."""
        self._connectors.reconfigure(source.wrong_config)
        self.try_to_sync()
        self._connectors.reconfigure(source.config)
        self.sync(source)

    def try_to_sync(self) -> None:
        """Sync, which need not succeed."""
        self.latest, self.refusal = None, None
        try:
            self.latest = self._sync()
        except ApiError as error:
            self.refusal = error

    def _sync(self) -> Synced:
        self.count += 1
        return self._client.sync(self._connectors.main.id)
