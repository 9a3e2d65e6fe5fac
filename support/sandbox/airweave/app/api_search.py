"""The route for searching a collection without a language model."""

import math
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from support.sandbox.airweave.app.access import Caller, Parts
from support.sandbox.airweave.app.federated import federated_hits
from support.sandbox.airweave.app.filters import FilterGroup, to_qdrant
from support.sandbox.airweave.app.hits import SearchHit
from support.sandbox.airweave.app.schemas import RequestBody
from support.sandbox.airweave.app.search import Page, Strategy, search

Limit = Annotated[int, Field(ge=1, le=1000)]
Offset = Annotated[int, Field(ge=0)]


class InstantSearch(RequestBody):
    """`POST …/search/instant`."""

    query: Annotated[str, Field(min_length=1, max_length=2000)]
    retrieval_strategy: Strategy = Strategy.HYBRID
    filter: list[FilterGroup] | None = None
    limit: Limit = 100
    offset: Offset = 0


class SearchResponse(BaseModel):
    """Hits, the best first."""

    results: list[SearchHit]


class SearchToday:
    """Today's."""

    def routes(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(prefix="/collections/{readable_id}/search", tags=["collections"])
        router.add_api_route("/instant", self.instant, methods=["POST"])
        return router

    def instant(
        self, readable_id: str, body: InstantSearch, parts: Parts, caller: Caller
    ) -> SearchResponse:
        """Search by meaning, by words or by both."""
        collection = parts.state.collection(caller.id, readable_id)
        found = search(
            parts.engines,
            collection,
            body.query,
            body.retrieval_strategy,
            to_qdrant(body.filter),
            Page(body.limit, body.offset),
        )
        if body.retrieval_strategy is Strategy.SEMANTIC:
            found = [hit.model_copy(update={"score": closeness_of(hit.score)}) for hit in found]
        connections = parts.state.connections(caller.id, collection)
        found += federated_hits(parts.engines, connections, body.query, body.limit)
        return SearchResponse(results=[SearchHit.of(point) for point in found])


def closeness_of(cosine: float) -> float:
    """Return 1 / (1 + angle), the angle in radians: how Vespa rates the angular distance."""
    return 1 / (1 + math.acos(max(-1.0, min(1.0, cosine))))
