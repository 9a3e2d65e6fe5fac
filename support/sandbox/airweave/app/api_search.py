"""Routes for searching a collection.

`instant` is the search without a language model. The other current ones, `classic` and `agentic`,
need one, and a sandbox has none: they answer 503. The legacy search does what it did without one:
its switches for expanding, interpreting, reranking and answering are accepted and have no effect.
"""

import uuid
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Response, status
from pydantic import AliasChoices, BaseModel, Field
from qdrant_client import models

from support.sandbox.airweave.app.access import Caller, Parts
from support.sandbox.airweave.app.federated import federated_hits
from support.sandbox.airweave.app.filters import FilterGroup, to_qdrant
from support.sandbox.airweave.app.hits import LegacyHit, SearchHit
from support.sandbox.airweave.app.schemas import RequestBody
from support.sandbox.airweave.app.search import Page, Strategy, search
from support.sandbox.airweave.app.store import SYNC_ID

router = APIRouter(prefix="/collections/{readable_id}/search", tags=["collections"])

QueryText = Annotated[str, Field(min_length=1, max_length=2000)]
Limit = Annotated[int, Field(ge=1, le=1000)]
Offset = Annotated[int, Field(ge=0)]
LegacyStrategy = Literal["hybrid", "neural", "keyword"]


class InstantSearch(RequestBody):
    """`POST …/search/instant`."""

    query: QueryText
    retrieval_strategy: Strategy = Strategy.HYBRID
    filter: list[FilterGroup] | None = None
    limit: Limit = 100
    offset: Offset = 0


class SearchResponse(BaseModel):
    """Hits, the best first."""

    results: list[SearchHit]


class LegacySearch(RequestBody):
    """`POST …/search`: `search_method` is an older name of `retrieval_strategy`.

    `filter` is a filter of Qdrant's, as it was when Qdrant was all that was behind it, or a list of
    groups as in the current search.
    """

    query: QueryText
    retrieval_strategy: LegacyStrategy = Field(
        default="hybrid", validation_alias=AliasChoices("retrieval_strategy", "search_method")
    )
    filter: models.Filter | list[FilterGroup] | None = None
    limit: Limit = 100
    offset: Offset = 0
    score_threshold: Annotated[float, Field(ge=0, le=1)] | None = None
    source_connection_ids: list[uuid.UUID] | None = None
    expand_query: bool | None = None
    interpret_filters: bool | None = None
    rerank: bool | None = None
    generate_answer: bool | None = None


class LegacySearchResponse(BaseModel):
    """Hits, the best first; `completion` would be a language model's answer."""

    results: list[LegacyHit]
    completion: str | None = None


@router.post("/instant")
def instant(readable_id: str, body: InstantSearch, parts: Parts, caller: Caller) -> SearchResponse:
    """Search by meaning, by words or by both."""
    collection = parts.state.collection(caller.id, readable_id)
    page = Page(body.limit, body.offset)
    points = search(
        parts.engines,
        collection,
        body.query,
        body.retrieval_strategy,
        to_qdrant(body.filter),
        page,
    )
    connections = parts.state.connections(caller.id, collection)
    points += federated_hits(parts.engines, connections, body.query, body.limit)
    return SearchResponse(results=[SearchHit.of(point) for point in points])


@router.post("/classic")
@router.post("/agentic")
@router.post("/agentic/stream")
def with_language_model(readable_id: str, parts: Parts, caller: Caller) -> None:
    """Refuse the searches that need a language model."""
    parts.state.collection(caller.id, readable_id)
    raise HTTPException(
        status.HTTP_503_SERVICE_UNAVAILABLE,
        "This search needs a language model, and none is configured; use search/instant",
    )


@router.post("")
def legacy(
    readable_id: str, body: LegacySearch, parts: Parts, caller: Caller
) -> LegacySearchResponse:
    """Search as before March 2026."""
    collection = parts.state.collection(caller.id, readable_id)
    known = {"neural": Strategy.SEMANTIC, "keyword": Strategy.KEYWORD, "hybrid": Strategy.HYBRID}
    narrower = _narrower(body, parts, caller)
    page = Page(body.limit, body.offset)
    strategy = known[body.retrieval_strategy]
    points = search(parts.engines, collection, body.query, strategy, narrower, page)
    least = body.score_threshold or float("-inf")
    hits = [LegacyHit.of(point) for point in points if point.score >= least]
    return LegacySearchResponse(results=hits)


@router.get("")
def legacy_get(
    readable_id: str,
    parts: Parts,
    caller: Caller,
    response: Response,
    query: QueryText,
    retrieval_strategy: LegacyStrategy = "hybrid",
    limit: Limit = 100,
    offset: Offset = 0,
) -> LegacySearchResponse:
    """Search as before March 2026, with the query in the address."""
    response.headers["deprecation"] = "true"
    response.headers["x-api-deprecation"] = "true"
    response.headers["x-api-deprecation-message"] = "Use POST search/instant instead"
    body = LegacySearch(
        query=query, retrieval_strategy=retrieval_strategy, limit=limit, offset=offset
    )
    return legacy(readable_id, body, parts, caller)


def _narrower(body: LegacySearch, parts: Parts, caller: Caller) -> models.Filter | None:
    """Return the user's filter together with the choice of connections."""
    given = to_qdrant(body.filter) if isinstance(body.filter, list) else body.filter
    if body.source_connection_ids is None:
        return given
    connections = [parts.state.connection(caller.id, item) for item in body.source_connection_ids]
    sync_ids = [str(item.sync.id) for item in connections if item.sync]
    chosen = models.FieldCondition(key=SYNC_ID, match=models.MatchAny(any=sync_ids))
    return models.Filter(must=[chosen, given] if given else [chosen])
