"""Routes for searching a collection, as in August 2025.

There is no language model: a completion says so, and the switches for one have no effect.
"""

from typing import Literal

from fastapi import APIRouter
from qdrant_client import models

from support.sandbox.airweave.app.access import Caller, Parts
from support.sandbox.airweave.app.embedding import query_vector
from support.sandbox.airweave.app.generation_2025.schemas import (
    Limit,
    Offset,
    QueryText,
    ResultOut,
    SearchRequest,
    SearchResponse,
)
from support.sandbox.airweave.app.generation_2025.store import Shelves
from support.sandbox.airweave.app.state import Collection

router = APIRouter(prefix="/collections/{readable_id}/search", tags=["collections"])

_NOT_SHOWN = {"embeddable_text", "download_url", "local_path", "checksum", "vector"}
_RELEVANT = 0.5
_NO_MODEL = "OpenAI API key not configured. Cannot generate completion."


@router.post("")
def search(readable_id: str, body: SearchRequest, parts: Parts, caller: Caller) -> SearchResponse:
    """Search by meaning, by words or by both."""
    collection = parts.state.collection(caller.id, readable_id)
    least = body.score_threshold or float("-inf")
    found = _points(body, collection, parts)
    results = [_result(point) for point in found if point.score >= least]
    return SearchResponse(
        results=results,
        response_type=body.response_type,
        completion=_NO_MODEL if body.response_type == "completion" else None,
        status=_status(results),
    )


@router.get("")
def search_by_address(
    readable_id: str,
    parts: Parts,
    caller: Caller,
    query: QueryText,
    response_type: Literal["raw", "completion"] = "raw",
    limit: Limit = 20,
    offset: Offset = 0,
    recency_bias: float = 0.3,
) -> SearchResponse:
    """Search with the query in the address."""
    body = SearchRequest(
        query=query,
        response_type=response_type,
        limit=limit,
        offset=offset,
        recency_bias=recency_bias,
    )
    return search(readable_id, body, parts, caller)


def _points(body: SearchRequest, collection: Collection, parts: Parts) -> list[models.ScoredPoint]:
    engines = parts.engines
    assert isinstance(engines.store, Shelves), "this API goes with this storage"
    shelf, where = engines.store.of(collection.id), body.filter or models.Filter()
    terms = query_vector(body.query)
    if body.search_method == "keyword":
        return shelf.matching(terms, where, body.limit, body.offset)
    vector = engines.embedder.dense([body.query])[0]
    if body.search_method == "neural":
        return shelf.nearest(vector, where, body.limit, body.offset)
    return shelf.fused(vector, terms, where, body.limit, body.offset)


def _result(point: models.ScoredPoint) -> ResultOut:
    payload = point.payload or {}
    shown = {key: value for key, value in payload.items() if key not in _NOT_SHOWN}
    return ResultOut(score=point.score, payload=shown)


def _status(
    results: list[ResultOut],
) -> Literal["success", "no_relevant_results", "no_results"]:
    if not results:
        return "no_results"
    relevant = any(result.score >= _RELEVANT for result in results)
    return "success" if relevant else "no_relevant_results"
