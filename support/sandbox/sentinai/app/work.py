"""One event in the hands of a worker."""

from dataclasses import dataclass
from typing import Any

from support.sandbox.sentinai.app import events
from support.sandbox.sentinai.app.database import Connection, Row, one
from support.sandbox.sentinai.app.events import Envelope, Kind


class UnfitError(Exception):
    """An event tells of something that does not exist, or lacks what its kind must tell."""


@dataclass(frozen=True)
class Work:
    """An event, and the transaction in which everything that comes of it is written."""

    connection: Connection
    event: Envelope

    def emit(self, kind: Kind, payload: dict[str, Any]) -> None:
        """Tell what comes of the event."""
        news = Envelope(
            event_type=kind,
            tenant_id=self.event.tenant_id,
            exception_id=self.event.exception_id,
            correlation_id=self.event.correlation_id or self.event.exception_id,
            payload=payload,
        )
        events.emit(self.connection, news)

    def exception(self) -> Row:
        """Return the exception that the event is about."""
        return self.find(
            "select * from exception where tenant_id = %s and exception_id = %s",
            self.event.tenant_id,
            self.event.exception_id,
        )

    def update(self, **fields: object) -> None:
        """Change fields of the exception that the event is about."""
        names = ", ".join(f"{name} = %s" for name in fields)
        self.connection.execute(
            f"update exception set {names}, updated_at = now()"  # noqa: S608  names of our own
            " where tenant_id = %s and exception_id = %s".encode(),
            [*fields.values(), self.event.tenant_id, self.event.exception_id],
        )

    def find(self, query: str, *arguments: object) -> Row:
        """Return the row that must be there.

        Raises:
            UnfitError: it is not.
        """
        row = one(self.connection, query, *arguments)
        if row is None:
            raise UnfitError(f"{self.event.event_type} tells of something that does not exist")
        return row

    def field(self, name: str) -> Any:  # noqa: ANN401  JSON
        """Return a field of the payload.

        Raises:
            UnfitError: it is not there.
        """
        if name not in self.event.payload:
            raise UnfitError(f"{self.event.event_type} has no {name}")
        return self.event.payload[name]
