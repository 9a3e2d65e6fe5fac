"""Finds chunks of one collection: by meaning, by words, or by both."""

from dataclasses import dataclass
from enum import StrEnum

from qdrant_client import models

from support.sandbox.airweave.app.embedding import query_vector
from support.sandbox.airweave.app.jobs import Engines
from support.sandbox.airweave.app.state import Collection


class Strategy(StrEnum):
    """What makes a chunk a hit, and what its score is.

    SEMANTIC: every chunk is a hit; the score is the cosine between its meaning and the query's.
    KEYWORD: chunks that share a term with the query; the score is BM25.
    HYBRID: the hits of both; the score is their reciprocal rank fusion (`Store.fused`), good for
        ordering only.
    """

    SEMANTIC = "semantic"
    KEYWORD = "keyword"
    HYBRID = "hybrid"


@dataclass(frozen=True)
class Page:
    """Which part of the ranking to return."""

    limit: int
    offset: int = 0


def search(
    engines: Engines,
    collection: Collection,
    query: str,
    strategy: Strategy,
    narrower: models.Filter | None,
    page: Page,
) -> list[models.ScoredPoint]:
    """Return the best hits of a collection, never of another one.

    Args:
        engines: the embedding model and the vector store.
        collection: where to search.
        query: what to search for.
        strategy: what makes a hit.
        narrower: a further condition on hits.
        page: which part of the ranking to return.

    Raises:
        StoreError: the vector store does not answer.
    """
    store, own = engines.store.place_of(collection.id)
    conditions: list[models.Condition] = [*own, *([narrower] if narrower else [])]
    where = models.Filter(must=conditions)
    terms = query_vector(query)
    if strategy is Strategy.KEYWORD:
        return store.matching(terms, where, page.limit, page.offset)
    vector = engines.embedder.dense([query])[0]
    if strategy is Strategy.SEMANTIC:
        return store.nearest(vector, where, page.limit, page.offset)
    return store.fused(vector, terms, where, page.limit, page.offset)
