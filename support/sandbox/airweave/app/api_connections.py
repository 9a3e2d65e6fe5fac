"""Routes for source connections."""

import re
import uuid
from abc import ABC, abstractmethod
from functools import partial
from typing import Any, ClassVar

from fastapi import APIRouter, HTTPException, status
from pydantic import BaseModel, ValidationError

from support.sandbox.airweave.app.access import Caller, Deployment, PageOf, Parts
from support.sandbox.airweave.app.api_jobs import sync_of
from support.sandbox.airweave.app.errors import InvalidError
from support.sandbox.airweave.app.schemas import (
    Authentication,
    ConnectionCreate,
    ConnectionListItem,
    ConnectionOut,
    ConnectionUpdate,
    ScheduleConfig,
    SyncIdOut,
)
from support.sandbox.airweave.app.sources.base import Source, StrictFields
from support.sandbox.airweave.app.state import Connection, Schedule, Sync, UnknownError, now
from support.sandbox.airweave.app.views import connection_list_item, connection_out

DEFAULT_CRON_CONTINUOUS = "*/5 * * * *"
DEFAULT_CRON = "0 0 * * *"

CRON = re.compile(r"(\S+\s+){4}\S+")

_ONE = "/{source_connection_id}"


class ConnectionRoutes(ABC):
    """What all generations have."""

    removes_at_once: ClassVar[bool] = False
    """Whether the vectors of what is deleted are gone when the answer comes, or soon after."""

    @abstractmethod
    def show(self, connection: Connection) -> BaseModel:
        """Return a connection as this generation shows it."""

    @abstractmethod
    def show_listed(self, connection: Connection) -> BaseModel:
        """Return a connection as this generation lists it."""

    def routes(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(prefix="/source-connections", tags=["source-connections"])
        router.add_api_route("", self.list_all, methods=["GET"], response_model=None)
        router.add_api_route(_ONE, self.get, methods=["GET"], response_model=None)
        router.add_api_route(_ONE, self.delete, methods=["DELETE"], response_model=None)
        return router

    def list_all(
        self, parts: Parts, caller: Caller, page: PageOf, collection: str | None = None
    ) -> list[BaseModel]:
        """List the organisation's connections, of one collection if its readable id is given."""
        found = chosen(parts.state.connections(caller.id), collection)
        return [self.show_listed(item) for item in page.of(found)]

    def get(self, source_connection_id: uuid.UUID, parts: Parts, caller: Caller) -> BaseModel:
        """Return a connection."""
        return self.show(parts.state.connection(caller.id, source_connection_id))

    def delete(self, source_connection_id: uuid.UUID, parts: Parts, caller: Caller) -> BaseModel:
        """Delete a connection with what it synced."""
        connection = parts.state.connection(caller.id, source_connection_id)
        answer = self.show(connection)
        parts.state.remove_connection(connection)
        if connection.sync:
            store, collection_id = parts.engines.store, connection.collection.id
            remove = partial(store.delete_sync, collection_id, connection.sync.id)
            removal = parts.jobs.clean_up([connection], remove)
            if self.removes_at_once:
                removal.result()
        return answer


class ConnectionsToday(ConnectionRoutes):
    """Today's: the vendor is asked whether all of it is right before a connection is made."""

    def show(self, connection: Connection) -> ConnectionOut:
        """Return a connection as it is shown today."""
        return connection_out(connection)

    def show_listed(self, connection: Connection) -> ConnectionListItem:
        """Return a connection as it is listed today."""
        return connection_list_item(connection)

    def routes(self) -> APIRouter:
        """Return the routes."""
        router = super().routes()
        router.add_api_route("", self.create, methods=["POST"])
        router.add_api_route(_ONE, self.update, methods=["PATCH"])
        router.add_api_route(f"{_ONE}/sync-id", self.sync_id, methods=["GET"])
        return router

    def sync_id(self, source_connection_id: uuid.UUID, parts: Parts, caller: Caller) -> SyncIdOut:
        """Return the id of a connection's sync."""
        connection = parts.state.connection(caller.id, source_connection_id)
        return SyncIdOut(sync_id=sync_of(connection).id)

    def create(self, body: ConnectionCreate, parts: Parts, caller: Caller) -> ConnectionOut:
        """Connect a source to a collection.

        Without a `schedule` the connection gets a default cron. With a null cron and
        `sync_immediately` off it gets no sync at all, so that it can never run: Airweave's own
        trap.
        """
        source = parts.sources.get(body.short_name)
        if source is None:
            raise UnknownError(f"Source '{body.short_name}' not found")
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
        return self.show(connection)

    def update(
        self, source_connection_id: uuid.UUID, body: ConnectionUpdate, parts: Parts, caller: Caller
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
        return self.show(connection)


def chosen(connections: list[Connection], collection: str | None) -> list[Connection]:
    """Return the connections of a collection, by its readable id, or all if none is given."""
    return [one for one in connections if collection in (None, one.collection.readable_id)]


def checked_fields(kind: str, model: type[StrictFields], values: dict[str, Any]) -> Any:  # noqa: ANN401
    """Return the values as an instance of `model`.

    Raises:
        HTTPException: 422, with the fields that are missing or wrong, never their values.
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(str(part) for part in item['loc'])}: {item['msg']}"
            for item in error.errors(include_input=False, include_context=False)
        )
        raise HTTPException(
            status.HTTP_422_UNPROCESSABLE_CONTENT, f"Invalid {kind} fields: {wrong}"
        ) from None


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
    if wanted.cron is not None and not CRON.fullmatch(wanted.cron):
        raise InvalidError("cron_schedule", "Value error, Invalid cron schedule format")
    return Schedule(wanted.cron, bool(wanted.continuous), wanted.cursor_field)


def _update_access(connection: Connection, body: ConnectionUpdate, parts: Deployment) -> None:
    """Take over new credentials and settings if the vendor accepts them together."""
    auth, config = connection.auth, connection.config
    if body.authentication is not None:
        auth = _credentials(connection.source, body.authentication)
    if body.config is not None:
        config = checked_fields("config", connection.source.config_model, body.config)
    if body.authentication is None and config == connection.config:
        return
    parts.engines.open(connection.source, auth, config).validate()
    connection.auth, connection.config = auth, config
    if body.authentication is not None:
        connection.authenticated_at = now()
        if connection.sync:
            connection.sync.paused = False
