"""Routes for source connections, as in August 2025: nothing is tried out before the first sync."""

import uuid
from functools import partial
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, status

from support.sandbox.airweave.app.access import Caller, Parts
from support.sandbox.airweave.app.api_connections import checked_fields, sync_of
from support.sandbox.airweave.app.generation_2025.schemas import (
    ConnectionCreate,
    ConnectionListItem,
    ConnectionOut,
)
from support.sandbox.airweave.app.generation_2025.views import (
    HIDDEN,
    connection_list_item,
    connection_out,
    credentials,
)
from support.sandbox.airweave.app.state import Connection, Schedule, Sync, UnknownError

router = APIRouter(prefix="/source-connections", tags=["source-connections"])


@router.post("")
def create(body: ConnectionCreate, parts: Parts, caller: Caller) -> ConnectionOut:
    """Connect a source to a collection; it is run by hand or by a cron only."""
    source = parts.sources.get(body.short_name)
    if source is None:
        raise UnknownError(f"Object with short name {body.short_name} not found")
    collection = parts.state.collection(caller.id, body.collection)
    if body.auth_fields is None:
        raise HTTPException(
            status.HTTP_400_BAD_REQUEST,
            "Either auth_provider, auth_fields or credential_id must be provided to create a source"
            " connection",
        )
    connection = Connection(
        organization_id=caller.id,
        collection=collection,
        source=source,
        name=body.name,
        description=body.description,
        auth=checked_fields("auth", source.auth_model, body.auth_fields),
        config=checked_fields("config", source.config_model, body.config_fields or {}),
        schedule=Schedule(body.cron_schedule),
        sync=Sync(),
    )
    parts.state.add_connection(connection)
    if body.sync_immediately:
        parts.jobs.start(connection, sync_of(connection))
    return connection_out(connection)


@router.get("")
def list_all(
    parts: Parts,
    caller: Caller,
    collection: str | None = None,
    skip: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> list[ConnectionListItem]:
    """List the organisation's connections, of one collection if its readable id is given."""
    found = [
        item
        for item in parts.state.connections(caller.id)
        if collection in (None, item.collection.readable_id)
    ]
    return [connection_list_item(item) for item in found[skip : skip + limit]]


@router.get("/{source_connection_id}")
def get(
    source_connection_id: uuid.UUID, parts: Parts, caller: Caller, show_auth_fields: bool = False
) -> ConnectionOut:
    """Return a connection; its credentials only to whoever asks for them."""
    connection = parts.state.connection(caller.id, source_connection_id)
    return connection_out(connection, credentials(connection) if show_auth_fields else HIDDEN)


@router.delete("/{source_connection_id}")
def delete(source_connection_id: uuid.UUID, parts: Parts, caller: Caller) -> ConnectionOut:
    """Delete a connection; what it synced is gone when this returns."""
    connection = parts.state.connection(caller.id, source_connection_id)
    answer = connection_out(connection, None)
    parts.state.remove_connection(connection)
    store, collection_id = parts.engines.store, connection.collection.id
    remove = partial(store.delete_sync, collection_id, sync_of(connection).id)
    parts.jobs.clean_up([connection], remove).result()
    return answer
