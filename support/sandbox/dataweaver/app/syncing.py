"""Syncs: what has changed in the sources of a connector since the last one, by hand or on time."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from support.sandbox.dataweaver.app import connectors, extraction
from support.sandbox.dataweaver.app.models import Connector, DataSource, SyncLog, now
from support.sandbox.dataweaver.app.product import Product
from support.sandbox.dataweaver.app.readers.base import SourceError

SUCCESS, FAILED = "success", "failed"

_INTERVAL_S = 0.2

log = logging.getLogger(__name__)


def sync(
    session: Session, product: Product, connector: Connector, sources: list[DataSource]
) -> list[dict[str, Any]]:
    """Bring what has changed in some sources of a connector.

    Returns:
        What was brought of each.

    Raises:
        SourceError: one of them could not be read; that is logged.
    """
    logged = SyncLog(connector_id=connector.id, sync_type=extraction.INCREMENTAL, status=SUCCESS)
    config = {"extract_type": extraction.INCREMENTAL}
    results = []
    try:
        for source in sources:
            made, changes = extraction.extract(session, product, source, config)
            count(logged, changes)
            results.append(shown(made))
    except SourceError as error:
        note_failure(logged, connector, str(error))
        raise
    else:
        connector.last_sync, connector.status = now(), connectors.CONNECTED
    finally:
        logged.completed_at = now()
        connectors.plan(connector)
        session.add(logged)
        session.commit()
    return results


def note_failure(logged: SyncLog, connector: Connector, reason: str) -> None:
    """Remember that a sync has failed, and why."""
    logged.status, logged.error_message = FAILED, reason
    connector.status = connectors.ERROR


def count(logged: SyncLog, changes: extraction.Changes) -> None:
    """Count what has changed."""
    logged.records_added = (logged.records_added or 0) + changes.added
    logged.records_updated = (logged.records_updated or 0) + changes.updated
    logged.records_deleted = (logged.records_deleted or 0) + changes.deleted
    logged.records_processed = (
        logged.records_added + logged.records_updated + logged.records_deleted
    )


def shown(made: Any) -> dict[str, Any]:  # noqa: ANN401  an extraction
    """Return what a sync shows of an extraction."""
    return {
        "success": True,
        "data_file_path": made.data_file_path,
        "row_count": made.row_count,
        "column_count": made.column_count,
        "extract_type": made.extract_type,
    }


def sources_of(session: Session, connector: Connector) -> list[DataSource]:
    """Return the data sources of a connector that are synced."""
    own = select(DataSource).where(
        DataSource.connector_id == connector.id, DataSource.is_active, DataSource.sync_enabled
    )
    return [*session.scalars(own.order_by(DataSource.id))]


def run_what_is_due(product: Product) -> None:
    """Sync every connector whose time has come."""
    with product.session() as session:
        due = select(Connector).where(Connector.sync_enabled, Connector.next_sync <= now())
        for connector in session.scalars(due).all():
            try:
                sync(session, product, connector, sources_of(session, connector))
            except SourceError as error:
                log.warning("The sync of connector %d failed: %s", connector.id, error)


@contextmanager
def scheduler(product: Product) -> Iterator[None]:
    """Run what is due, again and again, until exit."""
    is_over = threading.Event()

    def run() -> None:
        while not is_over.wait(_INTERVAL_S):
            try:
                run_what_is_due(product)
            except Exception:
                log.exception("The scheduler goes on")

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield
    is_over.set()
    thread.join()
