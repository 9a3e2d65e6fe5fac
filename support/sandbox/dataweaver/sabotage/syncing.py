# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of syncs: what they bring, what they say, and when they happen."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from sqlalchemy import select
from sqlalchemy.orm import Session

from support.sandbox.dataweaver.app import connectors, extraction, syncing
from support.sandbox.dataweaver.app.extraction import Changes
from support.sandbox.dataweaver.app.models import Connector, DataSource, SyncLog, now
from support.sandbox.dataweaver.app.product import Product
from support.sandbox.dataweaver.app.readers.base import SourceError
from support.sandbox.dataweaver.sabotage import sentences, titles
from support.sandbox.dataweaver.sabotage.catalogue import CATALOGUE, STILL
from support.sandbox.dataweaver.sabotage.extracting import writing

Context = AbstractContextManager[object]
Results = list[dict[str, Any]]


@CATALOGUE.sabotage(
    "A sync leaves out the first row.",
    caught_by=titles.FIRST_SYNC,
    at=sentences.BRINGS_EVERYTHING,
    diagnosis=r"(\d) rows were to be brought, the sync says (?!\1)\d",
)
def first_row_not_synced() -> Context:
    return writing(lambda rows: [*rows][1:])


@CATALOGUE.sabotage(
    "A sync says what it has brought, and brings something else.",
    caught_by=titles.FIRST_SYNC,
    at=sentences.BRINGS_EVERYTHING,
    diagnosis=r"Of \d rows .* are as they are in the source",
)
def other_rows_synced() -> Context:
    return writing(lambda rows: (tuple(map(str.upper, map(str, row))) for row in rows))


@CATALOGUE.sabotage(
    "A sync says that it succeeds, and that none of its parts does.",
    caught_by=titles.FIRST_SYNC,
    at=sentences.BRINGS_EVERYTHING,
    diagnosis="The source can be read, and the sync says: success=True .*success=False",
)
def parts_told_as_failed() -> Context:
    original = syncing.shown
    return patch.object(syncing, "shown", lambda made: original(made) | {"success": False})


@CATALOGUE.sabotage(
    "A sync tells of each data source twice.",
    caught_by=titles.FIRST_SYNC,
    at=sentences.BRINGS_EVERYTHING,
    diagnosis="There is one data source, and the sync tells of",
)
def data_sources_synced_twice() -> Context:
    original = syncing.sync
    return patch.object(syncing, "sync", lambda *arguments: original(*arguments) * 2)


@CATALOGUE.sabotage(
    "Every sync brings everything again.",
    caught_by=titles.UNCHANGED,
    at=sentences.BRINGS_NOTHING,
    diagnosis="0 rows were to be brought, the sync says 7",
    releases=("tip", "v2.0.0"),
)
def synced_again_and_again() -> Context:
    original = syncing.sync

    def sync(
        session: Session, product: Product, connector: Connector, sources: list[DataSource]
    ) -> Results:
        for source in sources:
            source.synced = None
        return original(session, product, connector, sources)

    return patch.object(syncing, "sync", sync)


@CATALOGUE.sabotage(
    "The log counts data sources instead of rows.",
    caught_by=titles.NEXT_CHANGES,
    at=sentences.LOGGED,
    diagnosis=r"What has changed is .*, and the log says .*'records_updated': 0",
    releases=("tip", "v2.0.0"),
)
def data_sources_counted() -> Context:
    def count(logged: SyncLog, _: Changes) -> None:
        logged.records_processed = logged.records_added = 1

    return patch.object(syncing, "count", count)


@CATALOGUE.sabotage(
    "Rows that are gone are not counted.",
    caught_by=titles.NEXT_CHANGES,
    at=sentences.LOGGED,
    diagnosis=r"What has changed is .*, and the log says .*'records_deleted': 0",
)
def removals_not_counted() -> Context:
    original = syncing.count

    def count(logged: SyncLog, changes: Changes) -> None:
        original(logged, changes)
        logged.records_deleted = 0

    return patch.object(syncing, "count", count)


@CATALOGUE.sabotage(
    "Only the first data source of a connector is synced.",
    caught_by=titles.EVERY_TABLE,
    at=sentences.BRINGS_EVERYTHING,
    diagnosis="There are 2 data sources, and the sync tells of",
)
def other_data_sources_forgotten() -> Context:
    original = syncing.sources_of

    def first(session: Session, connector: Connector) -> list[DataSource]:
        return original(session, connector)[:1]

    return patch.object(syncing, "sources_of", first)


@CATALOGUE.sabotage(
    "What had changed when a sync failed is never brought.",
    caught_by=titles.AFTER_FAILURE,
    at=sentences.BRINGS_CHANGES,
    diagnosis="2 rows were to be brought, the sync says 0",
)
@contextmanager
def changes_lost_by_failures() -> Iterator[None]:
    failed, note, told = set[int](), extraction.Changes.note, syncing.note_failure

    def note_failure(logged: SyncLog, connector: Connector, reason: str) -> None:
        failed.add(connector.id)
        told(logged, connector, reason)

    def sync(
        session: Session, product: Product, connector: Connector, sources: list[DataSource]
    ) -> Results:
        if connector.id not in failed:
            return original(session, product, connector, sources)
        with patch.object(extraction.Changes, "note", lambda *given: _without_rows(note(*given))):
            return original(session, product, connector, sources)

    original = syncing.sync
    with (
        patch.object(syncing, "note_failure", note_failure),
        patch.object(syncing, "sync", sync),
    ):
        yield


@CATALOGUE.sabotage(
    "A sync that fails is said to have succeeded.",
    caught_by=titles.SYNC_FAILS,
    at=sentences.SYNC_FAILED,
    diagnosis="The source cannot be read, and the sync says: success=True",
    releases=("tip", "v2.0.0"),
)
def failed_sync_told_as_success() -> Context:
    original = syncing.sync

    def sync(*arguments: Any) -> Results:  # noqa: ANN401  as the original's
        try:
            return original(*arguments)
        except SourceError:
            return []

    return patch.object(syncing, "sync", sync)


@CATALOGUE.sabotage(
    "A sync that fails is logged as a success.",
    caught_by=titles.SYNC_FAILS,
    at=sentences.SYNC_FAILED,
    diagnosis=r"The sync has failed, and the log says \('success', None\)",
)
def failed_sync_logged_as_success() -> Context:
    return patch.object(syncing, "note_failure", lambda *_: None)


@CATALOGUE.sabotage(
    "Nothing is logged of a sync that fails.",
    caught_by=titles.SYNC_FAILS,
    at=sentences.SYNC_FAILED,
    diagnosis="2 syncs were made, and 1 are logged",
    releases=("tip", "v2.0.0"),
)
def failed_sync_not_logged() -> Context:
    original = syncing.sync

    def sync(
        session: Session, product: Product, connector: Connector, sources: list[DataSource]
    ) -> Results:
        try:
            return original(session, product, connector, sources)
        except SourceError:
            own = (one for one in session.query(SyncLog) if one.connector_id == connector.id)
            session.delete(max(own, key=lambda one: one.id))
            session.commit()
            raise

    return patch.object(syncing, "sync", sync)


@CATALOGUE.sabotage(
    "The log of a failed sync gives no reason.",
    caught_by=titles.SYNC_FAILS,
    at=sentences.SYNC_FAILED,
    diagnosis=r"The sync has failed, and the log says \('failed', ''\)",
)
def reason_not_logged() -> Context:
    original = syncing.note_failure
    return patch.object(
        syncing, "note_failure", lambda logged, connector, _: original(logged, connector, "")
    )


@CATALOGUE.sabotage(
    "A connector never shows when it was synced.",
    caught_by=titles.SYNCED_LAST,
    at=sentences.LAST_SYNC,
    diagnosis="the connector shows None",
    releases=("tip", "v2.0.0"),
)
def last_sync_not_told() -> Context:
    return _syncing_at(None)


@CATALOGUE.sabotage(
    "Whoever syncs one connector finds all of them shown as synced.",
    caught_by=titles.SYNCED_LAST,
    at=sentences.LAST_SYNC,
    diagnosis="the neighbouring connector: last_sync was None and is",
)
def neighbours_told_as_synced() -> Context:
    original = syncing.sync

    def sync(session: Session, *others: Any) -> Results:  # noqa: ANN401  as the original's
        results = original(session, *others)
        for connector in session.scalars(select(Connector)):
            connector.last_sync = now()
        session.commit()
        return results

    return patch.object(syncing, "sync", sync)


@CATALOGUE.sabotage(
    "A schedule fires once, and never again.",
    caught_by=titles.FIRES,
    at=sentences.BY_ITSELF,
    diagnosis="It was synced by itself at .*, and is never to be again",
)
def fires_once() -> Context:
    original = connectors.plan

    def plan(connector: Connector) -> None:
        original(connector)
        if connector.last_sync is not None:
            connector.next_sync = None

    return patch.object(connectors, "plan", plan)


@CATALOGUE.sabotage(
    "What a schedule starts brings nothing.",
    caught_by=titles.FIRES,
    at=sentences.BY_ITSELF,
    diagnosis="7 rows were to be brought, and the log counts 0",
)
def scheduled_syncs_read_nothing() -> Context:
    original = syncing.run_what_is_due

    def run(product: Product) -> None:
        with patch.object(syncing, "sources_of", lambda *_: []):
            original(product)

    return patch.object(syncing, "run_what_is_due", run)


@CATALOGUE.sabotage(
    "A connector shows that it was synced at a time that is another zone's.",
    caught_by=titles.SYNCED_LAST,
    at=sentences.LAST_SYNC,
    diagnosis=r"The sync was at .*, the connector shows \d{4}-",
)
def last_sync_of_another_zone() -> Context:
    return _syncing_at(now() + timedelta(hours=2))


@CATALOGUE.sabotage(
    "A schedule is kept, and nothing is planned by it.",
    caught_by=(titles.SYNCED_NEXT, titles.FIRES),
    at={titles.SYNCED_NEXT: sentences.NEXT_SYNC, titles.FIRES: sentences.BY_ITSELF},
    diagnosis="the connector shows no next sync|Nobody has synced the connector yet",
    releases=("tip", "v2.0.0"),
)
def nothing_planned() -> Context:
    return patch.object(connectors, "plan", lambda _: None)


@CATALOGUE.sabotage(
    "Whatever the schedule says, the next sync is in half an hour and a bit.",
    caught_by=titles.SYNCED_NEXT,
    at=sentences.NEXT_SYNC,
    diagnosis=r"Minute 17 is due, and the connector shows \d{4}-",
)
def schedule_ignored() -> Context:
    def some_time(_: str) -> datetime:
        return (now() + timedelta(minutes=30)).replace(minute=18)

    return patch.object(connectors, "next_time", some_time)


@CATALOGUE.sabotage(
    "What is due is never done.",
    caught_by=titles.FIRES,
    at=sentences.BY_ITSELF,
    diagnosis="Nobody has synced the connector yet" + STILL,
    releases=("tip", "v2.0.0"),
)
def scheduler_asleep() -> Context:
    return patch.object(syncing, "run_what_is_due", lambda _: None)


@CATALOGUE.sabotage(
    "A schedule that is switched off stays.",
    caught_by=titles.SWITCHED_OFF,
    at=sentences.NO_NEXT_SYNC,
    diagnosis="The schedule was switched off, and the next sync is shown",
)
def schedules_never_end() -> Context:
    original = connectors.plan

    def plan(connector: Connector) -> None:
        if connector.sync_enabled:
            original(connector)

    return patch.object(connectors, "plan", plan)


def _syncing_at(moment: datetime | None) -> Context:
    """Have connectors show that they were synced at some moment."""
    original = syncing.sync

    def sync(
        session: Session, product: Product, connector: Connector, sources: list[DataSource]
    ) -> Results:
        results = original(session, product, connector, sources)
        connector.last_sync = moment
        session.commit()
        return results

    return patch.object(syncing, "sync", sync)


def _without_rows(rows: Iterable[object]) -> Iterator[Any]:
    """Note rows, and bring none of them."""
    for _ in rows:
        pass
    yield from ()


@CATALOGUE.sabotage(
    "A sync tells of one table what it has brought of another.",
    caught_by=titles.EVERY_TABLE,
    at=sentences.BRINGS_EVERYTHING,
    diagnosis=r"has \(\d+, \d+\) rows and columns, and the sync says",
)
def counts_of_another_table() -> Context:
    original = syncing.sync

    def sync(*parts: Any) -> Results:  # noqa: ANN401
        results = original(*parts)
        columns = [one["column_count"] for one in results]
        shifted = columns[1:] + columns[:1]
        return [{**one, "column_count": count} for one, count in zip(results, shifted, strict=True)]

    return patch.object(syncing, "sync", sync)


@CATALOGUE.sabotage(
    "Of every sync there is a second log.",
    caught_by=titles.NEXT_CHANGES,
    at=sentences.LOGGED,
    diagnosis="2 syncs were made, and 4 are logged",
)
def logged_twice() -> Context:
    original = syncing.sync

    def sync(session: Session, product: Product, connector: Connector, *more: Any) -> Results:  # noqa: ANN401
        session.add(SyncLog(connector_id=connector.id, sync_type="full", status=syncing.SUCCESS))
        return original(session, product, connector, *more)

    return patch.object(syncing, "sync", sync)


@CATALOGUE.sabotage(
    "A connector is to be synced an hour after it is due.",
    caught_by=titles.SYNCED_NEXT,
    at=sentences.NEXT_SYNC,
    diagnosis="Minute 17 is due, and the connector shows",
)
def planned_an_hour_late() -> Context:
    original = connectors.next_time
    return patch.object(connectors, "next_time", lambda one: original(one) + timedelta(hours=1))
