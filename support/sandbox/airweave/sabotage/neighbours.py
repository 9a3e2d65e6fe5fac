"""Defects that harm whoever was not meant: other sources of a collection, other collections.

No scenario is about one of these: neighbours look whether they are as they were.
"""

import uuid
from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch

from qdrant_client import models

from support.sandbox.airweave.app.jobs import Jobs
from support.sandbox.airweave.app.sources.base import Entity
from support.sandbox.airweave.app.state import Connection, Job, State
from support.sandbox.airweave.app.store import SYNC_ID, TENANT, Store, equals
from support.sandbox.airweave.app.sync import SyncRun
from support.sandbox.airweave.sabotage import titles
from support.sandbox.airweave.sabotage.catalogue import CATALOGUE

Context = AbstractContextManager[object]


def wipe_others(store: Store, collection_id: uuid.UUID | None, sync_id: uuid.UUID) -> None:
    """Remove all that other syncs wrote, into this collection or into any."""
    where = models.Filter(
        must=[equals(TENANT, collection_id)] if collection_id else [],
        must_not=[equals(SYNC_ID, sync_id)],
    )
    selector = models.FilterSelector(filter=where)
    store._client.delete(store._container, points_selector=selector, wait=True)


@CATALOGUE.sabotage(
    "Disconnecting one source empties the whole collection.",
    caught_by=titles.NEIGHBOURS_DISCONNECTED,
    at=titles.UNTOUCHED,
    diagnosis="what dm-.*-other feeds has lost .*kitchen.md",
)
def disconnecting_empties_the_collection() -> Context:
    def delete_sync(store: Store, collection_id: uuid.UUID, _: uuid.UUID) -> None:
        store.delete_collection(collection_id)

    return patch.object(Store, "delete_sync", delete_sync)


@CATALOGUE.sabotage(
    "Disconnecting one source takes the same kind of source out of all collections.",
    caught_by=titles.NEIGHBOURS_DISCONNECTED,
    at=titles.UNTOUCHED,
    diagnosis="what dm-.*-third feeds has lost .*garden.md",
)
def disconnecting_reaches_everywhere() -> Context:
    original = Store.delete_sync

    def delete_sync(store: Store, collection_id: uuid.UUID, sync_id: uuid.UUID) -> None:
        original(store, collection_id, sync_id)
        wipe_others(store, None, sync_id)

    return patch.object(Store, "delete_sync", delete_sync)


@CATALOGUE.sabotage(
    "Disconnecting one source makes all others ask for new credentials.",
    caught_by=titles.NEIGHBOURS_DISCONNECTED,
    at=titles.UNTOUCHED,
    diagnosis="what dm-.*-other feeds: the connection was .*'active'.* and is .*'needs_reauth'",
)
def disconnecting_pauses_the_others() -> Context:
    original = State.remove_connection

    def remove_connection(state: State, connection: Connection) -> None:
        original(state, connection)
        for other in state.connections(connection.organization_id):
            if other.sync:
                other.sync.paused = True

    return patch.object(State, "remove_connection", remove_connection)


@CATALOGUE.sabotage(
    "Syncing everything from scratch sweeps away what other sources brought.",
    caught_by=titles.NEIGHBOURS_FROM_SCRATCH,
    at=titles.UNTOUCHED,
    diagnosis="what dm-.*-other feeds has lost .*kitchen.md",
)
def full_syncs_sweep_for_everybody() -> Context:
    original = SyncRun.run

    def run(self: SyncRun, source: Any) -> None:  # noqa: ANN401  passed through
        original(self, source)
        if self._job.force_full_sync:
            wipe_others(self._store, self._origin.collection_id, self._origin.sync_id)

    return patch.object(SyncRun, "run", run)


@CATALOGUE.sabotage(
    "An edited file of one source drives out the files of all others.",
    caught_by=titles.NEIGHBOURS_EDITED,
    at=titles.UNTOUCHED,
    diagnosis="what dm-.*-other feeds has lost .*kitchen.md",
)
def edits_drive_others_out() -> Context:
    original = SyncRun._write

    def write(run: SyncRun, inserted: list[Entity], updated: list[Entity]) -> None:
        original(run, inserted, updated)
        if updated:
            wipe_others(run._store, run._origin.collection_id, run._origin.sync_id)

    return patch.object(SyncRun, "_write", write)


@CATALOGUE.sabotage(
    "Stopping a sync rolls back what others brought, too.",
    caught_by=titles.NEIGHBOURS_CANCELLED,
    at=titles.UNTOUCHED,
    diagnosis="what dm-.*-third feeds has lost .*garden.md",
)
def cancelling_rolls_back_everybody() -> Context:
    original = Jobs.cancel

    def cancel(jobs: Jobs, job: Job) -> None:
        original(jobs, job)
        wipe_others(jobs._engines.store, None, uuid.uuid4())

    return patch.object(Jobs, "cancel", cancel)


@CATALOGUE.sabotage(
    "A second source drives the first one out of the collection.",
    caught_by=titles.TWO_SOURCES,
    at=titles.OF_BOTH,
    diagnosis=r"[a-z]+/.*: expected revision 1; search shows absent",
)
def second_sources_replace_the_first() -> Context:
    original = SyncRun.run

    def run(self: SyncRun, source: Any) -> None:  # noqa: ANN401  passed through
        is_first = not self._sync.known
        original(self, source)
        if is_first:
            wipe_others(self._store, self._origin.collection_id, self._origin.sync_id)

    return patch.object(SyncRun, "run", run)


@CATALOGUE.sabotage(
    "Collections that are synced at the same time lose what they bring.",
    caught_by=titles.MANY_AT_ONCE,
    at=titles.OWN_EACH,
    diagnosis=r"expected revision 1; search shows absent",
)
def syncs_at_once_drive_each_other_out() -> Context:
    original, latest = SyncRun._write, list[SyncRun]()

    def write(run: SyncRun, inserted: list[Entity], updated: list[Entity]) -> None:
        original(run, inserted, updated)
        if latest and latest[-1] is not run:
            wipe_others(run._store, None, run._origin.sync_id)
        latest.append(run)

    return patch.object(SyncRun, "_write", write)
