"""The routes of Qdrant's REST API that concern collections, their indexes and aliases."""

from fastapi import APIRouter, Response
from qdrant_client.http import models

from support.sandbox.engines.qdrant.envelope import answer
from support.sandbox.engines.qdrant.store import Store

collections = APIRouter(prefix="/collections")


@collections.get("")
async def list_collections(store: Store) -> Response:
    """List the names of all collections."""
    return answer(store.get_collections())


@collections.put("/{name}")
async def create(name: str, wanted: models.CreateCollection, store: Store) -> Response:
    """Create a collection; memory, sharding and indexing options have no effect."""
    return answer(
        store.create_collection(
            name,
            vectors_config=wanted.vectors,
            sparse_vectors_config=wanted.sparse_vectors,
            metadata=wanted.metadata,
        )
    )


@collections.get("/{name}")
async def info(name: str, store: Store) -> Response:
    """Describe a collection."""
    found = store.get_collection(name)
    return answer(found.model_copy(update={"payload_schema": store.payload_schema(name)}))


@collections.patch("/{name}")
async def update(name: str, wanted: models.UpdateCollection, store: Store) -> Response:
    """Change a collection's sparse vectors or metadata."""
    return answer(
        store.update_collection(
            name,
            vectors_config=wanted.vectors,
            sparse_vectors_config=wanted.sparse_vectors,
            metadata=wanted.metadata,
        )
    )


@collections.get("/{name}/exists")
async def exists(name: str, store: Store) -> Response:
    """Tell whether a collection exists."""
    return answer(models.CollectionExistence(exists=store.collection_exists(name)))


@collections.delete("/{name}")
async def delete(name: str, store: Store) -> Response:
    """Delete a collection with all its points."""
    store.indexes.pop(name, None)
    return answer(store.delete_collection(name))


@collections.put("/{name}/index")
async def create_index(name: str, wanted: models.CreateFieldIndex, store: Store) -> Response:
    """Create a payload index; searches are exact with and without it."""
    done = store.create_payload_index(name, wanted.field_name, wanted.field_schema)
    store.indexes[name][wanted.field_name] = wanted.field_schema
    return answer(done)


@collections.delete("/{name}/index/{field}")
async def delete_index(name: str, field: str, store: Store) -> Response:
    """Delete a payload index."""
    store.indexes[name].pop(field, None)
    return answer(store.delete_payload_index(name, field))


@collections.post("/aliases")
async def change_aliases(wanted: models.ChangeAliasesOperation, store: Store) -> Response:
    """Create, delete and rename aliases, all of them or none."""
    return answer(store.update_collection_aliases(wanted.actions))


@collections.get("/{name}/aliases")
async def collection_aliases(name: str, store: Store) -> Response:
    """List the aliases of one collection."""
    return answer(store.get_collection_aliases(name))
