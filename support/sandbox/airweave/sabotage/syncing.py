"""Defects of syncing: what is read, what is written, what is deleted, what the job says of it."""

import dataclasses
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any
from unittest.mock import patch

from qdrant_client.models import PointStruct, ScoredPoint

from support.sandbox.airweave.app import chunking, documents, federated, jobs, sync, views
from support.sandbox.airweave.app.documents import Origin, content_hash
from support.sandbox.airweave.app.jobs import Engines
from support.sandbox.airweave.app.scheduler import Scheduler
from support.sandbox.airweave.app.schemas import JobDetails
from support.sandbox.airweave.app.sources import github, github_files
from support.sandbox.airweave.app.sources.base import (
    Deletion,
    Entity,
    Reading,
    Source,
    SourceError,
)
from support.sandbox.airweave.app.sources.github import GitHubSource
from support.sandbox.airweave.app.sources.slack import SlackSource
from support.sandbox.airweave.app.state import Connection, Job, JobStatus, KnownEntity
from support.sandbox.airweave.app.sync import Change, SyncRun
from support.sandbox.airweave.sabotage import titles
from support.sandbox.airweave.sabotage.catalogue import CATALOGUE
from support.sandbox.airweave.sabotage.titles import NEW, STALE, STILL, UNCOUNTED

Context = AbstractContextManager[object]
Changes = Iterator[Entity | Deletion]
Search = Callable[[Source, str, int], list[Entity]]

# One of every source's test documents, by the beginning of its name and text.
_DROPPED = ("pricing", "ben baker")
_PAGE = 1000


def is_document(change: Entity | Deletion) -> bool:
    """Tell files from folders and repositories."""
    return isinstance(change, Entity) and "line_count" in change.fields


def reading(choose: Callable[[SyncRun, Changes], Changes]) -> Context:
    """Let `choose` decide which of the changes that a run reads reach the engine."""
    original = SyncRun._until_cancelled
    return patch.object(
        SyncRun, "_until_cancelled", lambda run, changes: choose(run, original(run, changes))
    )


def answers(choose: Callable[[list[Entity]], list[Entity]]) -> Context:
    """Let `choose` decide what a source that is not copied answers to a search."""
    original = federated.found_by
    return patch.object(federated, "found_by", lambda *arguments: choose(original(*arguments)))


def remembered_answers() -> Context:
    """Let a source that is not copied answer to the same words as it did at first."""
    return patch.object(federated, "found_by", cached_by_words(federated.found_by))


def cached_by_words(search: Search) -> Search:
    """Return a search that asks for the same words but once."""
    first: dict[str, list[Entity]] = {}

    def found_by(source: Source, query: str, limit: int) -> list[Entity]:
        if query not in first:
            first[query] = search(source, query, limit)
        return first[query]

    return found_by


def messages(source: Source, kind: str) -> Iterator[dict[str, Any]]:
    """Yield the messages of all channels of a kind, whoever is in them."""
    assert isinstance(source, SlackSource), "no other source is asked at every search"
    wanted = {"types": kind, "exclude_archived": True, "limit": 1000}
    for channel in source._api.post("api/conversations.list", wanted)["channels"]:
        history = source._api.post("api/conversations.history", {"channel": channel["id"]})
        for message in history["messages"]:
            yield message | {"channel": channel}


def without(is_dropped: Callable[[Entity], bool]) -> Context:
    """Let no sync read these entities."""
    return reading(
        lambda _, changes: (
            item for item in changes if isinstance(item, Deletion) or not is_dropped(item)
        )
    )


def points(change: Callable[[PointStruct], PointStruct]) -> Context:
    """Change every point before it is written."""
    original = documents.points_of

    def changed(*arguments: Any) -> Iterator[PointStruct]:  # noqa: ANN401  passed through
        return map(change, original(*arguments))

    return patch.object(sync, "points_of", changed)


def renewed(point: PointStruct) -> PointStruct:
    """Give a point an id of its own, so that it replaces no other."""
    return point.model_copy(update={"id": str(uuid.uuid4())})


def with_payload(point: PointStruct, **fields: object) -> PointStruct:
    """Return the point with other fields."""
    return point.model_copy(update={"payload": (point.payload or {}) | fields})


def entities(change: Callable[[Entity], Entity]) -> Context:
    """Change every file as it is read."""
    return reading(
        lambda _, changes: (
            change(item) if isinstance(item, Entity) and is_document(item) else item
            for item in changes
        )
    )


@CATALOGUE.sabotage(
    "What is new in a source after the first sync is never found.",
    caught_by=(titles.ADDED, titles.FILE_ADDED, titles.LIFE, titles.MESSAGE_ADDED),
    at=titles.CHANGED,
    diagnosis=rf"([\w/]*[Ss]ecurity[.\w]*|Release date|Dora Dean): {NEW} {UNCOUNTED}{STILL}",
)
@contextmanager
def additions_ignored() -> Iterator[None]:
    original = federated._hits
    there: dict[uuid.UUID, set[object]] = {}

    def old_hits(engines: Engines, connection: Connection, *rest: Any) -> Iterator[ScoredPoint]:  # noqa: ANN401
        if connection.id not in there:
            source = engines.open(connection.source, connection.auth, connection.config)
            there[connection.id] = {one["ts"] for one in messages(source, "public_channel")}
        for hit in original(engines, connection, *rest):
            if (hit.payload or {})["ts"] in there[connection.id]:
                yield hit

    def known(run: SyncRun, changes: Changes) -> Changes:
        before = frozenset(run._sync.known)
        return (item for item in changes if not before or item.entity_id in before)

    with reading(known), patch.object(federated, "_hits", old_hits):
        yield


@CATALOGUE.sabotage(
    "An edited document keeps its old words.",
    caught_by=(titles.EDITED, titles.FILE_EDITED, titles.LIFE, titles.MESSAGE_EDITED),
    at=titles.CHANGED,
    diagnosis=f"expected revision 2; {STALE}",
)
@contextmanager
def updates_ignored() -> Iterator[None]:
    def classify(known: KnownEntity | None, _: str) -> Change:
        return Change.KEEP if known else Change.INSERT

    with patch.object(sync, "classify", classify), remembered_answers():
        yield


@CATALOGUE.sabotage(
    "An edited file is found by its new words, and still by the old ones.",
    caught_by=titles.FILE_EDITED,
    at=titles.CHANGED,
    diagnosis="docs/onboarding.md: expected revision 2; search shows revision 1 and 2",
)
@contextmanager
def old_words_kept() -> Iterator[None]:
    original = SyncRun._write

    def write(run: SyncRun, inserted: list[Entity], updated: list[Entity]) -> None:
        with patch.object(run, "_remove"):
            original(run, inserted, updated)

    with points(renewed), patch.object(SyncRun, "_write", write):
        yield


@CATALOGUE.sabotage(
    "A deleted document stays in search.",
    caught_by=(
        titles.DELETED,
        titles.FILE_DELETED,
        titles.FILE_RENAMED,
        titles.LIFE,
        titles.MAIL_TRASHED,
        titles.MAIL_UNLABELLED,
        titles.MOVED_OUT,
        titles.FILE_TRASHED,
        titles.ARCHIVED,
        titles.PUT_AWAY,
        titles.TRUNCATED,
        titles.OBJECT_DELETED,
        titles.MESSAGE_DELETED,
    ),
    at=titles.CHANGED,
    diagnosis=f"expected absent; {STALE}",
)
@contextmanager
def deletes_ignored() -> Iterator[None]:
    with patch.object(SyncRun, "_delete", lambda _run, _ids: None), remembered_answers():
        yield


@CATALOGUE.sabotage(
    "Of several deleted files the last one stays in search.",
    caught_by=titles.FILES_DELETED,
    at=titles.CHANGED,
    diagnosis="docs/vacation.md: expected absent; search shows revision 1(?s:.*)deleted 1",
)
def last_delete_ignored() -> Context:
    original = SyncRun._delete

    def delete(run: SyncRun, ids: set[str]) -> None:
        original(run, set(sorted(ids)[:-1]) if len(ids) > 1 else ids)

    return patch.object(SyncRun, "_delete", delete)


@CATALOGUE.sabotage(
    "Deleting one file takes a file beside it out of search, too.",
    caught_by=titles.FILE_DELETED,
    at=titles.CHANGED,
    diagnosis="docs/onboarding.md: expected revision 1; search shows absent",
)
def delete_drops_a_sibling() -> Context:
    original = SyncRun._delete

    def delete(run: SyncRun, ids: set[str]) -> None:
        original(run, ids)
        folders = {entity.rpartition("/")[0] for entity in ids}
        siblings = [e for e in run._sync.known if e.rpartition("/")[0] in folders]
        run._remove(set(siblings[:1]))

    return patch.object(SyncRun, "_delete", delete)


@CATALOGUE.sabotage(
    "A file that comes back after it was deleted stays gone.",
    caught_by=titles.FILE_BACK,
    at=titles.CHANGED,
    diagnosis=r"src/pricing.py: expected revision 2; search shows absent" + STILL,
)
def deletion_is_for_ever() -> Context:
    ever: set[str] = set()

    def without_deleted(run: SyncRun, changes: Changes) -> Changes:
        for item in changes:
            if isinstance(item, Deletion):
                ever.add(f"{run._sync.id} {item.entity_id}")
            if isinstance(item, Deletion) or f"{run._sync.id} {item.entity_id}" not in ever:
                yield item

    return reading(without_deleted)


@CATALOGUE.sabotage(
    "The first sync misses a file that the next one finds.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis=rf"src/pricing.py: {NEW} {UNCOUNTED}",
)
@contextmanager
def first_sync_loses_one() -> Iterator[None]:
    original = SyncRun.run

    def without_one(run: SyncRun, changes: Changes) -> Changes:
        missed = count() if not run._sync.known else count(1)
        return (item for item in changes if not is_document(item) or next(missed))

    def run(self: SyncRun, source: Any) -> None:  # noqa: ANN401  passed through
        is_first = not self._sync.known
        original(self, source)
        if is_first:
            self._sync.cursor = None

    with reading(without_one), patch.object(SyncRun, "run", run):
        yield


@CATALOGUE.sabotage(
    "A document is never found, whatever one does.",
    caught_by=(titles.FOUND, titles.FIRST_SYNC, titles.PRIVATE),
    at=titles.FINDS,
    diagnosis=rf"([Pp]ricing[.\w]*|Ben Baker): {NEW} {UNCOUNTED}",
)
@contextmanager
def one_file_lost_for_good() -> Iterator[None]:
    def is_dropped(item: Entity) -> bool:
        begins = item.text.lstrip("#* ").lower().startswith(_DROPPED)
        return begins or item.name == "pricing.py"

    with (
        without(is_dropped),
        answers(lambda found: [item for item in found if not is_dropped(item)]),
    ):
        yield


@CATALOGUE.sabotage(
    "After another sync every file is found twice.",
    caught_by=titles.FROM_SCRATCH,
    at=titles.UNCHANGED,
    diagnosis="docs/onboarding.md: expected revision 1; written again although nothing changed",
)
def duplicates_after_a_resync() -> Context:
    original = SyncRun._apply

    def apply(run: SyncRun, batch: list[Entity | Deletion]) -> None:
        known = set(run._sync.known)
        original(run, batch)
        again = [e for e in batch if isinstance(e, Entity) and e.entity_id in known]
        for entity in again:
            pieces = documents.points_of(entity, run._origin, run._embedder)
            run._store.insert([renewed(point) for point in pieces])

    return patch.object(SyncRun, "_apply", apply)


@CATALOGUE.sabotage(
    "A file counts as unchanged as long as it begins as it did.",
    caught_by=titles.NEW_END,
    at=titles.NEW_LAST_WORDS,
    diagnosis="`docs/history.md` ends with '.*', yet search brings it without these words" + STILL,
)
def only_beginnings_compared() -> Context:
    return patch.object(
        sync,
        "content_hash",
        lambda entity: content_hash(replace(entity, text=entity.text[:1000], fields={})),
    )


@CATALOGUE.sabotage(
    "A sync without any change writes everything again.",
    caught_by=(titles.IDLE, titles.FROM_SCRATCH, titles.WRITES_NOTHING),
    at={
        titles.IDLE: titles.UNCHANGED,
        titles.FROM_SCRATCH: titles.UNCHANGED,
        titles.WRITES_NOTHING: titles.WROTE_NOTHING,
    },
    diagnosis="written again (although nothing changed|by the sync: acceptance)"
    "|reports 1 updated, but the observers see 1",
)
def unchanged_files_written_again() -> Context:
    def classify(known: KnownEntity | None, _: str) -> Change:
        return Change.UPDATE if known else Change.INSERT

    def read_everything(source: Source, *_: object) -> Reading:
        return source.full()

    return patch.multiple(sync, classify=classify, open_reading=read_everything)


@CATALOGUE.sabotage(
    "The files land in a collection that nobody asked for.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="docs/onboarding.md: expected revision 1; the store holds revision 1, in collection",
)
def wrong_collection() -> Context:
    def misplaced(collection: uuid.UUID, *rest: Any) -> Origin:  # noqa: ANN401  passed through
        return Origin(uuid.uuid5(collection, "another"), *rest)

    return patch.object(jobs, "Origin", misplaced)


@CATALOGUE.sabotage(
    "The files land in the right collection, and in another one as well.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="docs/onboarding.md: .*the store holds revision 1, 2 times, in collection",
    store_only=True,
)
def leak_into_another_collection() -> Context:
    original = documents.points_of

    def twice(*arguments: Any) -> Iterator[PointStruct]:  # noqa: ANN401  passed through
        for point in original(*arguments):
            yield point
            yield with_payload(renewed(point), airweave_collection_id=str(uuid.uuid4()))

    return patch.object(sync, "points_of", twice)


@CATALOGUE.sabotage(
    "What has the same name in two collections overwrites each other, folders and all.",
    caught_by=titles.TWO_BRANCHES,
    at=titles.BOTH,
    diagnosis="docs/onboarding.md: expected revision 1; search shows absent" + STILL,
    releases=("2026-04",),
)
def shared_document_ids() -> Context:
    def shared(point: PointStruct) -> PointStruct:
        name = str((point.payload or {})["entity_id"])
        return point.model_copy(update={"id": str(uuid.uuid5(uuid.NAMESPACE_URL, name))})

    return points(shared)


@CATALOGUE.sabotage(
    "A file is found by its name, but not one of its words is.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="docs/onboarding.md: expected revision 1; search shows without its words",
)
def words_lost_but_name_kept() -> Context:
    return entities(lambda entity: dataclasses.replace(entity, text=entity.name))


@CATALOGUE.sabotage(
    "Of a long file only the beginning is found.",
    caught_by=titles.LONG_FILE,
    at=titles.LAST_WORDS,
    diagnosis=r"docs/history.md: expected revision 1; search shows revision 1 without \d+ of 800",
)
def truncated_after_the_first_chunk() -> Context:
    original = chunking.chunk
    return patch.object(documents, "chunk", lambda *arguments: original(*arguments)[:1])


@CATALOGUE.sabotage(
    "Words that are not plain English are dropped.",
    caught_by=titles.LANGUAGES,
    at=titles.FINDS,
    diagnosis=r"docs/[^a-z].+: expected revision 1; search shows .*without (its words|\d+ of 14)",
)
def foreign_letters_lost() -> Context:
    return entities(
        lambda entity: dataclasses.replace(
            entity, text=entity.text.encode("ascii", "ignore").decode()
        )
    )


@CATALOGUE.sabotage(
    "A file whose name holds a character of addresses is left out.",
    caught_by=titles.NAMES,
    at=titles.FINDS,
    diagnosis=rf"docs/.+[#%?].*: {NEW} {UNCOUNTED}",
)
def special_names_left_out() -> Context:
    return without(lambda entity: any(mark in entity.name for mark in "#%?"))


@CATALOGUE.sabotage(
    "Search says that the files come from Slack.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="docs/onboarding.md: .*revision 1, from source slack",
)
def wrong_source_name() -> Context:
    def mislabelled(collection: uuid.UUID, sync_id: uuid.UUID, job: uuid.UUID, _: str) -> Origin:
        return Origin(collection, sync_id, job, "slack")

    return patch.object(jobs, "Origin", mislabelled)


@CATALOGUE.sabotage(
    "Search shows a file under a path where it never was.",
    caught_by=(titles.FIRST_SYNC, titles.NESTED),
    at=titles.FINDS,
    diagnosis="search shows revision 1, under the path archive/",
)
def wrong_path() -> Context:
    def moved(entity: Entity) -> Entity:
        path = str(entity.fields["path_in_repo"])
        place = str(entity.fields["full_path"]).removesuffix(path)
        moved = {"path_in_repo": f"archive/{path}", "full_path": f"{place}archive/{path}"}
        return dataclasses.replace(entity, fields={**entity.fields, **moved})

    return entities(moved)


@CATALOGUE.sabotage(
    "Files without words are collected all the same.",
    caught_by=titles.NO_WORDS,
    at=titles.EXACTLY,
    diagnosis="docs/empty.md: expected absent; search shows without its words",
)
@contextmanager
def empty_files_collected() -> Iterator[None]:
    original = github_files.is_selected

    def is_selected(path: str, size: int) -> bool:
        return original(path, size or 1)

    with (
        patch.object(github, "is_selected", is_selected),
        patch.object(github, "decode", bytes.decode),
    ):
        yield


@CATALOGUE.sabotage(
    "A sync says that it completed, though files failed.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="is in the source and the sync counts 3 as failed, yet search does not find it",
)
def completed_though_files_failed() -> Context:
    def fail_documents(run: SyncRun, changes: Changes) -> Changes:
        for item in changes:
            if is_document(item):
                run._job.counts.failed += 1
            else:
                yield item

    return reading(fail_documents)


@CATALOGUE.sabotage(
    "A sync reports one document more than it collected.",
    caught_by=(titles.FIRST_SYNC, titles.ROWS, titles.OBJECTS),
    at={
        titles.FIRST_SYNC: titles.FINDS,
        titles.ROWS: "the collection holds 10000 rows",
        titles.OBJECTS: "the collection holds 1050 objects",
    },
    diagnosis=r"All \d documents are as they should be, but:\n- the sync job reports \d inserted"
    r"|There are 10?0[05]0 documents in the source: the job reports 10?0[05][01]\b",
    takes_long=True,
)
def counters_wrong_by_one() -> Context:
    original = views._job_details

    def details(job: Job) -> JobDetails:
        shown = original(job)
        return shown.model_copy(update={"entities_inserted": (shown.entities_inserted or 0) + 1})

    return patch.object(views, "_job_details", details)


@CATALOGUE.sabotage(
    "Of a long list only the first page is collected.",
    caught_by=(titles.ROWS, titles.OBJECTS),
    at={
        titles.ROWS: "the collection holds 10000 rows",
        titles.OBJECTS: "the collection holds 1050 objects",
    },
    diagnosis=r"There are \d+ documents in the source: the job reports 1000\b",
)
def only_the_first_page_read() -> Context:
    def first_page(_: SyncRun, changes: Changes) -> Changes:
        return (item for number, item in enumerate(changes) if number < _PAGE)

    return reading(first_page)


@CATALOGUE.sabotage(
    "Of a long list all is collected, but beyond the first page names without words.",
    caught_by=(titles.ROWS, titles.OBJECTS),
    at={
        titles.ROWS: "the collection holds 10000 rows",
        titles.OBJECTS: "the collection holds 1050 objects",
    },
    diagnosis=r"\d+ of 10?0[05]0 documents: expected revision 1, the store holds without its words",
)
def words_of_the_first_page_only() -> Context:
    def shortened(_: SyncRun, changes: Changes) -> Changes:
        for number, item in enumerate(changes):
            if number < _PAGE or isinstance(item, Deletion):
                yield item
            else:
                yield dataclasses.replace(item, text=item.name)

    return reading(shortened)


@CATALOGUE.sabotage(
    "A schedule is kept and shown, but nothing ever happens.",
    caught_by=titles.SCHEDULED,
    at=titles.BY_ITSELF,
    diagnosis="A schedule is due, yet no sync begins by itself" + STILL,
)
def schedules_never_fire() -> Context:
    return patch.object(Scheduler, "look", lambda *_: None)


@CATALOGUE.sabotage(
    "What a schedule starts reads nothing.",
    caught_by=titles.SCHEDULED,
    at=titles.CHANGED,
    diagnosis=rf"docs/security.md: {NEW} {UNCOUNTED}",
)
@contextmanager
def scheduled_syncs_read_nothing() -> Iterator[None]:
    original, scheduled = Scheduler.look, set[object]()

    def look(self: Scheduler, moment: datetime) -> None:
        scheduled.update(one.sync.id for one in self._state.scheduled() if one.sync)
        original(self, moment)

    def unless_scheduled(run: SyncRun, changes: Changes) -> Changes:
        if run._sync.id not in scheduled:
            yield from changes

    with patch.object(Scheduler, "look", look), reading(unless_scheduled):
        yield


@CATALOGUE.sabotage(
    "A sync never ends.",
    caught_by=titles.FIRST_SYNC,
    at=titles.SYNCS,
    diagnosis=r"in vain for the sync job to end; last seen: job running \(inserted 8,",
)
def job_never_finishes() -> Context:
    original = jobs.Jobs._finish

    def finish(self: jobs.Jobs, job: Job, status: JobStatus) -> None:
        if status is not JobStatus.COMPLETED:
            original(self, job, status)

    return patch.object(jobs.Jobs, "_finish", finish)


@CATALOGUE.sabotage(
    "A sync fails.",
    caught_by=titles.FIRST_SYNC,
    at=titles.SYNCS,
    diagnosis="The sync did not complete: job failed, because: .*the disk is full",
)
def job_fails() -> Context:
    return patch.object(SyncRun, "run", side_effect=SourceError("the disk is full"))


@CATALOGUE.sabotage(
    "A cancelled sync goes on as if nothing had been said.",
    caught_by=titles.CANCELLED,
    at=titles.ENDS,
    diagnosis="should have ended as cancelled, but ended otherwise: job completed",
)
def cancel_ignored() -> Context:
    return patch.object(jobs.Jobs, "cancel", lambda _jobs, _job: None)


@CATALOGUE.sabotage(
    "A sync that was cancelled late never ends, and no other can be started.",
    caught_by=(titles.CANCELLED, titles.AFTER_CANCELLED),
    at={titles.CANCELLED: titles.ENDS, titles.AFTER_CANCELLED: titles.SYNCS},
    diagnosis="in vain for the sync job to end; last seen: job cancelling",
    releases=("2026-04",),
)
def late_cancel_stuck() -> Context:
    original = jobs.Jobs._finish

    def finish(self: jobs.Jobs, job: Job, status: JobStatus) -> None:
        if job.status is not JobStatus.CANCELLING:
            original(self, job, status)

    return patch.object(jobs.Jobs, "_finish", finish)


@CATALOGUE.sabotage(
    "What was new when a sync was cancelled is not made up for by the next one.",
    caught_by=titles.AFTER_CANCELLED,
    at=titles.CHANGED,
    diagnosis="docs/security.md: expected revision 1; search shows absent" + STILL,
)
@contextmanager
def cancelled_sync_counts_as_done() -> Iterator[None]:
    cancel, original = jobs.Jobs.cancel, SyncRun.run
    cancelled: set[uuid.UUID] = set()

    def note(self: jobs.Jobs, job: Job) -> None:
        cancel(self, job)
        cancelled.add(job.connection_id)

    def run(self: SyncRun, source: Source) -> None:
        if self._job.connection_id not in cancelled:
            original(self, source)

    with patch.object(jobs.Jobs, "cancel", note), patch.object(SyncRun, "run", run):
        yield


@CATALOGUE.sabotage(
    "Two syncs of one connection run at the same time.",
    caught_by=titles.SECOND_SYNC,
    at=titles.ALREADY,
    diagnosis="accepted a second sync while the first one was running",
)
def second_sync_accepted() -> Context:
    return patch.object(JobStatus, "is_active", property(lambda _status: False))


@CATALOGUE.sabotage(
    "Whoever asks for a second sync breaks off the first one.",
    caught_by=titles.SECOND_SYNC,
    at=titles.FIRST_ONE,
    diagnosis="should have ended as completed, but ended otherwise: job cancelled",
)
def second_sync_stops_the_first() -> Context:
    original = jobs.Jobs.start

    def start(self: jobs.Jobs, connection: Any, *rest: Any, **options: Any) -> Job:  # noqa: ANN401
        try:
            return original(self, connection, *rest, **options)
        except jobs.AlreadyRunningError:
            self.cancel(connection.last_job)
            raise

    return patch.object(jobs.Jobs, "start", start)


@CATALOGUE.sabotage(
    "A renamed file is found under its new path and under the old one.",
    caught_by=titles.FILE_RENAMED,
    at=titles.CHANGED,
    diagnosis="src/pricing.py: expected absent; search shows revision 1(?s:.*)deleted 0",
)
def rename_leaves_the_old_path() -> Context:
    original = SyncRun._apply

    def apply(run: SyncRun, batch: list[Entity | Deletion]) -> None:
        brings_new = any(is_document(e) and e.entity_id not in run._sync.known for e in batch)
        kept = [e for e in batch if not (brings_new and isinstance(e, Deletion))]
        original(run, kept)

    return patch.object(SyncRun, "_apply", apply)


@CATALOGUE.sabotage(
    "Whatever branch is chosen, the default branch is collected.",
    caught_by=(titles.BRANCH, titles.FIRST_SYNC),
    at={titles.BRANCH: titles.EXACTLY, titles.FIRST_SYNC: titles.FINDS},
    diagnosis="acme/acceptance/README.md: expected absent; search shows never written",
)
def branch_ignored() -> Context:
    original = GitHubSource.__init__

    def init(self: GitHubSource, *arguments: Any) -> None:  # noqa: ANN401  passed through
        original(self, *arguments)
        self._branch = None

    return patch.object(GitHubSource, "__init__", init)
