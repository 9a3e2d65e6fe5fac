"""Routes for collections."""

import re
import secrets
import string
from abc import ABC, abstractmethod
from functools import partial
from typing import ClassVar

from fastapi import APIRouter
from pydantic import BaseModel

from support.sandbox.airweave.app.access import Caller, PageOf, Parts
from support.sandbox.airweave.app.schemas import CollectionCreate, CollectionOut, CollectionUpdate
from support.sandbox.airweave.app.state import Collection, Connection, now
from support.sandbox.airweave.app.views import collection_out, summaries

_SUFFIX = string.ascii_lowercase + string.digits


class CollectionRoutes(ABC):
    """What all generations have."""

    removes_at_once: ClassVar[bool] = False
    """Whether the vectors of what is deleted are gone when the answer comes, or soon after."""

    @abstractmethod
    def show(self, collection: Collection, connections: list[Connection]) -> BaseModel:
        """Return a collection as this generation shows it."""

    def show_listed(self, collection: Collection, connections: list[Connection]) -> BaseModel:
        """Return a collection as this generation lists it."""
        return self.show(collection, connections)

    def routes(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(prefix="/collections", tags=["collections"])
        router.add_api_route("/count", self.count, methods=["GET"])
        router.add_api_route("", self.list_all, methods=["GET"], response_model=None)
        router.add_api_route("/{readable_id}", self.get, methods=["GET"], response_model=None)
        router.add_api_route("/{readable_id}", self.delete, methods=["DELETE"], response_model=None)
        return router

    def list_all(
        self, parts: Parts, caller: Caller, page: PageOf, search: str = ""
    ) -> list[BaseModel]:
        """List the organisation's collections, newest first."""
        found = page.of(parts.state.collections(caller.id, search))
        return [self.show_listed(item, parts.state.connections(caller.id, item)) for item in found]

    def count(self, parts: Parts, caller: Caller, search: str = "") -> int:
        """Count the organisation's collections whose name or id holds `search`."""
        return parts.state.count(caller.id, search)

    def get(self, readable_id: str, parts: Parts, caller: Caller) -> BaseModel:
        """Return a collection."""
        collection = parts.state.collection(caller.id, readable_id)
        return self.show(collection, parts.state.connections(caller.id, collection))

    def update(
        self, readable_id: str, body: CollectionUpdate, parts: Parts, caller: Caller
    ) -> BaseModel:
        """Change the name."""
        collection = parts.state.collection(caller.id, readable_id)
        collection.name = body.name or collection.name
        collection.modified_at = now()
        return self.show(collection, parts.state.connections(caller.id, collection))

    def delete(self, readable_id: str, parts: Parts, caller: Caller) -> BaseModel:
        """Delete a collection with its connections and vectors."""
        collection = parts.state.collection(caller.id, readable_id)
        answer = self.show(collection, parts.state.connections(caller.id, collection))
        connections = parts.state.remove_collection(collection)
        remove = partial(parts.engines.store.delete_collection, collection.id)
        removal = parts.jobs.clean_up(connections, remove)
        if self.removes_at_once:
            removal.result()
        return answer


class CollectionsToday(CollectionRoutes):
    """Today's."""

    def show(self, collection: Collection, connections: list[Connection]) -> CollectionOut:
        """Return a collection as it is shown today."""
        return collection_out(collection, connections)

    def show_listed(self, collection: Collection, connections: list[Connection]) -> CollectionOut:
        """Return a collection as it is listed today: with its sources."""
        shown = collection_out(collection, connections)
        return shown.model_copy(update={"source_connection_summaries": summaries(connections)})

    def routes(self) -> APIRouter:
        """Return the routes."""
        router = super().routes()
        router.add_api_route("", self.create, methods=["POST"])
        router.add_api_route("/{readable_id}", self.update, methods=["PATCH"], response_model=None)
        return router

    def create(self, body: CollectionCreate, parts: Parts, caller: Caller) -> CollectionOut:
        """Create a collection; 400 when its readable id is taken."""
        collection = Collection(caller.id, body.name, body.readable_id or generated_id(body.name))
        parts.state.add_collection(collection)
        return self.show(collection, [])


def generated_id(name: str) -> str:
    """Return the readable id of a nameless collection: its name's letters and digits, and a suffix.

    Everything but a-z, 0-9 and blanks is dropped (hyphens too), blanks become hyphens.
    """
    words = re.sub(r"[^a-z0-9\s]", "", name.lower()).split()
    suffix = "".join(secrets.choice(_SUFFIX) for _ in range(6))
    return "-".join([*words, suffix])
