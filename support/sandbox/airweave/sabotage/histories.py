"""Defects that need a history: nothing that happens for the first time shows them.

No scenario is about one of these: a random walk comes across them.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from unittest.mock import patch

from support.sandbox.airweave.app.jobs import Jobs
from support.sandbox.airweave.app.sources.base import Deletion, Entity
from support.sandbox.airweave.app.state import Connection, Job, Sync
from support.sandbox.airweave.app.sync import SyncRun
from support.sandbox.airweave.sabotage import titles
from support.sandbox.airweave.sabotage.catalogue import CATALOGUE
from support.sandbox.airweave.sabotage.syncing import Changes, is_document, reading

Context = AbstractContextManager[object]

_THIRD = 3
_TIME_TO_MEET_S = 1.5


@CATALOGUE.sabotage(
    "A file can be edited once; whatever is changed later stays as it was.",
    caught_by=titles.HISTORY,
    at=titles.AS_GOOD_AS_NEW,
    diagnosis=r"expected revision \d; search shows revision \d(?s:.*)That is seen after",
    takes_long=True,
)
def second_edits_ignored() -> Context:
    original, updates = SyncRun._write, Counter[str]()

    def write(run: SyncRun, inserted: list[Entity], updated: list[Entity]) -> None:
        fresh = [one for one in updated if not updates[f"{run._sync.id} {one.entity_id}"]]
        updates.update(f"{run._sync.id} {one.entity_id}" for one in updated if is_document(one))
        original(run, inserted, fresh)

    return patch.object(SyncRun, "_write", write)


@CATALOGUE.sabotage(
    "A file that was deleted and comes back says what it said before.",
    caught_by=titles.HISTORY,
    at=titles.AS_GOOD_AS_NEW,
    diagnosis=r"expected revision \d; search shows (revision \d|never|without)(?s:.*)is seen after",
)
def files_come_back_as_they_were() -> Context:
    first: dict[str, str] = {}

    def as_before(run: SyncRun, changes: Changes) -> Changes:
        for item in changes:
            key = f"{run._sync.id} {item.entity_id}"
            is_new = item.entity_id not in run._sync.known
            if isinstance(item, Entity) and is_document(item) and is_new:
                yield replace(item, text=first.setdefault(key, item.text))
            else:
                yield item

    return reading(as_before)


@CATALOGUE.sabotage(
    "A folder that was emptied and filled again is not there any more.",
    caught_by=titles.HISTORY,
    at=titles.AS_GOOD_AS_NEW,
    diagnosis=r"The collection does not hold [^ ]+, in which(?s:.*)That is seen after",
)
def folders_never_come_back() -> Context:
    gone: set[str] = set()

    def without_returned(run: SyncRun, changes: Changes) -> Changes:
        for item in changes:
            key = f"{run._sync.id} {item.entity_id}"
            if isinstance(item, Deletion):
                gone.add(key)
            if isinstance(item, Deletion) or is_document(item) or key not in gone:
                yield item

    return reading(without_returned)


@CATALOGUE.sabotage(
    "A sync that runs beside another one reads no files.",
    caught_by=titles.HISTORY,
    at=titles.AS_GOOD_AS_NEW,
    diagnosis=r"expected revision \d; search shows(?s:.*)both branches at the same time",
)
@contextmanager
def overlapping_syncs_read_nothing() -> Iterator[None]:
    original, asked_for = Jobs._work, list[Job]()

    def work(jobs: Jobs, job: Job, connection: Connection, sync: Sync) -> None:
        asked_for.append(job)
        try:
            original(jobs, job, connection, sync)
        finally:
            asked_for.remove(job)

    def without_files(run: SyncRun, changes: Changes) -> Changes:
        run._job.cancelled.wait(_TIME_TO_MEET_S)
        is_later = bool(run._sync.known) and len(asked_for) > 1
        for item in changes:
            if not (is_later and is_document(item)):
                yield item

    with patch.object(Jobs, "_work", work), reading(without_files):
        yield


@CATALOGUE.sabotage(
    "Every third sync of a connection overlooks what was deleted.",
    caught_by=titles.HISTORY,
    at=titles.AS_GOOD_AS_NEW,
    diagnosis=r"expected absent; search shows revision \d(?s:.*)That is seen after",
)
@contextmanager
def every_third_sync_deletes_nothing() -> Iterator[None]:
    runs, original = Counter[object](), SyncRun._delete

    def counted(run: SyncRun, changes: Changes) -> Changes:
        runs[run._sync.id] += 1
        return changes

    def delete(run: SyncRun, ids: set[str]) -> None:
        if runs[run._sync.id] % _THIRD:
            original(run, ids)

    with reading(counted), patch.object(SyncRun, "_delete", delete):
        yield


@CATALOGUE.sabotage(
    "A later sync reads no more than three files, however many have changed.",
    caught_by=titles.HISTORY,
    at=titles.AS_GOOD_AS_NEW,
    diagnosis=r"expected revision \d; search shows absent(?s:.*)That is seen after",
)
def later_syncs_read_three_files() -> Context:
    def up_to_three(run: SyncRun, changes: Changes) -> Changes:
        files, later = 0, bool(run._sync.known)
        for item in changes:
            files += is_document(item)
            if not (later and is_document(item) and files > _THIRD):
                yield item

    return reading(up_to_three)
