"""What the deployment knows: organisations, collections, connections, jobs; all in memory."""

import secrets
import threading
import uuid
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from support.sandbox.airweave.app.sources.base import Cursor, Source, StrictFields


def now() -> datetime:
    """Return the time as Airweave writes it: UTC without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


class JobStatus(StrEnum):
    """Where a sync job stands."""

    PENDING = "pending"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"

    @property
    def is_active(self) -> bool:
        """Tell whether the job may still change something."""
        return self in {JobStatus.PENDING, JobStatus.RUNNING, JobStatus.CANCELLING}


@dataclass(frozen=True)
class Organization:
    """A tenant and the key that speaks for it."""

    id: uuid.UUID
    name: str
    api_key: str = field(repr=False)


@dataclass
class Collection:
    """A searchable set of connections."""

    organization_id: uuid.UUID
    name: str
    readable_id: str
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    created_at: datetime = field(default_factory=now)
    modified_at: datetime = field(default_factory=now)


@dataclass
class Counts:
    """What a job did, counted in source entities, never in chunks."""

    inserted: int = 0
    updated: int = 0
    deleted: int = 0
    kept: int = 0
    failed: int = 0


@dataclass
class Job:
    """One run of a sync."""

    connection_id: uuid.UUID
    force_full_sync: bool = False
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    status: JobStatus = JobStatus.PENDING
    created_at: datetime = field(default_factory=now)
    started_at: datetime | None = None
    completed_at: datetime | None = None
    counts: Counts = field(default_factory=Counts)
    error: str | None = None
    error_category: str | None = None
    cancelled: threading.Event = field(default_factory=threading.Event)
    done: "Future[None] | None" = None


@dataclass(frozen=True)
class KnownEntity:
    """What the last run that wrote an entity remembered of it."""

    entity_type: str
    content_hash: str
    written_at: datetime


@dataclass
class Sync:
    """The memory of a connection between two runs.

    Attributes:
        known: the entities in the store, by their id in the source.
        cursor: where the next incremental run starts; None asks for a full run.
        paused: no run is accepted, because the last one was refused by the source.
    """

    id: uuid.UUID = field(default_factory=uuid.uuid4)
    known: dict[str, KnownEntity] = field(default_factory=dict)
    cursor: Cursor | None = None
    paused: bool = False


@dataclass
class Schedule:
    """When the connection would be synced by itself. `Scheduler` acts on it."""

    cron: str | None
    continuous: bool = False
    cursor_field: str | None = None


@dataclass
class Connection:
    """A source connected to a collection. `auth` holds the secrets and is never shown."""

    organization_id: uuid.UUID
    collection: Collection
    source: type[Source]
    name: str
    description: str | None
    auth: StrictFields = field(repr=False)
    config: StrictFields
    schedule: Schedule
    sync: Sync | None = None
    jobs: list[Job] = field(default_factory=list)
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    created_at: datetime = field(default_factory=now)
    modified_at: datetime = field(default_factory=now)
    authenticated_at: datetime = field(default_factory=now)

    @property
    def last_job(self) -> Job | None:
        """Return the newest job."""
        return self.jobs[-1] if self.jobs else None


class UnknownError(LookupError):
    """The organisation has no such object; whether another one has it is not told."""


class DuplicateError(ValueError):
    """The organisation already has an object of that name."""


class State:
    """Every organisation's objects. Each question names the organisation that asks."""

    def __init__(self, organizations: Iterable[Organization]) -> None:
        self._organizations = list(organizations)
        self._collections: dict[uuid.UUID, Collection] = {}
        self._connections: dict[uuid.UUID, Connection] = {}
        self.lock = threading.RLock()

    def organization_of_key(self, api_key: str) -> Organization | None:
        """Return the organisation that an API key speaks for."""
        for organization in self._organizations:
            if secrets.compare_digest(organization.api_key.encode(), api_key.encode()):
                return organization
        return None

    def add_collection(self, collection: Collection) -> None:
        """Add a collection; raises `DuplicateError` when its readable id is taken."""
        with self.lock:
            owned = self.collections(collection.organization_id)
            if any(other.readable_id == collection.readable_id for other in owned):
                raise DuplicateError("Collection with this readable_id already exists")
            self._collections[collection.id] = collection

    def scheduled(self) -> list[Connection]:
        """Return the connections of all organisations that are to be synced by a schedule."""
        with self.lock:
            found = list(self._connections.values())
        return [one for one in found if one.sync and one.schedule.cron]

    def collections(self, organization_id: uuid.UUID, search: str = "") -> list[Collection]:
        """Return the organisation's collections whose name or id holds `search`, newest first."""
        words = search.lower()
        with self.lock:
            found = [
                collection
                for collection in self._collections.values()
                if collection.organization_id == organization_id
                and (words in collection.name.lower() or words in collection.readable_id)
            ]
        return found[::-1]

    def count(self, organization_id: uuid.UUID, search: str = "") -> int:
        """Count the organisation's collections whose name or id holds `search`."""
        return len(self.collections(organization_id, search))

    def collection(self, organization_id: uuid.UUID, readable_id: str) -> Collection:
        """Return a collection by its readable id; raises `UnknownError`."""
        for collection in self.collections(organization_id):
            if collection.readable_id == readable_id:
                return collection
        raise UnknownError(f"Collection with readable ID {readable_id} not found")

    def remove_collection(self, collection: Collection) -> list[Connection]:
        """Forget a collection and its connections; returns the connections."""
        with self.lock:
            removed = self.connections(collection.organization_id, collection)
            for connection in removed:
                self._connections.pop(connection.id)
            self._collections.pop(collection.id, None)
        return removed

    def add_connection(self, connection: Connection) -> None:
        """Add a connection; raises `UnknownError` when its collection was deleted meanwhile."""
        with self.lock:
            collection = connection.collection
            self.collection(connection.organization_id, collection.readable_id)
            self._connections[connection.id] = connection

    def connections(
        self, organization_id: uuid.UUID, collection: Collection | None = None
    ) -> list[Connection]:
        """Return the organisation's connections, of one collection if given, newest first."""
        with self.lock:
            found = [
                connection
                for connection in self._connections.values()
                if connection.organization_id == organization_id
                and (collection is None or connection.collection is collection)
            ]
        return found[::-1]

    def connection(self, organization_id: uuid.UUID, connection_id: uuid.UUID) -> Connection:
        """Return a connection; raises `UnknownError`."""
        connection = self._connections.get(connection_id)
        if connection is None or connection.organization_id != organization_id:
            raise UnknownError("Source connection not found")
        return connection

    def remove_connection(self, connection: Connection) -> None:
        """Forget a connection."""
        with self.lock:
            self._connections.pop(connection.id, None)
