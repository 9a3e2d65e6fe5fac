"""What the real connectors for GitHub are known to get wrong, in either generation."""

import logging
import re
from collections.abc import Callable, Iterator, Set
from contextlib import AbstractContextManager, contextmanager
from unittest.mock import patch

from support.sandbox.airweave.app.sources import github, github_commits, github_tree
from support.sandbox.airweave.app.sources.base import (
    Deletion,
    Entity,
    NotFoundError,
    SourceError,
)
from support.sandbox.airweave.app.sources.github import GitHubSource
from support.sandbox.airweave.app.sources.github_commits import Commit
from support.sandbox.airweave.app.sources.github_tree import Item, Snapshot, Tree
from support.sandbox.airweave.app.sources.http import VendorApi
from support.sandbox.airweave.app.sync import SyncRun
from support.sandbox.airweave.sabotage import titles
from support.sandbox.airweave.sabotage.catalogue import CATALOGUE
from support.sandbox.airweave.sabotage.syncing import is_document, without
from support.sandbox.airweave.sabotage.titles import NEW, STILL, UNCLAIMED, UNCOUNTED

Context = AbstractContextManager[object]
Change = Entity | Deletion
Paths = Set[str]
# Of Markdown, JSON and Python.
_MARKS = re.compile(r"^\s*([-#{}]|\d+\.|(def|return) )", re.MULTILINE)
_FILES_ON_A_PAGE = 300  # of a commit, as GitHub shows it
_A_LINE = 2  # and the empty one behind it
_log = logging.getLogger(__name__)


@CATALOGUE.sabotage(
    "A file that the source could not deliver at once is missing for good, and no job says so.",
    caught_by=titles.WITHHELD,
    at=titles.CHANGED,
    diagnosis="`docs/contract.md` is in the source and no sync tells of a failure, yet"
    " search does not find it and .+ does not hold it" + STILL,
    releases=("2025-08", "2026-04"),
)
def swallowed_source_errors() -> Context:
    original = GitHubSource._file_entity

    def file_entity(source: GitHubSource, snapshot: Snapshot, item: Item) -> Entity | None:
        try:
            return original(source, snapshot, item)
        except SourceError as error:
            _log.warning("Skipped %s: %s", item["path"], error)
            return None

    return patch.object(GitHubSource, "_file_entity", file_entity)


@CATALOGUE.sabotage(
    "A job counts files as deleted that came and went since the last one.",
    caught_by=titles.FILE_UNSEEN,
    at=titles.UNCHANGED,
    diagnosis="the sync job reports 1 deleted, but the observers see 0" + STILL,
    releases=("2025-08", "2026-04"),
)
def unseen_files_counted() -> Context:
    original = SyncRun._delete

    def delete(run: SyncRun, ids: set[str]) -> None:
        run._job.counts.deleted += len(ids - run._sync.known.keys())
        original(run, ids)

    return patch.object(SyncRun, "_delete", delete)


@CATALOGUE.sabotage(
    "A file whose path holds a character of addresses is asked for under another path, and lost.",
    caught_by=titles.NAMES,
    at=titles.FINDS,
    diagnosis=rf"docs/.+[#%?].*: {NEW} {UNCOUNTED}",
    releases=("2025-08", "2026-04"),
)
@contextmanager
def unquoted_paths() -> Iterator[None]:
    original = Tree.listing

    def listing(tree: Tree, directory: str) -> list[Item]:
        try:
            return original(tree, directory)
        except NotFoundError as error:
            _log.warning("Skipped %s: %s", directory, error)
            return []

    with (
        patch.object(github_tree, "quote", lambda path: path),
        patch.object(Tree, "listing", listing),
        swallowed_source_errors(),
    ):
        yield


@CATALOGUE.sabotage(
    "What could not be listed in a sync from scratch is taken out of search.",
    caught_by=titles.WITHHELD_FOLDER,
    at=titles.UNCHANGED,
    diagnosis="docs/onboarding.md: expected revision 1; search shows absent",
    releases=("2026-04",),
)
def withheld_folders_emptied() -> Context:
    original = GitHubSource._everything

    def everything(source: GitHubSource, snapshot: Snapshot) -> Iterator[Entity]:
        listing = snapshot.tree.listing

        def listed(directory: str) -> list[Item]:
            try:
                return listing(directory)
            except SourceError as error:
                _log.warning("Skipped %s: %s", directory, error)
                return []

        with patch.object(snapshot.tree, "listing", listed):
            yield from original(source, snapshot)

    return patch.object(GitHubSource, "_everything", everything)


@CATALOGUE.sabotage(
    "What the store has lost does not come back, even when everything is synced from scratch.",
    caught_by=titles.COMES_BACK,
    at=titles.WHOLE_AGAIN,
    diagnosis=rf"docs/onboarding.md: {NEW} {UNCOUNTED}",
    releases=("2026-04",),
)
def lost_chunks_not_restored() -> Context:
    return patch.object(SyncRun, "_forget_what_is_lost", lambda _run: None)


@CATALOGUE.sabotage(
    "With a file, those of the same name in other capitals are taken out of the store, too.",
    caught_by=titles.NAMES_IN_CAPITALS,
    at=titles.CHANGED,
    diagnosis=rf"(docs/security.md|src/pricing.py): {NEW} search shows absent",
    releases=("2026-04",),
)
def neighbours_in_capitals_lost() -> Context:
    original = SyncRun._remove

    def remove(run: SyncRun, ids: set[str]) -> None:
        folded = {entity_id.casefold() for entity_id in ids}
        alike = {one for one in run._sync.known if one.casefold() in folded}
        original(run, ids | alike)

    return patch.object(SyncRun, "_remove", remove)


@CATALOGUE.sabotage(
    "A file renamed in a single commit is found under its old path, too.",
    caught_by=titles.FILE_RENAMED_AT_ONCE,
    at=titles.CHANGED,
    diagnosis=rf"src/pricing.py: expected absent; search shows revision 1{UNCLAIMED}",
    releases=("2025-08", "2026-04"),
)
def renames_ignored() -> Context:
    return patch.object(github_commits, "paths_of", _new_path)


def _new_path(file: Commit) -> set[str]:
    return {file["filename"]}


@CATALOGUE.sabotage(
    "A file that came with a commit of an old date is never found, and one whose commit was taken"
    " back always.",
    caught_by=(titles.OLD_COMMIT, titles.TAKEN_BACK),
    at={titles.OLD_COMMIT: titles.CHANGED, titles.TAKEN_BACK: titles.UNCHANGED},
    diagnosis=rf"docs/security.md: {NEW} {UNCOUNTED}"
    "|docs/security.md: expected absent; search shows revision 1",
    releases=("2025-08", "2026-04"),
)
def old_commits_missed() -> Context:
    original = github_commits.first_parents

    def first_parents(listing: dict[str, Commit], head: str, seen: str) -> list[str]:
        chain = original(listing, head, seen)
        return list(listing) if chain is None else chain

    return patch.object(github_commits, "first_parents", first_parents)


@CATALOGUE.sabotage(
    "Of the files of one commit only the first page is read.",
    caught_by=titles.LARGE_COMMIT,
    at="every text file is there once, to its last character",
    diagnosis="are not there: .*'archive/number-",
    releases=("2025-08", "2026-04"),
)
def large_commits_cut() -> Context:
    original = github_commits.files_of

    def first_page(api: VendorApi, commit_path: str) -> list[Commit]:
        return original(api, commit_path)[:_FILES_ON_A_PAGE]

    return patch.object(github_commits, "files_of", first_page)


@CATALOGUE.sabotage(
    "A file that was emptied is still found by its old words.",
    caught_by=titles.FILE_EMPTIED,
    at=titles.CHANGED,
    diagnosis=rf"src/pricing.py: expected absent; search shows revision 1{UNCLAIMED}",
    releases=("2025-08", "2026-04"),
)
def emptied_files_kept() -> Context:
    def is_kept(source: GitHubSource, snapshot: Snapshot, _: Paths, change: Change) -> bool:
        path = change.entity_id.removeprefix(f"{source._repo_name}/")
        return isinstance(change, Entity) or snapshot.tree.item(path) is None

    return increments(is_kept)


@CATALOGUE.sabotage(
    "A file in a new folder lies in a folder that is not there.",
    caught_by=(titles.NEW_FOLDER, titles.FILE_TO_FOLDER),
    at={titles.NEW_FOLDER: titles.BREADCRUMBS, titles.FILE_TO_FOLDER: titles.CHANGED},
    diagnosis="The collection does not hold .+/(handbook|src/pricing.py), in which",
    releases=("2025-08", "2026-04"),
)
def new_folders_missing() -> Context:
    original = GitHubSource._changed

    def changed(source: GitHubSource, snapshot: Snapshot, paths: Paths) -> Iterator[Change]:
        files = {source._entity_id(path) for path in paths}
        for change in original(source, snapshot, paths):
            if isinstance(change, Deletion) or change.entity_type != github.DIRECTORY:
                yield change
            elif change.entity_id in files:
                yield Deletion(change.entity_id)  # of the file that was there before

    return patch.object(GitHubSource, "_changed", changed)


@CATALOGUE.sabotage(
    "A folder whose last file was deleted is still found.",
    caught_by=titles.FOLDER_EMPTIED,
    at='search for "config" finds the folder no more',
    diagnosis="Search for 'config' still finds the folder config" + STILL,
    releases=("2025-08", "2026-04"),
)
def emptied_folders_kept() -> Context:
    def is_kept(source: GitHubSource, _: Snapshot, paths: Paths, change: Change) -> bool:
        touched = {source._entity_id(path) for path in paths}
        return isinstance(change, Entity) or change.entity_id in touched

    return increments(is_kept)


@CATALOGUE.sabotage(
    "A file of a single line is left out, because nobody can guess its language.",
    caught_by=titles.ONE_LINE,
    at='search for the first words of "README.md" brings it first',
    diagnosis=rf"README.md: {NEW} {UNCOUNTED}",
    releases=("2026-04",),
)
def single_lines_lost() -> Context:
    return without(_has_one_line)


def _has_one_line(entity: Entity) -> bool:
    lines = entity.fields.get("line_count")
    return isinstance(lines, int) and lines <= _A_LINE


@CATALOGUE.sabotage(
    "A file of plain prose is left out, because prose is no language that is known.",
    caught_by=titles.PROSE,
    at=titles.EXACTLY,
    diagnosis=rf"notes/diary.txt: {NEW} {UNCOUNTED}",
    releases=("2026-04",),
)
def prose_lost() -> Context:
    def is_prose(entity: Entity) -> bool:
        below = entity.text.partition("\n")[2]
        return is_document(entity) and not _has_one_line(entity) and not _MARKS.search(below)

    return without(is_prose)


@CATALOGUE.sabotage(
    "A repository that does not exist is refused without a word about which one.",
    caught_by=titles.NO_REPOSITORY,
    at=titles.NAMES_REPOSITORY,
    diagnosis="refuses without naming the repository",
    releases=("2025-08", "2026-04"),
)
def repository_not_named() -> Context:
    original = GitHubSource._repository

    def repository(source: GitHubSource) -> Item:
        try:
            return original(source)
        except NotFoundError as error:
            raise NotFoundError("Not found (404): Not Found") from error

    return patch.object(GitHubSource, "_repository", repository)


def increments(
    is_kept: Callable[[GitHubSource, Snapshot, Paths, Change], bool],
) -> AbstractContextManager[object]:
    """Let an incremental reading bring only the changes that `is_kept` lets through.

    It is asked with the source, the commit, the paths that the commits touched, and the change.
    """
    original = GitHubSource._changed

    def changed(source: GitHubSource, snapshot: Snapshot, paths: Paths) -> Iterator[Change]:
        for change in original(source, snapshot, paths):
            if is_kept(source, snapshot, paths, change):
                yield change

    return patch.object(GitHubSource, "_changed", changed)
