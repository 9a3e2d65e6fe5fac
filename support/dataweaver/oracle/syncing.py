"""Says whether syncs bring what has changed, when they should, and are told of as they were."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from support.core.causes import Cause, together
from support.core.errors import Failure
from support.core.looking import look_until_right
from support.dataweaver.client.models import Brought, Connector
from support.dataweaver.connectors import Connectors
from support.dataweaver.extractions import changed
from support.dataweaver.observers import files
from support.dataweaver.observers.files import FileContent
from support.dataweaver.oracle import rows
from support.dataweaver.syncs import Syncs
from support.dataweaver.system import DataWeaverSystem
from support.dataweaver.tables import Row, Table

_SUCCESS = "success"
_CLOCKS_DIFFER = timedelta(seconds=60)
_HOUR = timedelta(hours=1)


class SyncOracle:
    """Judges syncs.

    Args:
        system: DataWeaver and its observers.
        connectors: of the scenario.
        syncs: of the scenario.
    """

    def __init__(self, system: DataWeaverSystem, connectors: Connectors, syncs: Syncs) -> None:
        self._system = system
        self._connectors = connectors
        self._syncs = syncs

    def expect_everything(self) -> None:
        """Expect the first sync to have brought every row."""
        assert not self._syncs.before, "the sentence is about the first sync"
        self._expect_brought(self._now)

    def expect_changes(self) -> None:
        """Expect the latest sync to have brought the rows that are new or changed, and no others.

        Raises:
            Failure: it has not; or nothing was changed, or everything.
        """
        due = self._changed()
        changes, rows_now = _count(due), _count(self._now)
        if not 0 < changes < rows_now:
            raise Failure(Cause.SUITE(f"{changes} of {rows_now} rows were changed"))
        self._expect_brought(due)

    def expect_nothing(self) -> None:
        """Expect the latest sync to have brought no rows: nothing had changed."""
        due = self._changed()
        if _count(due):
            raise Failure(Cause.SUITE("Something was changed, so there is something to be brought"))
        self._expect_brought(due)

    def expect_logged(self) -> None:
        """Expect the log of the latest sync to count what has changed."""
        before, now = _by_key(self._syncs.before), _by_key(self._now)
        expected = {
            "status": _SUCCESS,
            "records_added": len(now.keys() - before.keys()),
            "records_updated": sum(now[key] != before[key] for key in now.keys() & before.keys()),
            "records_deleted": len(before.keys() - now.keys()),
        }
        logged = {name: self._log()[name] for name in expected}
        if logged != expected:
            cause = Cause.MISCOUNTED if logged["status"] == _SUCCESS else Cause.MISREPORTED
            raise Failure(cause(f"What has changed is {expected}, and the log says {logged}"))

    def expect_failed(self) -> None:
        """Expect the latest sync to have failed with a reason, and the log to say so.

        Raises:
            Failure: somebody says that it has not, or nobody why.
        """
        latest = self._syncs.latest
        if latest and latest.success and all(one.success for one in latest.results):
            raise Failure(
                Cause.MISREPORTED(f"The source cannot be read, and the sync says: {latest}")
            )
        logged = self._log()
        if logged["status"] == _SUCCESS or not logged["error_message"]:
            told = logged["status"], logged["error_message"]
            raise Failure(Cause.MISREPORTED(f"The sync has failed, and the log says {told}"))

    def expect_last_sync(self) -> None:
        """Expect the connector to show when it was synced last."""
        last = self._connector().last_sync
        earliest, latest = self._syncs.began - _CLOCKS_DIFFER, datetime.now(UTC) + _CLOCKS_DIFFER
        if last is None or not earliest <= _in_utc(last) <= latest:
            raise Failure(
                Cause.MISREPORTED(
                    f"The sync was at {self._syncs.began:%F %T}, the connector shows {last}"
                )
            )
        self._connectors.expect_neighbour_unchanged()

    def expect_planned(self, minute: int) -> None:
        """Expect the connector to show as its next sync that minute of an hour, within an hour."""
        planned = self._connector().next_sync
        if planned is None:
            raise Failure(Cause.LOST("A schedule was set, and the connector shows no next sync"))
        now = datetime.now(UTC)
        early, late = now - _CLOCKS_DIFFER, now + _HOUR + _CLOCKS_DIFFER
        if planned.minute != minute or not early <= _in_utc(planned) <= late:
            raise Failure(
                Cause.MISREPORTED(f"Minute {minute} is due, and the connector shows {planned}")
            )

    def expect_unplanned(self) -> None:
        """Expect the connector to show no next sync any more.

        Raises:
            Failure: it does; or it never has.
        """
        if not self._connectors.was_planned:
            raise Failure(Cause.LOST("A schedule was set, and the connector shows no next sync"))
        if planned := self._connector().next_sync:
            raise Failure(
                Cause.STALE(f"The schedule was switched off, and the next sync is shown: {planned}")
            )

    def expect_by_itself(self, tables: Mapping[str, Table]) -> None:
        """Expect the connector to be synced without anybody's asking, and to be so again.

        Args:
            tables: that it must have brought.

        Raises:
            Failure: it is not; nothing more is planned; or the log counts other rows.
        """
        look_until_right(
            self._connector,
            _firing_faults,
            budget=self._system.settings.budget("sync"),
            waiting_for="a sync that is due",
            is_hopeless=lambda connector: connector.next_sync is None,
        )
        if self._system.database is None:
            return
        logs = self._system.database.sync_logs(self._connectors.main.id)
        added, rows_there = sum(log["records_added"] for log in logs), _count(tables)
        if added != rows_there:
            cause = Cause.LOST if added < rows_there else Cause.MISCOUNTED
            raise Failure(
                cause(f"{rows_there} rows were to be brought, and the log counts {added}")
            )

    @property
    def _now(self) -> Mapping[str, Table]:
        if not self._syncs.now:
            raise Failure(Cause.SUITE("Nothing was synced, so there is nothing to compare"))
        return self._syncs.now

    def _changed(self) -> dict[str, Table]:
        before = self._syncs.before
        return {path: changed(before.get(path), table) for path, table in self._now.items()}

    def _expect_brought(self, due: Mapping[str, Table]) -> None:
        """Expect so many rows of all tables together, and for each table a file that holds its own.

        Nothing tells which result is of which table: their columns do.
        """
        results = self._brought(len(due))
        rows_due, told = _count(due), sum(one.row_count or 0 for one in results)
        if told != rows_due:
            cause = Cause.LOST if told < rows_due else Cause.NEEDLESS
            raise Failure(cause(f"{rows_due} rows were to be brought, the sync says {told}"))
        storage = self._system.settings.storage_path
        assert storage is not None, "the scenario needs @needs_files"
        brought = [one for one in results if one.data_file_path is not None or one.row_count]
        contents = [files.read(storage, one.data_file_path) for one in brought]
        for one, content in zip(brought, contents, strict=True):
            _expect_counted(one, content)
        if found := self._connectors.data_source_faults():
            raise Failure(together(found))
        for table in due.values():
            own = [one for one in contents if [*one.columns] == [*table.columns]] or contents
            if found := min((rows.faults(table, one) for one in own), key=len, default=[]):
                raise Failure(together(found))

    def _brought(self, count: int) -> list[Brought]:
        latest = self._syncs.latest
        if latest is None or not latest.success or not all(one.success for one in latest.results):
            raise Failure(Cause.MISREPORTED(f"The source can be read, and the sync says: {latest}"))
        if latest.data_sources_synced not in {None, len(latest.results)}:
            raise Failure(Cause.MISCOUNTED(f"The sync counts otherwise than it tells: {latest}"))
        if len(latest.results) != count:
            cause = Cause.LOST if len(latest.results) < count else Cause.DUPLICATED
            there = "is one data source" if count == 1 else f"are {count} data sources"
            raise Failure(cause(f"There {there}, and the sync tells of {latest.results}"))
        return latest.results

    def _log(self) -> Mapping[str, Any]:
        database = self._system.database
        assert database is not None, "the scenario needs @needs_log"
        logs = database.sync_logs(self._connectors.main.id)
        if not logs:
            raise Failure(Cause.LOST("There was a sync, and there is no log of it"))
        if len(logs) != self._syncs.count:
            cause = Cause.LOST if len(logs) < self._syncs.count else Cause.DUPLICATED
            raise Failure(cause(f"{self._syncs.count} syncs were made, and {len(logs)} are logged"))
        return logs[-1]

    def _connector(self) -> Connector:
        connector = self._system.client.connector(self._connectors.main.id)
        if connector is None:
            raise Failure(Cause.LOST("The connector is not there any more"))
        return connector


def _expect_counted(told: Brought, content: FileContent) -> None:
    """Expect what is told of a file to be what it holds."""
    holds = len(content.rows), len(content.columns)
    if (told.row_count, told.column_count) != holds:
        said = f"{told.data_file_path} has {holds} rows and columns, and the sync says {told}"
        raise Failure(Cause.MISCOUNTED(said))


def _in_utc(moment: datetime) -> datetime:
    """Return a moment as it is meant: DataWeaver writes UTC, and does not say so."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _firing_faults(connector: Connector) -> list[str]:
    """Return why a connector is not one that its schedule has synced, and will sync again."""
    last, planned = connector.last_sync, connector.next_sync
    if last is None:
        return [Cause.LOST("Nobody has synced the connector yet")]
    if planned is None:
        return [Cause.LOST(f"It was synced by itself at {last:%F %T}, and is never to be again")]
    if planned <= last:
        return [Cause.STALE(f"It was synced by itself at {last}, and is to be again at {planned}")]
    return []


def _count(tables: Mapping[str, Table]) -> int:
    """Return how many rows tables have together."""
    return sum(len(table.rows) for table in tables.values())


def _by_key(tables: Mapping[str, Table]) -> dict[tuple[str, object], Row]:
    """Return the rows of tables, by path and key."""
    return {(path, row[0]): row for path, table in tables.items() for row in table.rows}
