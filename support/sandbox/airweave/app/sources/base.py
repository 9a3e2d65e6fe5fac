"""What every source offers the sync engine: entities, deletions and a cursor."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict

TextKind = Literal["code", "text"]
FieldValue = str | int | float | bool | list[str] | None
Cursor = Mapping[str, str]


@dataclass(frozen=True)
class Breadcrumb:
    """One step of the path from the root of a source to an entity."""

    entity_id: str
    name: str
    entity_type: str


@dataclass(frozen=True, kw_only=True)
class Entity:
    """One thing that a source holds: a file, a page, a message.

    Attributes:
        entity_id: identifies it within its source, for as long as it lives.
        entity_type: the product's name of its kind, such as `GitHubCodeFileEntity`.
        text: what can be searched, whole; it is cut into chunks later.
        text_kind: how the text may be cut: `code` in smaller chunks, `text` in larger ones.
        fields: what else the source says about it.
        unhashed: the names of the fields whose change is no change of the entity.
    """

    entity_id: str
    entity_type: str
    name: str
    text: str
    web_url: str
    text_kind: TextKind = "text"
    url: str | None = None
    breadcrumbs: tuple[Breadcrumb, ...] = ()
    created_at: datetime | None = None
    updated_at: datetime | None = None
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    unhashed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Deletion:
    """The source says that an entity is gone; it may never have been synced."""

    entity_id: str


@dataclass(frozen=True)
class Reading:
    """What reading a source brings.

    Attributes:
        changes: entities and deletions, read while they are consumed; no entity id comes twice.
        cursor: where the next incremental reading starts, valid once `changes` is used up.
        complete: whether `changes` and `unchanged` hold every entity of the source, so that what
            is missing is gone.
        unchanged: the ids of entities that are there, and were not read again.
    """

    changes: Iterator[Entity | Deletion]
    cursor: Cursor | None
    complete: bool
    unchanged: frozenset[str] = frozenset()


class StrictFields(BaseModel):
    """Base of the credentials and settings of a source; an error never repeats a value."""

    model_config = ConfigDict(hide_input_in_errors=True)


@dataclass(frozen=True)
class SourceContext:
    """What the deployment gives a source.

    Attributes:
        base_url: the address of the vendor's API.
        attempts: how often one call is tried when the vendor has a passing trouble.
        cancelled: set when nobody waits for the result any more.
    """

    base_url: str
    attempts: int = 1
    cancelled: threading.Event = field(default_factory=threading.Event)


class Source(ABC):
    """One connector. A subclass describes itself in class attributes and reads in three methods.

    Every method may raise `SourceError`.

    Args:
        auth: an instance of its `auth_model`.
        config: an instance of its `config_model`.
        context: what the deployment gives it.
    """

    short_name: ClassVar[str]
    name: ClassVar[str]
    auth_model: ClassVar[type[StrictFields]]
    config_model: ClassVar[type[StrictFields]]
    supports_continuous: ClassVar[bool] = False
    federated: ClassVar[bool] = False

    @abstractmethod
    def __init__(self, auth: Any, config: Any, context: SourceContext) -> None: ...  # noqa: ANN401

    @abstractmethod
    def validate(self) -> None:
        """Ask the vendor whether the credentials and the settings are good."""

    @abstractmethod
    def full(self) -> Reading:
        """Read everything."""

    def incremental(self, cursor: Cursor) -> Reading | None:
        """Read what changed since `cursor`; None when that cannot be told: read fully, then."""
        return None

    def search(self, query: str, limit: int) -> Iterator[Entity]:
        """Search the source itself: the only thing asked of a federated one."""
        raise NotImplementedError


class SourceError(Exception):
    """The source cannot be read; the message names the cause and never a secret."""


class InvalidCredentialsError(SourceError):
    """The vendor refuses the credentials."""


class NotFoundError(SourceError):
    """The vendor does not know what was asked for."""


class ConflictError(SourceError):
    """The vendor knows it but cannot serve it in its present state (409)."""


class RateLimitedError(SourceError):
    """The vendor asks to come back later.

    Attributes:
        retry_after: after how many seconds; None when the vendor does not say.
    """

    def __init__(self, message: str, retry_after: float | None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class UnavailableError(SourceError):
    """The vendor is down, broken or unreachable."""
