"""The defects that Airweave is known to have had in August 2025."""

import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial
from itertools import count
from typing import Any
from unittest.mock import patch

from pydantic import SecretStr

from support.sandbox.airweave.app import jobs, sync
from support.sandbox.airweave.app.generation_2025 import api_connections, store, views
from support.sandbox.airweave.app.generation_2025.github import GitHub2025
from support.sandbox.airweave.app.generation_2025.schemas import ConnectionOut
from support.sandbox.airweave.app.sources import github, github_commits
from support.sandbox.airweave.app.sources.base import (
    Cursor,
    Deletion,
    Entity,
    Reading,
)
from support.sandbox.airweave.app.sources.github_tree import Item
from support.sandbox.airweave.app.sources.http import VendorApi
from support.sandbox.airweave.app.state import Connection, KnownEntity
from support.sandbox.airweave.app.store import Store
from support.sandbox.airweave.app.sync import Change, SyncRun
from support.sandbox.airweave.sabotage import titles
from support.sandbox.airweave.sabotage.catalogue import CATALOGUE
from support.sandbox.kit.sabotage import Plant

Context = AbstractContextManager[object]
Read = Entity | Deletion

_LONGEST_WAIT_S = 0.5

defect: Callable[..., Callable[[Plant], Plant]] = partial(
    CATALOGUE.sabotage, generation="2025-08", releases=("2025-08",)
)


@defect(
    "A file deleted from the source stays in search, although the job counts it as deleted.",
    caught_by=titles.FILE_DELETED,
    at=titles.CHANGED,
    diagnosis="`docs/security.md` was deleted and the job says so, yet search still finds it and"
    " the store still holds it",
)
@contextmanager
def lingering_vectors() -> Iterator[None]:
    original, original_id = SyncRun._delete, store.point_id
    lives: Counter[str] = Counter()

    def delete(run: SyncRun, ids: set[str]) -> None:
        lives.update(ids)
        with patch.object(run, "_remove"):
            original(run, ids)

    def point_id(payload: Mapping[str, Any]) -> str:
        """Give a file that comes back a new id, so that it does not replace its old point."""
        life = lives[payload["airweave_system_metadata"]["original_entity_id"]]
        return str(uuid.uuid5(uuid.UUID(original_id(payload)), str(life)))

    with patch.object(SyncRun, "_delete", delete), patch.object(store, "point_id", point_id):
        yield


@defect(
    "Of a long file only the last part is kept, because all parts share one id.",
    caught_by=(titles.LONG_FILE, titles.LONG),
    at={titles.LONG_FILE: titles.LAST_WORDS, titles.LONG: titles.TO_THE_LAST},
    diagnosis=r"docs/history.md: expected revision 1; search shows revision 1 without \d+ of 800"
    r"|long/\w+.md is not the same from character",
    takes_long=True,
)
def collapsed_chunks() -> Context:
    original = store.point_id

    def point_id(payload: Mapping[str, Any]) -> str:
        metadata = {**payload["airweave_system_metadata"], "chunk_index": 0}
        return original({**payload, "airweave_system_metadata": metadata})

    return patch.object(store, "point_id", point_id)


@defect(
    "The last thing that a sync reads is lost if it was long in coming.",
    caught_by=titles.SLOW,
    at=titles.EXACTLY,
    diagnosis=rf"docs/contract.md: {titles.NEW} {titles.UNCOUNTED}",
)
def last_items_lost() -> Context:
    original = SyncRun._until_cancelled

    def until_cancelled(run: SyncRun, changes: Iterator[Read]) -> Iterator[Read]:
        return original(run, _without_late_last(changes))

    return patch.object(SyncRun, "_until_cancelled", until_cancelled)


def _without_late_last(changes: Iterator[Read]) -> Iterator[Read]:
    """Yield changes; the last one only if it came in time."""
    held: list[Read] = []
    waited, begun = 0.0, time.monotonic()
    for change in changes:
        waited = time.monotonic() - begun
        yield from held
        held, begun = [change], time.monotonic()
    if waited < _LONGEST_WAIT_S:
        yield from held


@defect(
    "Search by meaning and words brings the best ten, whatever part was asked for.",
    caught_by=(titles.PAGES, titles.MANY),
    at={titles.PAGES: titles.WHOLE, titles.MANY: titles.EVERY_WAY},
    diagnosis=r"hybrid search (in pages of 1 come \d+ at a time|leaves out \d+ of 12)",
    takes_long=True,
)
def hybrid_brings_ten() -> Context:
    original = Store.fused
    return patch.object(
        Store,
        "fused",
        lambda self, vector, terms, where, *_part: original(self, vector, terms, where, 10, 0),
    )


@defect(
    "A sync that was cancelled ends as if nothing had been said.",
    caught_by=titles.CANCELLED,
    at=titles.ENDS,
    diagnosis="should have ended as cancelled, but ended otherwise: job completed",
)
def cancel_overwritten() -> Context:
    return patch.object(jobs.Jobs, "cancel", lambda _jobs, _job: None)


@defect(
    "The token of a connection is shown to whoever asks for it.",
    caught_by=titles.TOKEN,
    at=titles.NO_TOKEN,
    diagnosis="GET /source-connections/[-a-f0-9]+ shows the personal_access_token",
)
def token_shown_on_request() -> Context:
    def credentials_of(connection: Connection) -> dict[str, Any]:
        return {
            name: value.get_secret_value()
            for name, value in connection.auth
            if isinstance(value, SecretStr)
        }

    return patch.object(views, "credentials_of", credentials_of)


@defect(
    "A connection does not show why its newest sync failed.",
    caught_by=titles.EXPIRED,
    at=titles.UNCHANGED,
    diagnosis=r"the newest sync: not one error, but None \(GET /source-connections/\{id\}\)",
)
def sync_errors_hidden() -> Context:
    def without_error(connection: Connection, **asked_for: bool) -> ConnectionOut:
        shown = views.connection_out(connection, **asked_for)
        return shown.model_copy(update={"latest_sync_job_error": None})

    return patch.object(api_connections, "connection_out", without_error)


@defect(
    "A file is found by its name, but not by what it says.",
    caught_by=(titles.OWN_WORDS, titles.CAPITALS),
    at={titles.OWN_WORDS: titles.FIRST_WORDS, titles.CAPITALS: titles.IN_CAPITALS},
    diagnosis="`docs/onboarding.md` says '.+', yet search for these words brings nothing",
)
def unsearchable_bodies() -> Context:
    return patch.object(store, "text_for_keywords", lambda card, _content: card)


@defect(
    "Every sync writes the repository again, because figures count that change by themselves.",
    caught_by=titles.WRITES_NOTHING,
    at=titles.WROTE_NOTHING,
    diagnosis=r"Unchanged, yet written again by the sync: acceptance \(GitHubRepositoryEntity\)",
)
def restless_repository() -> Context:
    original = GitHub2025._repository_entity
    syncs = count()

    def repository_entity(source: GitHub2025, repository: Item) -> Entity:
        entity = original(source, repository)
        return replace(entity, fields={**entity.fields, "watchers_count": next(syncs)})

    return patch.object(GitHub2025, "_repository_entity", repository_entity)


@defect(
    "A file that came later lies in a repository of another name than its neighbours do.",
    caught_by=titles.SAME_REPOSITORY,
    at=titles.BREADCRUMBS,
    diagnosis="The collection does not hold acme/acceptance, in which .*/docs/security.md lie",
)
def divided_repository() -> Context:
    original = GitHub2025.incremental

    def moved(change: Entity | Deletion, repository: str) -> Entity | Deletion:
        if isinstance(change, Deletion) or not change.breadcrumbs:
            return change
        root, *others = change.breadcrumbs
        return replace(change, breadcrumbs=(replace(root, entity_id=repository), *others))

    def incremental(source: GitHub2025, cursor: Cursor) -> Reading | None:
        reading = original(source, cursor)
        if reading is None:
            return None
        changes = (moved(change, source._repo_name) for change in reading.changes)
        return replace(reading, changes=changes)

    return patch.object(GitHub2025, "incremental", incremental)


@defect(
    "What the newest commit of the last sync touched is written again, though nothing happened.",
    caught_by=titles.WRITES_ONE,
    at=titles.WROTE_ONE,
    diagnosis=r"Unchanged, yet written again by the sync: .*roadmap.json \(GitHubCodeFileEntity\)",
)
@contextmanager
def commits_read_twice() -> Iterator[None]:
    original = github_commits.touched_paths

    def touched(api: VendorApi, repo: str, head: str, cursor: Cursor) -> set[str] | None:
        seen = api.json(f"{repo}/commits/{cursor['sha']}")
        paths = original(api, repo, head, cursor)
        return paths and paths.union(*map(github_commits.paths_of, seen["files"]))

    def classify(known: KnownEntity | None, _: str) -> Change:
        return Change.UPDATE if known else Change.INSERT

    with patch.object(github, "touched_paths", touched), patch.object(sync, "classify", classify):
        yield
