"""Defects of searching: what is found, in which order, with which score, and whether at all."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from unittest.mock import patch

from qdrant_client.models import ScoredPoint, SparseVector

from support.sandbox.airweave.app import api_search, documents, embedding, search
from support.sandbox.airweave.app.state import Collection, State
from support.sandbox.airweave.app.store import Store, StoreError
from support.sandbox.airweave.app.sync import SyncRun
from support.sandbox.airweave.sabotage import titles
from support.sandbox.airweave.sabotage.catalogue import CATALOGUE
from support.sandbox.airweave.sabotage.titles import STILL

Context = AbstractContextManager[object]

SLOWNESS_S = 12.0
_PAGE = 1000


def hits(change: Callable[[list[ScoredPoint]], list[ScoredPoint]]) -> Context:
    """Change what every search brings."""
    original = search.search
    return patch.object(api_search, "search", lambda *arguments: change(original(*arguments)))


@CATALOGUE.sabotage(
    "Words of other scripts are indexed as codes, and no search for words finds them.",
    caught_by=(titles.GREEK, titles.JAPANESE),
    at=titles.FINDS,
    diagnosis="is not found first by its own words in keyword search",
    releases=("2026-04",),
)
def words_escaped() -> Context:
    original = embedding.document_vector

    def document_vector(text: str) -> SparseVector:
        return original(text.encode("ascii", "backslashreplace").decode())

    return patch.object(documents, "document_vector", document_vector)


@CATALOGUE.sabotage(
    "All of a long list is kept, but beyond the first page search does not know it.",
    caught_by=(titles.ROWS, titles.OBJECTS),
    at={
        titles.ROWS: "search for the words of the last row brings it first",
        titles.OBJECTS: "search for the words of the last object brings it first",
    },
    diagnosis=r"`number-0\d+.md` says .+, yet search for these words brings" + STILL,
)
def first_page_searched_only() -> Context:
    def is_known(hit: ScoredPoint) -> bool:
        number = re.search(r"number-(\d+)", str((hit.payload or {}).get("name", "")))
        return number is None or int(number[1]) <= _PAGE

    return hits(lambda found: [hit for hit in found if is_known(hit)])


@CATALOGUE.sabotage(
    "Everything is found, but so poorly that users would not take it for a hit.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="docs/onboarding.md: expected revision 1; its score 0.[345]. is below 0.8",
)
def scores_scaled_down() -> Context:
    return hits(lambda found: [hit.model_copy(update={"score": hit.score * 0.5}) for hit in found])


@CATALOGUE.sabotage(
    "What fits best is shown last, behind all the noise.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="docs/onboarding.md: .*search by its own words ranks it [2-9], not first",
)
def best_hit_ranked_last() -> Context:
    return hits(lambda found: found[::-1])


@CATALOGUE.sabotage(
    "Search is down.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="answered 503 to POST .*/search",
)
def search_unavailable() -> Context:
    return patch.object(api_search, "search", side_effect=StoreError("The vector store is down"))


@CATALOGUE.sabotage(
    "Search answers, but never finds anything.",
    caught_by=(
        titles.FIRST_SYNC,
        titles.KINDS,
        titles.NESTED,
        titles.LIFE,
        titles.FOLDERS,
    ),
    at=titles.FINDS,
    diagnosis=r"[\w/.]+: expected revision 1; search shows absent: `" + STILL,
)
def search_always_empty() -> Context:
    return hits(lambda _: [])


@CATALOGUE.sabotage(
    "Search by meaning works, search by words finds nothing.",
    caught_by=(titles.OWN_WORDS, titles.LONG_FILE),
    at={titles.OWN_WORDS: titles.FIRST_WORDS, titles.LONG_FILE: titles.LAST_WORDS},
    diagnosis=r"`docs/\w+.md`.* own words in keyword search, but nothing" + STILL,
)
def words_not_indexed() -> Context:
    return patch.object(Store, "matching", lambda *_: [])


@CATALOGUE.sabotage(
    "What is written small is not found by words in capitals.",
    caught_by=titles.CAPITALS,
    at=titles.IN_CAPITALS,
    diagnosis="`docs/onboarding.md` says '[^a-z]+', yet search for these words brings nothing",
)
def capitals_taken_literally() -> Context:
    def of_small_words(text: str) -> SparseVector:
        return embedding.query_vector(" ".join(word for word in text.split() if word.islower()))

    return patch.object(search, "query_vector", of_small_words)


@CATALOGUE.sabotage(
    "From the second sync on, search finds nothing any more.",
    caught_by=(titles.FILE_ADDED, titles.FILES_IDLE),
    at={titles.FILE_ADDED: titles.CHANGED, titles.FILES_IDLE: titles.UNCHANGED},
    diagnosis="docs/onboarding.md: expected revision 1; search shows absent: `",
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
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="gave no answer to POST .*/search/instant: timed out",
)
def search_slow() -> Context:
    original = search.search

    def slowly(*arguments: Any) -> list[ScoredPoint]:  # noqa: ANN401  passed through
        threading.Event().wait(SLOWNESS_S)
        return original(*arguments)

    return patch.object(api_search, "search", slowly)


@CATALOGUE.sabotage(
    "Another organisation sees and searches the collection.",
    caught_by=titles.TWO_ORGANISATIONS,
    at=titles.HIDDEN,
    diagnosis="Another organisation sees the collection: dm-",
)
def foreign_collections_visible() -> Context:
    original = State.collections

    def collections(self: State, _: Any, search: str = "") -> list[Collection]:  # noqa: ANN401
        found = [original(self, organization.id, search) for organization in self._organizations]
        return [collection for owned in found for collection in owned]

    return patch.object(State, "collections", collections)


@CATALOGUE.sabotage(
    "Another organisation does not see the collection, but may search it.",
    caught_by=titles.TWO_ORGANISATIONS,
    at=titles.HIDDEN,
    diagnosis="Another organisation may search the collection, and finds: .*onboarding.md",
)
def foreign_collections_searchable() -> Context:
    original = State.collection

    def collection(self: State, _: Any, readable_id: str) -> Collection:  # noqa: ANN401
        for candidate in self._collections.values():
            if candidate.readable_id == readable_id:
                return candidate
        return original(self, _, readable_id)

    return patch.object(State, "collection", collection)
