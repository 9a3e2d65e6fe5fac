"""Routes for collections."""

import re
import secrets
import string
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query

from support.sandbox.airweave.app.access import Caller, Parts
from support.sandbox.airweave.app.schemas import CollectionCreate, CollectionOut, CollectionUpdate
from support.sandbox.airweave.app.state import Collection, now
from support.sandbox.airweave.app.views import collection_out

router = APIRouter(prefix="/collections", tags=["collections"])
_SUFFIX = string.ascii_lowercase + string.digits


@router.post("")
def create(body: CollectionCreate, parts: Parts, caller: Caller) -> CollectionOut:
    """Create a collection; 400 when its readable id is taken."""
    readable_id = body.readable_id or generated_id(body.name)
    collection = Collection(caller.id, body.name, readable_id, body.sync_config)
    parts.state.add_collection(collection)
    return collection_out(collection, [])


@router.get("")
def list_all(
    parts: Parts,
    caller: Caller,
    skip: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    search: str = "",
) -> list[CollectionOut]:
    """List the organisation's collections, newest first."""
    found = parts.state.collections(caller.id, search)[skip : skip + limit]
    return [collection_out(item, parts.state.connections(caller.id, item)) for item in found]


@router.get("/count")
def count(parts: Parts, caller: Caller, search: str = "") -> int:
    """Count the organisation's collections."""
    return len(parts.state.collections(caller.id, search))


@router.get("/{readable_id}")
def get(readable_id: str, parts: Parts, caller: Caller) -> CollectionOut:
    """Return a collection."""
    collection = parts.state.collection(caller.id, readable_id)
    return collection_out(collection, parts.state.connections(caller.id, collection))


@router.patch("/{readable_id}")
def update(readable_id: str, body: CollectionUpdate, parts: Parts, caller: Caller) -> CollectionOut:
    """Change the name or the sync settings; what is left out stays as it is."""
    collection = parts.state.collection(caller.id, readable_id)
    if body.name is not None:
        collection.name = body.name
    if "sync_config" in body.model_fields_set:
        collection.sync_config = body.sync_config
    collection.modified_at = now()
    return collection_out(collection, parts.state.connections(caller.id, collection))


@router.delete("/{readable_id}")
def delete(readable_id: str, parts: Parts, caller: Caller) -> CollectionOut:
    """Delete a collection with its connections; its vectors go soon after, in the background."""
    collection = parts.state.collection(caller.id, readable_id)
    answer = collection_out(collection, parts.state.connections(caller.id, collection))
    connections = parts.state.remove_collection(collection)
    remove = partial(parts.engines.store.delete_collection, collection.id)
    parts.jobs.clean_up(connections, remove)
    return answer


def generated_id(name: str) -> str:
    """Return the readable id of a nameless collection: its name's letters and digits, and a suffix.

    Everything but a-z, 0-9 and blanks is dropped (hyphens too), blanks become hyphens.
    """
    words = re.sub(r"[^a-z0-9\s]", "", name.lower()).split()
    suffix = "".join(secrets.choice(_SUFFIX) for _ in range(6))
    return "-".join([*words, suffix])
