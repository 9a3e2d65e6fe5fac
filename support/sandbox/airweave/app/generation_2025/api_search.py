"""The route for searching a collection, as in August 2025; there is no language model."""

from typing import Literal

from fastapi import APIRouter
from qdrant_client import models

from support.sandbox.airweave.app.access import Caller, Parts
from support.sandbox.airweave.app.generation_2025.schemas import (
    ResultOut,
    SearchRequest,
    SearchResponse,
)
from support.sandbox.airweave.app.search import Page, Strategy, search

_STRATEGIES = {
    "neural": Strategy.SEMANTIC,
    "keyword": Strategy.KEYWORD,
    "hybrid": Strategy.HYBRID,
}
_NOT_SHOWN = {"embeddable_text", "download_url", "local_path", "checksum", "vector"}
_RELEVANT = 0.5


class Search2025:
    """That of 2025."""

    def routes(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(prefix="/collections/{readable_id}/search", tags=["collections"])
        router.add_api_route("", self.search, methods=["POST"])
        return router

    def search(
        self, readable_id: str, body: SearchRequest, parts: Parts, caller: Caller
    ) -> SearchResponse:
        """Search by meaning, by words or by both."""
        collection = parts.state.collection(caller.id, readable_id)
        points = search(
            parts.engines,
            collection,
            body.query,
            _STRATEGIES[body.search_method],
            body.filter,
            Page(body.limit, body.offset),
        )
        results = [_result(point) for point in points]
        return SearchResponse(
            results=results, response_type=body.response_type, status=_status(results)
        )


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
