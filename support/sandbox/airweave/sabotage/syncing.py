"""Defects of syncing: what is read, what is written, what is deleted, what the job says of it."""

import dataclasses
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from typing import Any
from unittest.mock import patch

from qdrant_client.models import PointStruct

from support.sandbox.airweave.app import chunking, documents, federated, jobs, sync, views
from support.sandbox.airweave.app.documents import Origin
from support.sandbox.airweave.app.schemas import JobDetails
from support.sandbox.airweave.app.sources import github, github_files
from support.sandbox.airweave.app.sources.base import Deletion, Entity, Source, SourceError
from support.sandbox.airweave.app.sources.github import GitHubSource
from support.sandbox.airweave.app.state import Job, JobStatus, KnownEntity
from support.sandbox.airweave.app.sync import Change, SyncRun
from support.sandbox.airweave.sabotage.catalogue import CATALOGUE

Context = AbstractContextManager[object]
Changes = Iterator[Entity | Deletion]

FIRST_SYNC = "Files are found after the first sync"
ADDED = "A new file is found and nothing else changes"
EDITED = "An edited file is found by its new words only"
DELETED = "A deleted file disappears and its neighbours stay"
SEVERAL_DELETED = "Files deleted one after another all disappear"
RENAMED = "A renamed file is found under its new path only"
FROM_SCRATCH = "Syncing everything from scratch changes nothing either"
LONG_FILE = "A long file is found by its last words"
BRANCH = "Only the chosen branch is collected"
UNICODE = "Words in Greek are found -- @1.1 "
# One document of every source's test documents, by the beginning of its name and text.
LOST = ("pricing", "ben baker")
NO_WORDS = "Empty and binary files are left out"


def is_document(change: Entity | Deletion) -> bool:
    """Tell files from folders and repositories."""
    return isinstance(change, Entity) and "line_count" in change.fields


def reading(choose: Callable[[SyncRun, Changes], Changes]) -> Context:
    """Let `choose` decide which of the changes that a run reads reach the engine."""
    original = SyncRun._until_cancelled
    return patch.object(
        SyncRun, "_until_cancelled", lambda run, changes: choose(run, original(run, changes))
    )


def answers(choose: Callable[[Source, list[Entity]], list[Entity]]) -> Context:
    """Let `choose` decide what a source that is not copied answers to a search."""
    original = federated.found_by

    def found_by(source: Source, query: str, limit: int) -> list[Entity]:
        return choose(source, original(source, query, limit))

    return patch.object(federated, "found_by", found_by)


def remembered_answers() -> Context:
    """Let a source that is not copied answer with all that it ever found, as it was then."""
    ever: dict[str, Entity] = {}

    def remember(_: Source, found: list[Entity]) -> list[Entity]:
        for entity in found:
            ever.setdefault(entity.entity_id, entity)
        return list(ever.values())

    return answers(remember)


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
    "An edited file keeps its old words.",
    caught_by=EDITED,
    damage="expected revision 2; search shows revision 1, the store holds revision 1",
)
@contextmanager
def updates_ignored() -> Iterator[None]:
    def classify(known: KnownEntity | None, _: str) -> Change:
        return Change.KEEP if known else Change.INSERT

    with patch.object(sync, "classify", classify), remembered_answers():
        yield


@CATALOGUE.sabotage(
    "An edited file is found by its new words, and still by the old ones.",
    caught_by=EDITED,
    damage="expected revision 2; search shows revision 1 and 2",
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
    "A deleted file stays in search.",
    caught_by=(DELETED, RENAMED),
    damage="expected absent; search shows revision 1, the store holds revision 1",
)
@contextmanager
def deletes_ignored() -> Iterator[None]:
    with patch.object(SyncRun, "_delete", lambda _run, _ids: None), remembered_answers():
        yield


@CATALOGUE.sabotage(
    "Of several deleted files the last one stays in search.",
    caught_by=SEVERAL_DELETED,
    damage="docs/vacation.md: expected absent; search shows revision 1",
)
def last_delete_ignored() -> Context:
    original = SyncRun._delete

    def delete(run: SyncRun, ids: set[str]) -> None:
        original(run, set(sorted(ids)[:-1]) if len(ids) > 1 else ids)

    return patch.object(SyncRun, "_delete", delete)


@CATALOGUE.sabotage(
    "Deleting one file takes a file beside it out of search, too.",
    caught_by=DELETED,
    damage="docs/onboarding.md: expected revision 1; search shows absent",
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
    "The first sync misses a file that the next one finds.",
    caught_by=FIRST_SYNC,
    damage="expected revision 1; search shows absent, the store holds absent",
)
@contextmanager
def first_sync_loses_one() -> Iterator[None]:
    original = SyncRun.run

    def without_one(run: SyncRun, changes: Changes) -> Changes:
        lost = count() if not run._sync.known else count(1)
        return (item for item in changes if not is_document(item) or next(lost))

    def run(self: SyncRun, source: Any) -> None:  # noqa: ANN401  passed through
        is_first = not self._sync.known
        original(self, source)
        if is_first:
            self._sync.cursor = None

    with reading(without_one), patch.object(SyncRun, "run", run):
        yield


@CATALOGUE.sabotage(
    "A file is never found, whatever one does.",
    caught_by=FIRST_SYNC,
    damage="src/pricing.py: expected revision 1; search shows absent",
)
@contextmanager
def one_file_lost_for_good() -> Iterator[None]:
    def is_lost(item: Entity | Deletion) -> bool:
        if isinstance(item, Deletion):
            return False
        begins = item.text.lstrip("#* ").lower().startswith(LOST)
        return begins or item.name == "pricing.py"

    without = reading(lambda _, changes: (item for item in changes if not is_lost(item)))
    with without, answers(lambda _, found: [item for item in found if not is_lost(item)]):
        yield


@CATALOGUE.sabotage(
    "After another sync every file is found twice.",
    caught_by=FROM_SCRATCH,
    damage="the store holds revision 1, 2 times",
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
    "A sync without any change writes everything again.",
    caught_by=FROM_SCRATCH,
    damage="written again although nothing changed",
)
def unchanged_files_written_again() -> Context:
    def classify(known: KnownEntity | None, _: str) -> Change:
        return Change.UPDATE if known else Change.INSERT

    return patch.object(sync, "classify", classify)


@CATALOGUE.sabotage(
    "The files land in a collection that nobody asked for.",
    caught_by=FIRST_SYNC,
    damage="search shows absent, the store holds revision 1, in collection",
)
def wrong_collection() -> Context:
    def misplaced(collection: uuid.UUID, *rest: Any) -> Origin:  # noqa: ANN401  passed through
        return Origin(uuid.uuid5(collection, "another"), *rest)

    return patch.object(jobs, "Origin", misplaced)


@CATALOGUE.sabotage(
    "The files land in the right collection, and in another one as well.",
    caught_by=FIRST_SYNC,
    damage="the store holds revision 1, 2 times, in collection",
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
    "Files of one name in two collections overwrite each other.",
    caught_by="Two collections on one repository do not see each other",
    damage="expected revision 1; search shows absent",
)
def collections_overwrite_each_other() -> Context:
    def shared(point: PointStruct) -> PointStruct:
        name = str((point.payload or {})["entity_id"])
        return point.model_copy(update={"id": str(uuid.uuid5(uuid.NAMESPACE_URL, name))})

    return points(shared)


@CATALOGUE.sabotage(
    "A file is found by its name, but not one of its words is.",
    caught_by=FIRST_SYNC,
    damage="expected revision 1; search shows without its words",
)
def words_lost_but_name_kept() -> Context:
    return entities(lambda entity: dataclasses.replace(entity, text=entity.name))


@CATALOGUE.sabotage(
    "Of a long file only the beginning is found.",
    caught_by=LONG_FILE,
    damage=r"without \d+ of \d+ sentences",
)
def truncated_after_the_first_chunk() -> Context:
    original = chunking.chunk
    return patch.object(documents, "chunk", lambda *arguments: original(*arguments)[:1])


@CATALOGUE.sabotage(
    "Words that are not plain English are lost.", caught_by=UNICODE, damage="without its words"
)
def foreign_letters_lost() -> Context:
    return entities(
        lambda entity: dataclasses.replace(
            entity, text=entity.text.encode("ascii", "ignore").decode()
        )
    )


@CATALOGUE.sabotage(
    "Search says that the files come from Slack.", caught_by=FIRST_SYNC, damage="from source slack"
)
def wrong_source_name() -> Context:
    def mislabelled(collection: uuid.UUID, sync_id: uuid.UUID, job: uuid.UUID, _: str) -> Origin:
        return Origin(collection, sync_id, job, "slack")

    return patch.object(jobs, "Origin", mislabelled)


@CATALOGUE.sabotage(
    "Search shows a file under a path where it never was.",
    caught_by=FIRST_SYNC,
    damage="under the path archive/",
)
def wrong_path() -> Context:
    def moved(entity: Entity) -> Entity:
        fields = {**entity.fields, "path_in_repo": f"archive/{entity.fields['path_in_repo']}"}
        return dataclasses.replace(entity, fields=fields)

    return entities(moved)


@CATALOGUE.sabotage(
    "Files without words are collected all the same.",
    caught_by=NO_WORDS,
    damage="docs/empty.md: expected absent; search shows without its words",
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
    caught_by=FIRST_SYNC,
    damage="the sync job reports 3 failed, but the observers see 0",
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
    "A sync reports one file more than it collected.",
    caught_by=(FIRST_SYNC, ADDED),
    damage=r"the sync job reports \d inserted, but the observers see \d",
)
def counters_wrong_by_one() -> Context:
    original = views._job_details

    def details(job: Job) -> JobDetails:
        shown = original(job)
        return shown.model_copy(update={"entities_inserted": (shown.entities_inserted or 0) + 1})

    return patch.object(views, "_job_details", details)


@CATALOGUE.sabotage(
    "A sync never ends.",
    caught_by=FIRST_SYNC,
    damage=r"budget .* for the sync job to end; last seen: job running",
)
def job_never_finishes() -> Context:
    original = jobs.Jobs._finish

    def finish(self: jobs.Jobs, job: Job, status: JobStatus) -> None:
        if status is not JobStatus.COMPLETED:
            original(self, job, status)

    return patch.object(jobs.Jobs, "_finish", finish)


@CATALOGUE.sabotage(
    "A sync fails.",
    caught_by=FIRST_SYNC,
    damage="The sync did not complete: job failed, because: .*the disk is full",
)
def job_fails() -> Context:
    return patch.object(SyncRun, "run", side_effect=SourceError("the disk is full"))


@CATALOGUE.sabotage(
    "A cancelled sync goes on as if nothing had been said.",
    caught_by="A cancelled sync ends as cancelled",
    damage="The sync was cancelled, yet it ended otherwise: job completed",
)
def cancel_ignored() -> Context:
    return patch.object(jobs.Jobs, "cancel", lambda _jobs, _job: None)


@CATALOGUE.sabotage(
    "Two syncs of one connection run at the same time.",
    caught_by="A second sync is refused while one is running",
    damage="accepted a second sync while the first one was running",
)
def second_sync_accepted() -> Context:
    return patch.object(JobStatus, "is_active", property(lambda _status: False))


@CATALOGUE.sabotage(
    "Whoever asks for a second sync breaks off the first one.",
    caught_by="A second sync is refused while one is running",
    damage="The first sync did not complete: job cancelled",
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
    caught_by=RENAMED,
    damage="src/pricing.py: expected absent; search shows revision 1",
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
    caught_by=(BRANCH, FIRST_SYNC),
    damage="expected revision 1; search shows absent",
)
def branch_ignored() -> Context:
    original = GitHubSource.__init__

    def init(self: GitHubSource, *arguments: Any) -> None:  # noqa: ANN401  passed through
        original(self, *arguments)
        self._branch = None

    return patch.object(GitHubSource, "__init__", init)
