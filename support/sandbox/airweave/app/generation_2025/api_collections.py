"""Routes for collections, as in August 2025."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query

from support.sandbox.airweave.app.access import Caller, Parts
from support.sandbox.airweave.app.api_collections import generated_id
from support.sandbox.airweave.app.api_connections import sync_of
from support.sandbox.airweave.app.generation_2025.schemas import (
    CollectionCreate,
    CollectionOut,
    CollectionUpdate,
    JobOut,
)
from support.sandbox.airweave.app.generation_2025.store import Shelves
from support.sandbox.airweave.app.generation_2025.views import collection_out, job_out
from support.sandbox.airweave.app.state import Collection, now

router = APIRouter(prefix="/collections", tags=["collections"])


@router.post("")
def create(body: CollectionCreate, parts: Parts, caller: Caller) -> CollectionOut:
    """Create a collection and its Qdrant collection; 400 when its readable id is taken."""
    collection = Collection(caller.id, body.name, body.readable_id or generated_id(body.name))
    parts.state.add_collection(collection)
    store = parts.engines.store
    assert isinstance(store, Shelves), "this API goes with this storage"
    store.of(collection.id).prepare()
    return collection_out(collection, [])


@router.get("")
def list_all(
    parts: Parts,
    caller: Caller,
    skip: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> list[CollectionOut]:
    """List the organisation's collections, newest first."""
    found = parts.state.collections(caller.id)[skip : skip + limit]
    return [collection_out(item, parts.state.connections(caller.id, item)) for item in found]


@router.get("/{readable_id}")
def get(readable_id: str, parts: Parts, caller: Caller) -> CollectionOut:
    """Return a collection."""
    collection = parts.state.collection(caller.id, readable_id)
    return collection_out(collection, parts.state.connections(caller.id, collection))


@router.put("/{readable_id}")
def update(readable_id: str, body: CollectionUpdate, parts: Parts, caller: Caller) -> CollectionOut:
    """Change the name."""
    collection = parts.state.collection(caller.id, readable_id)
    collection.name = body.name or collection.name
    collection.modified_at = now()
    return collection_out(collection, parts.state.connections(caller.id, collection))


@router.delete("/{readable_id}")
def delete(readable_id: str, parts: Parts, caller: Caller) -> CollectionOut:
    """Delete a collection with its connections; its vectors are gone when this returns."""
    collection = parts.state.collection(caller.id, readable_id)
    answer = collection_out(collection, parts.state.connections(caller.id, collection))
    connections = parts.state.remove_collection(collection)
    remove = partial(parts.engines.store.delete_collection, collection.id)
    parts.jobs.clean_up(connections, remove).result()
    return answer


@router.post("/{readable_id}/refresh_all")
def refresh_all(readable_id: str, parts: Parts, caller: Caller) -> list[JobOut]:
    """Start a job of every connection."""
    collection = parts.state.collection(caller.id, readable_id)
    return [
        job_out(parts.jobs.start(connection, sync_of(connection)), connection)
        for connection in parts.state.connections(caller.id, collection)
    ]
