"""Routes for collections, as in August 2025."""

from typing import ClassVar

from fastapi import APIRouter

from support.sandbox.airweave.app.access import Caller, Parts
from support.sandbox.airweave.app.api_collections import CollectionRoutes, generated_id
from support.sandbox.airweave.app.generation_2025.schemas import CollectionOut
from support.sandbox.airweave.app.generation_2025.store import Shelves
from support.sandbox.airweave.app.generation_2025.views import collection_out
from support.sandbox.airweave.app.schemas import CollectionCreate
from support.sandbox.airweave.app.state import Collection, Connection


class Collections2025(CollectionRoutes):
    """Those of 2025: a collection has a Qdrant collection of its own."""

    removes_at_once: ClassVar[bool] = True

    def show(self, collection: Collection, connections: list[Connection]) -> CollectionOut:
        """Return a collection as it was shown in 2025."""
        return collection_out(collection, connections)

    def routes(self) -> APIRouter:
        """Return the routes."""
        router = super().routes()
        router.add_api_route("", self.create, methods=["POST"])
        router.add_api_route("/{readable_id}", self.update, methods=["PUT"], response_model=None)
        return router

    def create(self, body: CollectionCreate, parts: Parts, caller: Caller) -> CollectionOut:
        """Create a collection and its Qdrant collection; 400 when its readable id is taken."""
        collection = Collection(caller.id, body.name, body.readable_id or generated_id(body.name))
        parts.state.add_collection(collection)
        store = parts.engines.store
        assert isinstance(store, Shelves), "this API goes with this storage"
        store.of(collection.id).prepare()
        return self.show(collection, [])
