"""Routes for source connections and their jobs."""

import uuid
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, status
from pydantic import ValidationError

from support.sandbox.airweave.app.access import Caller, Deployment, Parts
from support.sandbox.airweave.app.schemas import (
    Authentication,
    ConnectionCreate,
    ConnectionListItem,
    ConnectionOut,
    ConnectionUpdate,
    ScheduleConfig,
)
from support.sandbox.airweave.app.sources.base import Source, StrictFields
from support.sandbox.airweave.app.state import Connection, Schedule, Sync, UnknownError, now
from support.sandbox.airweave.app.views import connection_list_item, connection_out

router = APIRouter(prefix="/source-connections", tags=["source-connections"])

DEFAULT_CRON_CONTINUOUS = "*/5 * * * *"
DEFAULT_CRON = "0 0 * * *"


@router.post("")
def create(body: ConnectionCreate, parts: Parts, caller: Caller) -> ConnectionOut:
    """Connect a source to a collection, after asking the vendor whether all of it is right.

    Without a `schedule` the connection gets a default cron. With a null cron and
    `sync_immediately` off it gets no sync at all, so that it can never run: Airweave's own trap.
    """
    source = known_source(parts, body.short_name)
    collection = parts.state.collection(caller.id, body.readable_collection_id)
    auth = _credentials(source, body.authentication)
    config = checked_fields("config", source.config_model, body.config or {})
    parts.engines.open(source, auth, config).validate()
    at_once = body.sync_immediately is not False
    schedule = _schedule(source, body.schedule)
    connection = Connection(
        organization_id=caller.id,
        collection=collection,
        source=source,
        name=body.name or f"{source.name} Connection",
        description=body.description,
        auth=auth,
        config=config,
        schedule=schedule,
        sync=Sync() if (schedule.cron or at_once) and not source.federated else None,
    )
    parts.state.add_connection(connection)
    if connection.sync and at_once:
        parts.jobs.start(connection, connection.sync)
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
def get(source_connection_id: uuid.UUID, parts: Parts, caller: Caller) -> ConnectionOut:
    """Return a connection."""
    return connection_out(parts.state.connection(caller.id, source_connection_id))


@router.get("/{source_connection_id}/sync-id")
def get_sync_id(
    source_connection_id: uuid.UUID, parts: Parts, caller: Caller
) -> dict[str, uuid.UUID]:
    """Return the id of the connection's sync."""
    return {"sync_id": sync_of(parts.state.connection(caller.id, source_connection_id)).id}


@router.patch("/{source_connection_id}")
def update(
    source_connection_id: uuid.UUID, body: ConnectionUpdate, parts: Parts, caller: Caller
) -> ConnectionOut:
    """Change a connection; new credentials and settings are tried out before they are taken."""
    connection = parts.state.connection(caller.id, source_connection_id)
    _update_access(connection, body, parts)
    if body.name is not None:
        connection.name = body.name
    if "description" in body.model_fields_set:
        connection.description = body.description
    if body.schedule is not None:
        connection.schedule = _schedule(connection.source, body.schedule)
        if connection.schedule.cron and connection.sync is None:
            connection.sync = Sync()
    connection.modified_at = now()
    return connection_out(connection)


@router.delete("/{source_connection_id}")
def delete(source_connection_id: uuid.UUID, parts: Parts, caller: Caller) -> ConnectionOut:
    """Delete a connection; what it synced goes soon after, in the background."""
    connection = parts.state.connection(caller.id, source_connection_id)
    answer = connection_out(connection)
    parts.state.remove_connection(connection)
    if connection.sync:
        store, collection_id = parts.engines.store, connection.collection.id
        remove = partial(store.delete_sync, collection_id, connection.sync.id)
        parts.jobs.clean_up([connection], remove)
    return answer


def checked_fields(kind: str, model: type[StrictFields], values: dict[str, Any]) -> Any:  # noqa: ANN401
    """Return the values as an instance of `model`.

    Raises:
        HTTPException: 422, with the fields that are missing, unknown or wrong, never their values.
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        wrong = "\n".join(
            f"Field '{'.'.join(str(part) for part in item['loc'])}': {item['msg']}"
            for item in error.errors(include_input=False, include_context=False)
        )
        raise HTTPException(
            status.HTTP_422_UNPROCESSABLE_CONTENT,
            f"Invalid {kind} fields: Invalid configuration for {model.__name__}:\n{wrong}",
        ) from None


def known_source(parts: Deployment, short_name: str) -> type[Source]:
    """Return a connector of this deployment; raises `UnknownError`."""
    if short_name not in parts.sources:
        raise UnknownError(f"Source '{short_name}' not found")
    return parts.sources[short_name]


def _credentials(source: type[Source], given: Authentication | None) -> Any:  # noqa: ANN401
    if given and given.access_token and "access_token" in source.auth_model.model_fields:
        return checked_fields("auth", source.auth_model, {"access_token": given.access_token})
    if given is None or given.credentials is None:
        raise HTTPException(
            status.HTTP_400_BAD_REQUEST,
            f"Source {source.name} needs direct authentication: authentication.credentials",
        )
    return checked_fields("auth", source.auth_model, given.credentials)


def _schedule(source: type[Source], wanted: ScheduleConfig | None) -> Schedule:
    if wanted is None:
        return Schedule(DEFAULT_CRON_CONTINUOUS if source.supports_continuous else DEFAULT_CRON)
    return Schedule(wanted.cron, bool(wanted.continuous), wanted.cursor_field)


def _update_access(connection: Connection, body: ConnectionUpdate, parts: Deployment) -> None:
    """Take over new credentials and settings if the vendor accepts them together."""
    auth, config = connection.auth, connection.config
    if body.authentication is not None:
        auth = _credentials(connection.source, body.authentication)
    if body.config is not None:
        config = checked_fields("config", connection.source.config_model, body.config)
    if (auth, config) == (connection.auth, connection.config):
        return
    parts.engines.open(connection.source, auth, config).validate()
    connection.auth, connection.config = auth, config
    if body.authentication is not None:
        connection.authenticated_at = now()
        if connection.sync:
            connection.sync.paused = False


def sync_of(connection: Connection) -> Sync:
    """Return the sync of a connection; raises `UnknownError` when it has none."""
    if connection.sync is None:
        raise UnknownError("Source connection has no sync")
    return connection.sync
