"""Defects of searching: what is found, in which order, with which score, and whether at all."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from unittest.mock import patch

from qdrant_client.models import ScoredPoint

from support.sandbox.airweave.app import api_search, search
from support.sandbox.airweave.app.state import Collection, State
from support.sandbox.airweave.app.store import StoreError
from support.sandbox.airweave.app.sync import SyncRun
from support.sandbox.airweave.sabotage.catalogue import CATALOGUE
from support.sandbox.airweave.sabotage.syncing import ADDED, FIRST_SYNC

Context = AbstractContextManager[object]

SLOWNESS_S = 12.0


def hits(change: Callable[[list[ScoredPoint]], list[ScoredPoint]]) -> Context:
    """Change what every search brings."""
    original = search.search
    return patch.object(api_search, "search", lambda *arguments: change(original(*arguments)))


@CATALOGUE.sabotage(
    "Everything is found, but so poorly that users would not take it for a hit.",
    caught_by=FIRST_SYNC,
    damage="its score 0.[345]. is below 0.8",
)
def scores_scaled_down() -> Context:
    return hits(lambda found: [hit.model_copy(update={"score": hit.score * 0.5}) for hit in found])


@CATALOGUE.sabotage(
    "What fits best is shown last, behind all the noise.",
    caught_by=FIRST_SYNC,
    damage="search by its own words ranks it [2-9], not first",
)
def best_hit_ranked_last() -> Context:
    return hits(lambda found: found[::-1])


@CATALOGUE.sabotage(
    "Search is down.", caught_by=FIRST_SYNC, damage="answered 503 to POST .*/search"
)
def search_unavailable() -> Context:
    return patch.object(api_search, "search", side_effect=StoreError("The vector store is down"))


@CATALOGUE.sabotage(
    "Search answers, but never finds anything.",
    caught_by=FIRST_SYNC,
    damage="expected revision 1; search shows absent",
)
def search_always_empty() -> Context:
    return hits(lambda _: [])


@CATALOGUE.sabotage(
    "From the second sync on, search finds nothing any more.",
    caught_by=ADDED,
    damage="expected revision 1; search shows absent",
)
@contextmanager
def search_empty_after_the_second_sync() -> Iterator[None]:
    synced_again: set[str] = set()
    original_run, original_search = SyncRun.run, search.search

    def run(self: SyncRun, source: Any) -> None:  # noqa: ANN401  passed through
        if self._sync.known:
            synced_again.add(str(self._origin.collection_id))
        original_run(self, source)

    def search_again(engines: Any, collection: Collection, *rest: Any) -> list[ScoredPoint]:  # noqa: ANN401
        if str(collection.id) in synced_again:
            return []
        return original_search(engines, collection, *rest)

    with patch.object(SyncRun, "run", run), patch.object(api_search, "search", search_again):
        yield


@CATALOGUE.sabotage(
    "Search takes so long that nobody waits for it.",
    caught_by=FIRST_SYNC,
    damage="gave no answer to POST .*/search/instant: timed out",
)
def search_slow() -> Context:
    original = search.search

    def slowly(*arguments: Any) -> list[ScoredPoint]:  # noqa: ANN401  passed through
        threading.Event().wait(SLOWNESS_S)
        return original(*arguments)

    return patch.object(api_search, "search", slowly)


@CATALOGUE.sabotage(
    "Another organisation sees and searches the collection.",
    caught_by="Two organisations do not see each other",
    damage="Another organisation sees the collection",
)
def foreign_collections_visible() -> Context:
    original = State.collections

    def collections(self: State, _: Any, search: str = "") -> list[Collection]:  # noqa: ANN401
        found = [original(self, organization.id, search) for organization in self._organizations]
        return [collection for owned in found for collection in owned]

    return patch.object(State, "collections", collections)


@CATALOGUE.sabotage(
    "Another organisation does not see the collection, but may search it.",
    caught_by="Two organisations do not see each other",
    damage="Another organisation may search the collection",
)
def foreign_collections_searchable() -> Context:
    original = State.collection

    def collection(self: State, _: Any, readable_id: str) -> Collection:  # noqa: ANN401
        for candidate in self._collections.values():
            if candidate.readable_id == readable_id:
                return candidate
        return original(self, _, readable_id)

    return patch.object(State, "collection", collection)
