"""Defects of telling: what is said of entities and syncs, on which route, in which search.

No scenario is about one of these: laws find them in looks that scenarios take for other reasons.
"""

import base64
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from pydantic import BaseModel, SecretStr
from qdrant_client import models

from support.sandbox.airweave.app import access, api_connections, api_jobs, views
from support.sandbox.airweave.app.api_collections import CollectionsToday
from support.sandbox.airweave.app.schemas import (
    ConnectionOut,
    EntitySummary,
    JobDetails,
    JobOut,
    ScheduleOut,
)
from support.sandbox.airweave.app.sources.base import Breadcrumb, Entity
from support.sandbox.airweave.app.sources.github import (
    GitHubAuth,
    GitHubConfig,
    GitHubSource,
)
from support.sandbox.airweave.app.sources.github_tree import Snapshot
from support.sandbox.airweave.app.state import Collection, Connection, Job, Organization, State
from support.sandbox.airweave.app.store import Store
from support.sandbox.airweave.sabotage import titles
from support.sandbox.airweave.sabotage.catalogue import CATALOGUE
from support.sandbox.airweave.sabotage.syncing import entities

Context = AbstractContextManager[object]


def fields(change: Callable[[Entity], dict[str, Any]]) -> Context:
    """Change some fields of every file as it is read."""
    return entities(lambda item: replace(item, fields={**item.fields, **change(item)}))


@CATALOGUE.sabotage(
    "A hit names the wrong version of the file.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="docs/onboarding.md: not one sha, but '[0-9a-f]+' [(]GitHub[)]; '[0-9a-f]+' [(]sea",
)
def commit_shown_as_version() -> Context:
    return fields(lambda item: {"sha": item.fields["commit_id"]})


@CATALOGUE.sabotage(
    "A file is said to be larger than it is.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="docs/onboarding.md: not one size, but",
)
def size_of_the_text_shown() -> Context:
    return fields(lambda item: {"size": len(item.text) + 2})


@CATALOGUE.sabotage(
    "The address of a hit opens the file of another branch.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="docs/onboarding.md: not one page, but .*/blob/main/",
)
def address_of_the_default_branch() -> Context:
    original = GitHubSource._file_entity

    def file_entity(source: GitHubSource, snapshot: Snapshot, item: Any) -> Entity | None:  # noqa: ANN401
        return original(source, replace(snapshot, branch="main"), item)

    return patch.object(GitHubSource, "_file_entity", file_entity)


@CATALOGUE.sabotage(
    "A hit names its folders in the wrong order.",
    caught_by=titles.NESTED,
    at=titles.FINDS,
    diagnosis="not one container_names, but",
)
def folders_in_the_wrong_order() -> Context:
    def turned(item: Entity) -> Entity:
        root, *folders = item.breadcrumbs
        return replace(item, breadcrumbs=(root, *reversed(folders)))

    return entities(turned)


@CATALOGUE.sabotage(
    "A hit leads to a folder that is not in the collection.",
    caught_by=titles.NESTED,
    at=titles.FINDS,
    diagnosis="The collection does not hold teams, in which",
)
def folders_known_by_name_only() -> Context:
    original = GitHubSource._breadcrumbs

    def breadcrumbs(*arguments: Any) -> tuple[Breadcrumb, ...]:  # noqa: ANN401  passed through
        root, *folders = original(*arguments)
        return (root, *(replace(folder, entity_id=folder.name) for folder in folders))

    return patch.object(GitHubSource, "_breadcrumbs", breadcrumbs)


@CATALOGUE.sabotage(
    "A hit is called by its whole path instead of its name.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="not one name, but 'onboarding.md' [(]GitHub[)]; '[^']*docs/onboarding.md'",
)
def path_shown_as_name() -> Context:
    return entities(lambda item: replace(item, name=str(item.fields["path"])))


@CATALOGUE.sabotage(
    "Everything is said to have been changed next year.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="docs/onboarding.md is said to have been changed in the future",
)
def changed_in_the_future() -> Context:
    next_year = datetime.now(UTC) + timedelta(days=365)
    return entities(lambda item: replace(item, updated_at=next_year))


@CATALOGUE.sabotage(
    "A connection counts one entity too few.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="the connection: not one entities, but [0-9]+ [(]GET .*; [0-9]+ [(]the sum",
)
def entities_miscounted() -> Context:
    original = views.entity_summary

    def entity_summary(connection: Connection) -> EntitySummary:
        shown = original(connection)
        return shown.model_copy(update={"total_entities": shown.total_entities - 1})

    return patch.object(views, "entity_summary", entity_summary)


@CATALOGUE.sabotage(
    "A connection is listed as waiting for its first sync for ever.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="the connection: not one status, but 'active' .*'pending_sync' [(]GET /source-conn",
)
def list_shows_an_old_status() -> Context:
    original = views.connection_list_item

    def connection_list_item(connection: Connection) -> BaseModel:
        return original(connection).model_copy(update={"status": "pending_sync"})

    return patch.object(api_connections, "connection_list_item", connection_list_item)


@CATALOGUE.sabotage(
    "A connection goes on to show its first sync as its last one.",
    caught_by=titles.FILE_ADDED,
    at=titles.CHANGED,
    diagnosis="the newest sync: not one id, but",
)
def first_sync_shown_as_the_last() -> Context:
    return patch.object(
        Connection, "last_job", property(lambda self: self.jobs[0] if self.jobs else None)
    )


@CATALOGUE.sabotage(
    "A sync forgets what it did as soon as another one has run.",
    caught_by=titles.FILE_ADDED,
    at=titles.CHANGED,
    diagnosis=r"the sync \S+: not one entities_inserted, but",
)
def former_syncs_forgotten() -> Context:
    original = api_jobs.JobsToday.newest

    def newest(routes: api_jobs.JobsToday, connection: Connection, limit: int) -> list[JobOut]:
        first, *others = original(routes, connection, limit)
        return [first, *(one.model_copy(update={"entities_inserted": 0}) for one in others)]

    return patch.object(api_jobs.JobsToday, "newest", newest)


@CATALOGUE.sabotage(
    "A sync is said to have taken two hours.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="A sync is said to have taken 7200.0 s, and it was at work for",
)
def syncs_take_two_hours() -> Context:
    original = views._job_details

    def details(job: Job) -> JobDetails:
        took = 7200.0 if job.completed_at else None
        return original(job).model_copy(update={"duration_seconds": took})

    return patch.object(views, "_job_details", details)


def shown_with(change: Callable[[ConnectionOut], dict[str, Any]]) -> Context:
    """Change some fields of every connection as it is shown by itself."""
    original = views.connection_out

    def connection_out(connection: Connection) -> ConnectionOut:
        shown = original(connection)
        return shown.model_copy(update=change(shown))

    return patch.object(api_connections, "connection_out", connection_out)


@CATALOGUE.sabotage(
    "A connection is shown with the settings of another one.",
    caught_by=titles.TWO_BRANCHES,
    at=titles.BOTH,
    diagnosis=r"the connection: not one config\.branch, but",
)
def settings_of_another_shown() -> Context:
    first = dict[str, Any]()
    return shown_with(lambda shown: {"config": first.setdefault(shown.short_name, shown.config)})


@CATALOGUE.sabotage(
    "A connection is said to be synced every night, though nobody asked for that.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis=r"the connection: not one cron, but '0 0 \* \* \*'",
)
def schedules_made_up() -> Context:
    return shown_with(
        lambda _: {"schedule": ScheduleOut(cron="0 0 * * *", continuous=False, cursor_field=None)}
    )


@CATALOGUE.sabotage(
    "A hit lies in a folder that is said to be a channel.",
    caught_by=titles.NESTED,
    at=titles.FINDS,
    diagnosis=r"is said to lie in \S+, a SlackChannelEntity, which is a GitHub",
)
def folders_taken_for_channels() -> Context:
    def change(item: Entity) -> Entity:
        steps = (replace(step, entity_type="SlackChannelEntity") for step in item.breadcrumbs)
        return replace(item, breadcrumbs=tuple(steps))

    return entities(change)


@CATALOGUE.sabotage(
    "A collection is not among the collections of its organisation.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="GET /collections shows nothing of it",
)
def collections_left_out_of_the_list() -> Context:
    return patch.object(access.Paging, "of", lambda _page, items: items[1:])


@CATALOGUE.sabotage(
    "A collection is said to need a source although it has one.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="the collection: not one status, but 'NEEDS SOURCE' .*'ACTIVE' [(]its end",
)
def collection_without_a_status() -> Context:
    return patch.object(views, "collection_status", lambda _: "NEEDS SOURCE")


@CATALOGUE.sabotage(
    "A sync tells different numbers when it is listed.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="the newest sync: not one entities_failed, but",
)
def jobs_listed_with_other_numbers() -> Context:
    original = views.connection_out

    def connection_out(connection: Connection) -> BaseModel:
        shown = original(connection)
        if shown.sync and shown.sync.last_job:
            shown.sync.last_job.entities_failed += 1
        return shown

    return patch.object(api_connections, "connection_out", connection_out)


@CATALOGUE.sabotage(
    "Search by words looks into all collections of everybody.",
    caught_by=titles.TWO_BRANCHES,
    at=titles.BOTH,
    diagnosis="keyword search brings .*, which search by meaning does not show",
)
def words_searched_everywhere() -> Context:
    original = Store.matching

    def matching(store: Store, terms: models.SparseVector, _: Any, *rest: Any) -> Any:  # noqa: ANN401
        return original(store, terms, models.Filter(), *rest)

    return patch.object(Store, "matching", matching)


@CATALOGUE.sabotage(
    "Search by both meaning and words turns its order round.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="is not found first by its own words in hybrid search, but",
)
def hybrid_search_turned_round() -> Context:
    original = Store.fused
    return patch.object(Store, "fused", lambda *arguments: original(*arguments)[::-1])


@CATALOGUE.sabotage(
    "Search by both meaning and words brings what fits best twice.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="hybrid search brings .* 2 times in one answer",
)
def hybrid_search_repeats_itself() -> Context:
    original = Store.fused

    def fused(*arguments: Any) -> list[models.ScoredPoint]:  # noqa: ANN401  passed through
        found = original(*arguments)
        return [*found[:1], *found]

    return patch.object(Store, "fused", fused)


@CATALOGUE.sabotage(
    "Whoever asks by words for what was deleted or changed is still shown it.",
    caught_by=(titles.FILE_EDITED, titles.FILE_DELETED),
    at=titles.CHANGED,
    diagnosis="keyword search brings .*, which search by meaning does not show",
)
def words_remembered() -> Context:
    original, first = Store.matching, dict[str, list[models.ScoredPoint]]()

    def matching(store: Store, terms: models.SparseVector, where: Any, *rest: Any) -> Any:  # noqa: ANN401
        asked = f"{terms} {where} {rest}"
        if asked not in first:
            first[asked] = original(store, terms, where, *rest)
        return first[asked]

    return patch.object(Store, "matching", matching)


@CATALOGUE.sabotage(
    "Search by words knows nothing of what is longer than a line.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="is not found first by its own words in keyword search, but nothing",
)
def long_questions_by_words_ignored() -> Context:
    original = Store.matching

    def matching(store: Store, terms: models.SparseVector, *rest: Any) -> Any:  # noqa: ANN401
        return original(store, terms, *rest) if len(terms.indices) < 30 else []  # noqa: PLR2004

    return patch.object(Store, "matching", matching)


def _secret(connection: Connection) -> str:
    """Return the first secret of a connection."""
    return next(
        value.get_secret_value() for _, value in connection.auth if isinstance(value, SecretStr)
    )


@CATALOGUE.sabotage(
    "The list of connections shows the token in the name of each.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="GET /source-connections shows the personal_access_token",
)
def token_in_the_list() -> Context:
    original = views.connection_list_item

    def connection_list_item(connection: Connection) -> BaseModel:
        shown = original(connection)
        return shown.model_copy(update={"name": f"{shown.name} {_secret(connection)}"})

    return patch.object(api_connections, "connection_list_item", connection_list_item)


@CATALOGUE.sabotage(
    "A sync shows the token of its connection, hardly hidden.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="(GET|POST) /source-connections/.* shows the personal_access_token",
)
def token_encoded_in_the_connection() -> Context:
    original = views.connection_out

    def connection_out(connection: Connection) -> BaseModel:
        hidden = base64.b64encode(_secret(connection).encode()).decode()
        return original(connection).model_copy(update={"description": f"auth={hidden}"})

    return patch.object(api_connections, "connection_out", connection_out)


@CATALOGUE.sabotage(
    "What a sync has to say shows the token of its connection.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="GET /source-connections/.*/jobs shows the personal_access_token",
)
@contextmanager
def token_in_the_jobs() -> Iterator[None]:
    tokens: dict[Any, str] = {}
    start, show = views.connection_out, views.job_out

    def connection_out(connection: Connection) -> BaseModel:
        tokens[connection.id] = _secret(connection)
        return start(connection)

    def job_out(job: Job) -> JobOut:
        details = {"authorization": tokens.get(job.connection_id)}
        return show(job).model_copy(update={"error_details": details})

    with (
        patch.object(api_connections, "connection_out", connection_out),
        patch.object(api_jobs, "job_out", job_out),
    ):
        yield


@CATALOGUE.sabotage(
    "A hit brings along the token with which its file was read.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="POST /collections/.*/search/instant shows the personal_access_token",
)
@contextmanager
def token_in_hits() -> Iterator[None]:
    start, read, tokens = GitHubSource.__init__, GitHubSource._file_entity, dict[str, str]()

    def init(source: GitHubSource, auth: GitHubAuth, config: GitHubConfig, *rest: Any) -> None:  # noqa: ANN401
        tokens[config.repo_name] = auth.personal_access_token.get_secret_value()
        start(source, auth, config, *rest)

    def file_entity(source: GitHubSource, *arguments: Any) -> Entity | None:  # noqa: ANN401
        entity = read(source, *arguments)
        return entity and replace(entity, url=f"{entity.url}?token={tokens[source._repo_name]}")

    with (
        patch.object(GitHubSource, "__init__", init),
        patch.object(GitHubSource, "_file_entity", file_entity),
    ):
        yield


@CATALOGUE.sabotage(
    "Every answer repeats the key that it was asked with.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis=r"/collections\S* shows the API key of the organisation",
)
@contextmanager
def key_in_answers() -> Iterator[None]:
    keys: dict[Any, str] = {}
    let_in, show = State.organization_of_key, CollectionsToday.show

    def organization_of_key(state: State, api_key: str) -> Organization | None:
        organization = let_in(state, api_key)
        if organization:
            keys[organization.id] = api_key
        return organization

    def shown(routes: CollectionsToday, collection: Collection, *rest: Any) -> BaseModel:  # noqa: ANN401
        key = keys[collection.organization_id]
        return show(routes, collection, *rest).model_copy(update={"created_by_email": key})

    with (
        patch.object(State, "organization_of_key", organization_of_key),
        patch.object(CollectionsToday, "show", shown),
    ):
        yield
