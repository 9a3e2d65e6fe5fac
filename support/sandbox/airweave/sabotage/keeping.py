"""Defects of keeping: what deletion leaves, which secrets are shown, who is let in."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any
from unittest.mock import patch

from pydantic import SecretStr
from qdrant_client import models

from support.sandbox.airweave.app import api_connections, views
from support.sandbox.airweave.app.schemas import ConnectionOut
from support.sandbox.airweave.app.sources.base import InvalidCredentialsError, NotFoundError
from support.sandbox.airweave.app.sources.github import GitHubSource
from support.sandbox.airweave.app.state import Connection, State
from support.sandbox.airweave.app.store import ORIGINAL_ID, Store
from support.sandbox.airweave.app.sync import SyncRun
from support.sandbox.airweave.sabotage.catalogue import CATALOGUE

Context = AbstractContextManager[object]

CLEAN_UP = "Cleaning up leaves nothing behind"
DISCONNECT = "Disconnecting a source takes its files out of the collection"
TWO_COLLECTIONS = "Deleting one collection leaves the other whole"
LEFT = (
    r"in vain for the store to hold nothing of the deleted data; last seen: .*docs/onboarding\.md"
)


@CATALOGUE.sabotage(
    "The data of a deleted collection stays in the store for good.",
    caught_by=(CLEAN_UP, TWO_COLLECTIONS),
    damage=LEFT,
    store_only=True,
)
def deleted_collection_keeps_its_data() -> Context:
    return patch.object(Store, "delete_collection", lambda _store, _collection: None)


@CATALOGUE.sabotage(
    "The data of a deleted connection stays in the collection.",
    caught_by=DISCONNECT,
    damage="in vain for search to show nothing of the deleted data",
)
def deleted_connection_keeps_its_data() -> Context:
    return patch.object(Store, "delete_sync", lambda _store, _collection, _sync: None)


@CATALOGUE.sabotage(
    "Deleting one collection empties all the others.",
    caught_by=TWO_COLLECTIONS,
    damage="expected revision 1; search shows absent, the store holds absent",
)
def deleted_collection_takes_all_others_along() -> Context:
    return patch.object(Store, "delete_collection", lambda store, _collection: store._remove())


@CATALOGUE.sabotage(
    "A file deleted from one branch vanishes from the collections of all branches.",
    caught_by="A file deleted from one branch stays in the collection of the other",
    damage="src/pricing.py: expected revision 1; search shows absent",
)
def delete_reaches_into_other_collections() -> Context:
    def delete(store: Store, _collection: object, _sync: object, ids: set[str]) -> None:
        any_of = models.MatchAny(any=list(ids))
        store._remove(models.FieldCondition(key=ORIGINAL_ID, match=any_of))

    return patch.object(Store, "delete", delete)


@CATALOGUE.sabotage(
    "A deleted collection is still listed.",
    caught_by=CLEAN_UP,
    damage="to list collection .* no longer",
)
def deleted_collection_still_listed() -> Context:
    return patch.object(State, "remove_collection", lambda _state, _collection: [])


@CATALOGUE.sabotage(
    "Airweave shows the token of a connection to whoever looks at it.",
    caught_by="The token of a connection is never shown again",
    damage="shows the secret of the connection: personal_access_token",
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
    """Take this refusal of the source for an empty source, at connecting and at syncing."""
    original = SyncRun.run

    def validate(source: GitHubSource) -> None:
        with suppress(refusal):
            source._repository()

    def run(self: SyncRun, source: Any) -> None:  # noqa: ANN401  passed through
        with suppress(refusal):
            original(self, source)

    with patch.object(GitHubSource, "validate", validate), patch.object(SyncRun, "run", run):
        yield


@CATALOGUE.sabotage(
    "A wrong token is accepted, and the collection stays empty.",
    caught_by="A wrong token is refused",
    damage="Airweave accepted the connection and synced",
)
def wrong_token_accepted() -> Context:
    return _accepting(InvalidCredentialsError)


@CATALOGUE.sabotage(
    "A repository that does not exist is accepted, and the collection stays empty.",
    caught_by="An unknown repository is refused",
    damage="Airweave accepted the connection and synced",
)
def unknown_repository_accepted() -> Context:
    return _accepting(NotFoundError)


@CATALOGUE.sabotage(
    "A wrong token is refused without a word about the reason.",
    caught_by="A wrong token is refused",
    damage="refuses without naming the credentials",
)
def reason_withheld() -> Context:
    return patch.object(GitHubSource, "validate", side_effect=InvalidCredentialsError("No."))
