"""Search in sources that are not copied: the vendor finds, and its hits join the others."""

import logging
import uuid
from collections.abc import Iterator

from qdrant_client import models

from support.sandbox.airweave.app.documents import Origin, points_of
from support.sandbox.airweave.app.jobs import Engines
from support.sandbox.airweave.app.sources.base import Entity, Source, SourceError
from support.sandbox.airweave.app.state import Connection

_NONE = uuid.UUID(int=0)
_log = logging.getLogger(__name__)


def federated_hits(
    engines: Engines, connections: list[Connection], query: str, limit: int
) -> list[models.ScoredPoint]:
    """Return what the vendors find, in their order; nobody measures how well it fits.

    A vendor that refuses takes nothing away from what the others find.
    """
    asked = [connection for connection in connections if connection.source.federated]
    return [hit for one in asked for hit in _hits_if_any(engines, one, query, limit)][:limit]


def found_by(source: Source, query: str, limit: int) -> list[Entity]:
    """Return what one source finds."""
    return list(source.search(query, limit))


def _hits_if_any(
    engines: Engines, connection: Connection, query: str, limit: int
) -> list[models.ScoredPoint]:
    try:
        return list(_hits(engines, connection, query, limit))
    except SourceError as error:
        _log.warning("%s is left out of a search: %s", connection.source.name, error)
        return []


def _hits(
    engines: Engines, connection: Connection, query: str, limit: int
) -> Iterator[models.ScoredPoint]:
    source = engines.open(connection.source, connection.auth, connection.config)
    origin = Origin(connection.collection.id, _NONE, _NONE, connection.source.short_name)
    for entity in found_by(source, query, limit):
        for point in points_of(entity, origin, engines.embedder):
            payload = dict(point.payload or {})
            payload["airweave_system_metadata"] |= {"sync_id": "", "sync_job_id": ""}
            yield models.ScoredPoint(id=point.id, version=0, score=0.0, payload=payload)
