"""Defects of keeping: what deletion leaves, which secrets are shown, who is let in."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any
from unittest.mock import patch

from pydantic import SecretStr
from qdrant_client import models

from support.sandbox.airweave.app import api_connections, views
from support.sandbox.airweave.app.jobs import Engines
from support.sandbox.airweave.app.schemas import ConnectionOut
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
    diagnosis="shows the secret of the connection: personal_access_token",
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
