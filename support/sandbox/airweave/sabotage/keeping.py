"""Defects of keeping: what deletion leaves, which secrets are shown, who is let in."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any
from unittest.mock import patch

from pydantic import SecretStr
from qdrant_client import models

from support.sandbox.airweave.app import api_connections, views
from support.sandbox.airweave.app.jobs import Engines
from support.sandbox.airweave.app.schemas import ConnectionOut, ConnectionUpdate
from support.sandbox.airweave.app.sources.base import (
    InvalidCredentialsError,
    NotFoundError,
    Source,
)
from support.sandbox.airweave.app.sources.github import GitHubSource
from support.sandbox.airweave.app.state import Connection, State
from support.sandbox.airweave.app.store import ORIGINAL_ID, Store
from support.sandbox.airweave.app.sync import SyncRun
from support.sandbox.airweave.sabotage import titles
from support.sandbox.airweave.sabotage.catalogue import CATALOGUE
from support.sandbox.airweave.sabotage.titles import STILL

Context = AbstractContextManager[object]


@CATALOGUE.sabotage(
    "The data of a deleted collection stays in the store for good.",
    caught_by=titles.TWO_COLLECTIONS,  # cleaning up deletes the connection before
    at=titles.NO_SECOND,
    diagnosis="The store still holds .*onboarding.md" + STILL,
    store_only=True,
)
def deleted_collection_keeps_its_data() -> Context:
    return patch.object(Store, "delete_collection", lambda _store, _collection: None)


@CATALOGUE.sabotage(
    "The data of a deleted connection stays in the collection.",
    caught_by=titles.DISCONNECTED,
    at=titles.EMPTIED,
    diagnosis="Search still shows .*onboarding.md" + STILL,
)
def deleted_connection_keeps_its_data() -> Context:
    return patch.object(Store, "delete_sync", lambda _store, _collection, _sync: None)


@CATALOGUE.sabotage(
    "Deleting one collection empties all the others.",
    caught_by=titles.TWO_COLLECTIONS,
    at=titles.UNCHANGED,
    diagnosis="docs/onboarding.md: expected revision 1; search shows absent, the store holds",
)
def deleted_collection_takes_all_others_along() -> Context:
    return patch.object(Store, "delete_collection", lambda store, _collection: store._remove())


@CATALOGUE.sabotage(
    "A file deleted from one branch vanishes from the collections of all branches.",
    caught_by=titles.OTHER_BRANCH,
    at=titles.BOTH,
    diagnosis="src/pricing.py: expected revision 1; search shows absent" + STILL,
)
def delete_reaches_into_other_collections() -> Context:
    def delete(store: Store, _collection: object, _sync: object, ids: set[str]) -> None:
        any_of = models.MatchAny(any=list(ids))
        store._remove(models.FieldCondition(key=ORIGINAL_ID, match=any_of))

    return patch.object(Store, "delete", delete)


@CATALOGUE.sabotage(
    "A deleted collection is still listed.",
    caught_by=(titles.CLEANED, titles.CLEAN_UP, titles.LIFE),
    at=titles.NOTHING_LEFT,
    diagnosis="Airweave still lists dm-" + STILL,
)
def deleted_collection_still_listed() -> Context:
    return patch.object(State, "remove_collection", lambda _state, _collection: [])


@CATALOGUE.sabotage(
    "Airweave shows the token of a connection to whoever looks at it.",
    caught_by=titles.TOKEN,
    at=titles.NO_TOKEN,
    diagnosis="GET /source-connections/[-a-f0-9]+ shows the personal_access_token",
)
def token_shown() -> Context:
    original = views.connection_out

    def connection_out(connection: Connection) -> ConnectionOut:
        secrets = {
            name: value.get_secret_value()
            for name, value in connection.auth
            if isinstance(value, SecretStr)
        }
        shown = original(connection)
        return shown.model_copy(update={"config": (shown.config or {}) | secrets})

    return patch.object(api_connections, "connection_out", connection_out)


@contextmanager
def _accepting(refusal: type[Exception]) -> Iterator[None]:
    """Take this refusal of a source for an empty source, at connecting and at syncing."""
    open_source, run_sync = Engines.open, SyncRun.run

    def open_leniently(engines: Engines, *arguments: Any) -> Source:  # noqa: ANN401  passed through
        source = open_source(engines, *arguments)
        validate = source.validate

        def validate_leniently() -> None:
            with suppress(refusal):
                validate()

        source.validate = validate_leniently  # type: ignore[method-assign]
        return source

    def run(self: SyncRun, source: Source) -> None:
        with suppress(refusal):
            run_sync(self, source)

    with patch.object(Engines, "open", open_leniently), patch.object(SyncRun, "run", run):
        yield


@CATALOGUE.sabotage(
    "Wrong credentials are accepted, and the collection stays empty.",
    caught_by=(titles.REFUSED, titles.WRONG_TOKEN),
    at=titles.NAMES_CREDENTIALS,
    diagnosis="Airweave accepted the connection and synced",
)
def wrong_credentials_accepted() -> Context:
    return _accepting(InvalidCredentialsError)


@CATALOGUE.sabotage(
    "A repository that does not exist is accepted, and the collection stays empty.",
    caught_by=titles.NO_REPOSITORY,
    at=titles.NAMES_REPOSITORY,
    diagnosis="Airweave accepted the connection and synced",
)
def unknown_repository_accepted() -> Context:
    return _accepting(NotFoundError)


@CATALOGUE.sabotage(
    "A wrong token is refused without a word about the reason.",
    caught_by=titles.WRONG_TOKEN,
    at=titles.NAMES_CREDENTIALS,
    diagnosis="refuses without naming the credentials: .*No",
)
def reason_withheld() -> Context:
    return patch.object(GitHubSource, "validate", side_effect=InvalidCredentialsError("No."))


@CATALOGUE.sabotage(
    "Credentials that the source refuses are taken over, and the next sync fails.",
    caught_by=titles.TOKEN_KEPT,
    at=titles.WORKS_ON,
    diagnosis="Airweave took over credentials that the source does not know",
    releases=("2026-04",),
)
def wrong_credentials_taken_over() -> Context:
    def update_access(connection: Connection, body: ConnectionUpdate, _: object) -> None:
        if body.authentication is not None:
            found = api_connections._credentials(connection.source, body.authentication)
            connection.auth = found
            if connection.sync:
                connection.sync.paused = False

    return patch.object(api_connections, "_update_access", update_access)


@CATALOGUE.sabotage(
    "Wrong credentials are refused, and kept all the same.",
    caught_by=titles.TOKEN_KEPT,
    at=titles.WORKS_ON,
    diagnosis="The sync did not complete: job failed",
)
def refused_credentials_kept() -> Context:
    original = api_connections._update_access

    def update_access(connection: Connection, body: ConnectionUpdate, parts: Any) -> None:  # noqa: ANN401
        try:
            original(connection, body, parts)
        finally:
            if body.authentication is not None:
                found = api_connections._credentials(connection.source, body.authentication)
                connection.auth = found

    return patch.object(api_connections, "_update_access", update_access)


@CATALOGUE.sabotage(
    "A sync with a token that has expired is said to have completed.",
    caught_by=titles.EXPIRED,
    at=titles.FAILS,
    diagnosis="The sync should have failed because of the credentials, but: job completed",
)
def expired_tokens_overlooked() -> Context:
    return _accepting(InvalidCredentialsError)


@CATALOGUE.sabotage(
    "A sync with a token that has expired fails, and nobody is told why.",
    caught_by=titles.EXPIRED,
    at=titles.FAILS,
    diagnosis="The sync failed without naming the credentials: .*an internal error",
)
def expired_tokens_not_told() -> Context:
    original = SyncRun.run

    def run(self: SyncRun, source: Source) -> None:
        try:
            original(self, source)
        except InvalidCredentialsError as error:
            raise RuntimeError("an internal error") from error

    return patch.object(SyncRun, "run", run)


@CATALOGUE.sabotage(
    "A token that has expired empties the collection.",
    caught_by=titles.EXPIRED,
    at=titles.UNCHANGED,
    diagnosis="expected revision 1; search shows absent",
)
def expired_tokens_empty_the_collection() -> Context:
    original = SyncRun.run

    def run(self: SyncRun, source: Source) -> None:
        try:
            original(self, source)
        except InvalidCredentialsError:
            self._remove(set(self._sync.known))
            raise

    return patch.object(SyncRun, "run", run)
