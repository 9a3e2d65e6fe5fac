"""The route for searching a collection without a language model."""

import math
from typing import Annotated

from fastapi import APIRouter, HTTPException, status
from pydantic import AfterValidator, BaseModel, Field

from support.sandbox.airweave.app.access import Caller, Parts
from support.sandbox.airweave.app.errors import InvalidError
from support.sandbox.airweave.app.federated import federated_hits
from support.sandbox.airweave.app.filters import FilterGroup, to_qdrant
from support.sandbox.airweave.app.hits import SearchHit
from support.sandbox.airweave.app.schemas import RequestBody
from support.sandbox.airweave.app.search import Page, Strategy, search

Limit = Annotated[int, Field(ge=1, le=1000)]
MOST_HITS = 200
Offset = Annotated[int, Field(ge=0)]


def is_blank(query: str) -> bool:
    """Tell whether a question asks nothing."""
    return not query.strip()


def _asking(query: str) -> str:
    if is_blank(query):
        raise ValueError("Query cannot be empty")
    return query


class InstantSearch(RequestBody):
    """`POST …/search/instant`."""

    query: Annotated[str, AfterValidator(_asking)]
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
        for kind in ("classic", "agentic"):
            router.add_api_route(f"/{kind}", self.without_a_model, methods=["POST"])
        return router

    def without_a_model(self, readable_id: str, parts: Parts, caller: Caller) -> None:
        """Refuse what only a language model could do."""
        parts.state.collection(caller.id, readable_id)
        raise HTTPException(status.HTTP_503_SERVICE_UNAVAILABLE, "No LLM provider configured.")

    def instant(
        self, readable_id: str, body: InstantSearch, parts: Parts, caller: Caller
    ) -> SearchResponse:
        """Search by meaning, by words or by both."""
        collection = parts.state.collection(caller.id, readable_id)
        if body.limit > MOST_HITS:
            raise InvalidError("limit", f"Input should be less than or equal to {MOST_HITS}")
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
