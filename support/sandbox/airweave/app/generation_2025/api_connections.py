"""Routes for source connections, as in August 2025: nothing is tried out before the first sync."""

import uuid
from typing import ClassVar

from fastapi import APIRouter, HTTPException, status

from support.sandbox.airweave.app.access import Caller, Parts
from support.sandbox.airweave.app.api_connections import ConnectionRoutes, checked_fields
from support.sandbox.airweave.app.api_jobs import sync_of
from support.sandbox.airweave.app.generation_2025.schemas import (
    ConnectionCreate,
    ConnectionListItem,
    ConnectionOut,
    ConnectionUpdate,
)
from support.sandbox.airweave.app.generation_2025.views import connection_list_item, connection_out
from support.sandbox.airweave.app.state import Connection, Schedule, Sync, UnknownError, now


class Connections2025(ConnectionRoutes):
    """Those of 2025."""

    removes_at_once: ClassVar[bool] = True

    def show(self, connection: Connection) -> ConnectionOut:
        """Return a connection as it was shown in 2025."""
        return connection_out(connection)

    def show_listed(self, connection: Connection) -> ConnectionListItem:
        """Return a connection as it was listed in 2025."""
        return connection_list_item(connection)

    def get(
        self,
        source_connection_id: uuid.UUID,
        parts: Parts,
        caller: Caller,
        *,
        show_auth_fields: bool = False,
    ) -> ConnectionOut:
        """Return a connection."""
        connection = parts.state.connection(caller.id, source_connection_id)
        return connection_out(connection, asked_for_credentials=show_auth_fields)

    def routes(self) -> APIRouter:
        """Return the routes."""
        router = super().routes()
        router.add_api_route("", self.create, methods=["POST"])
        router.add_api_route("/{source_connection_id}", self.update, methods=["PUT"])
        return router

    def create(self, body: ConnectionCreate, parts: Parts, caller: Caller) -> ConnectionOut:
        """Connect a source to a collection; it is run by hand or by a cron only."""
        source = parts.sources.get(body.short_name)
        if source is None:
            raise UnknownError(f"Object with short name {body.short_name} not found")
        collection = parts.state.collection(caller.id, body.collection)
        if body.auth_fields is None:
            raise HTTPException(
                status.HTTP_400_BAD_REQUEST,
                "Either auth_provider, auth_fields or credential_id must be provided to create a"
                " source connection",
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
        return self.show(connection)

    def update(
        self, source_connection_id: uuid.UUID, body: ConnectionUpdate, parts: Parts, caller: Caller
    ) -> ConnectionOut:
        """Give a connection another name."""
        connection = parts.state.connection(caller.id, source_connection_id)
        connection.name = body.name
        connection.modified_at = now()
        return self.show(connection)
