"""What SentinAI's API answers, as far as the suite reads it."""

from datetime import datetime
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from support.sentinai.client.events import Event

T = TypeVar("T")


class _Camel(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class Page(BaseModel, Generic[T]):
    """A part of a list, with what is said of the whole."""

    items: list[T]
    total: int | None = None
    total_pages: int | None = None


class Receipt(_Camel):
    """What a caller gets for an exception: the id by which it will be known."""

    exception_id: str
    exception_ids: list[str] = []
    status: str

    @property
    def ids(self) -> list[str]:
        """The ids of everything that was accepted."""
        return self.exception_ids or [self.exception_id]


class Exception_(_Camel):  # noqa: N801  the plain word belongs to Python
    """An exception, as its status shows it."""

    exception_id: str
    tenant_id: str
    exception_type: str
    severity: str | None = None
    resolution_status: str
    source_system: str | None = None


class TimelineEvent(_Camel):
    """An event, as the timeline shows it."""

    event_id: str
    exception_id: str | None = None
    tenant_id: str
    event_type: str
    payload: dict[str, Any] = {}
    created_at: datetime
    correlation_id: str | None = None

    def event(self) -> Event:
        """Return the event in the suite's own terms."""
        return Event(
            id=self.event_id,
            type=self.event_type,
            tenant=self.tenant_id,
            exception=self.exception_id or self.correlation_id or "",
            at=self.created_at,
            payload=self.payload,
            correlation=self.correlation_id or "",
        )


class DeadLetter(BaseModel):
    """An entry of the dead letter queue. SentinAI lists entries without their id."""

    id: int | None = None
    event_id: str
    event_type: str
    exception_id: str | None = None
    failure_reason: str
    retry_count: int
    worker_type: str
    status: str = ""


class Execution(BaseModel):
    """An execution of a tool, as SentinAI tells of it."""

    execution_id: str
    exception_id: str | None = None
    status: str
    error_message: str | None = None


class Worker(BaseModel):
    """A worker, as SentinAI tells of its health."""

    worker_type: str
    instance_id: str
    status: str
    readyz_ok: bool
