"""Google Calendar: calendars and their events. Reference: developers.google.com/calendar/api."""

import secrets
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body, Response

from support.sandbox.engines.google.errors import not_found

Item = dict[str, Any]
Given = Annotated[Item, Body()]


class Calendars:
    """The calendars of an account, which begins with its primary one."""

    def __init__(self) -> None:
        primary = {"id": "acceptance@datamonkey.example", "summary": "Acceptance", "primary": True}
        self._calendars: dict[str, Item] = {str(primary["id"]): primary}
        self._events: dict[str, dict[str, Item]] = {str(primary["id"]): {}}

    def routes(self) -> APIRouter:
        """Return the routes of all calendars."""
        router = APIRouter(prefix="/calendar/v3")
        one, event = "/calendars/{calendar_id}", "/calendars/{calendar_id}/events/{event_id}"
        for path, handler, method in (
            ("/users/me/calendarList", self.list_calendars, "GET"),
            ("/calendars", self.create_calendar, "POST"),
            (one, self.get_calendar, "GET"),
            (one, self.change_calendar, "PATCH"),
            (one, self.delete_calendar, "DELETE"),
            (f"{one}/events", self.list_events, "GET"),
            (f"{one}/events", self.create_event, "POST"),
            (event, self.change_event, "PATCH"),
            (event, self.delete_event, "DELETE"),
            ("/freeBusy", self.free_busy, "POST"),
        ):
            router.add_api_route(path, handler, methods=[method], response_model=None)
        return router

    async def list_calendars(self) -> Item:
        """Return all calendars."""
        return {"items": list(self._calendars.values())}

    async def create_calendar(self, given: Given) -> Item:
        """Make a calendar."""
        made = given | {"id": f"{secrets.token_hex(13)}@group.calendar.google.com"}
        self._calendars[made["id"]], self._events[made["id"]] = made, {}
        return made

    async def get_calendar(self, calendar_id: str) -> Item:
        """Return a calendar."""
        self._of(calendar_id)
        return self._calendars[calendar_id]

    async def change_calendar(self, calendar_id: str, given: Given) -> Item:
        """Change what is said of a calendar."""
        self._of(calendar_id)
        self._calendars[calendar_id] |= given
        return self._calendars[calendar_id]

    async def delete_calendar(self, calendar_id: str) -> Response:
        """Delete a calendar with its events."""
        self._of(calendar_id)
        del self._calendars[calendar_id], self._events[calendar_id]
        return Response(status_code=204)

    async def list_events(self, calendar_id: str) -> Item:
        """Return the events of a calendar, a series once."""
        return {"items": list(self._of(calendar_id).values())}

    async def create_event(self, calendar_id: str, given: Given) -> Item:
        """Make an event."""
        new = {"id": secrets.token_hex(13), "status": "confirmed", "created": _now()}
        made = new | {"updated": new["created"]} | given
        self._of(calendar_id)[made["id"]] = made
        return made

    async def change_event(self, calendar_id: str, event_id: str, given: Given) -> Item:
        """Change an event."""
        known = self._of(calendar_id)
        if event_id not in known:
            raise not_found(event_id)
        known[event_id] |= given | {"updated": _now()}
        return known[event_id]

    async def delete_event(self, calendar_id: str, event_id: str) -> Response:
        """Delete an event."""
        if self._of(calendar_id).pop(event_id, None) is None:
            raise not_found(event_id)
        return Response(status_code=204)

    async def free_busy(self, given: Given) -> Item:
        """Return when calendars are busy in the time that is asked for."""
        begin, end = (datetime.fromisoformat(given[edge]) for edge in ("timeMin", "timeMax"))
        asked = [item["id"] for item in given["items"]]
        return {"calendars": {one: {"busy": _busy(self._of(one), begin, end)} for one in asked}}

    def _of(self, calendar_id: str) -> dict[str, Item]:
        if calendar_id not in self._calendars:
            raise not_found(calendar_id)
        return self._events[calendar_id]


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _busy(events: dict[str, Item], begin: datetime, end: datetime) -> list[Item]:
    """Return when the events with a time are, of those between the two."""
    timed = [event for event in events.values() if "dateTime" in event["start"]]
    spans = [{edge: event[edge]["dateTime"] for edge in ("start", "end")} for event in timed]
    return [
        span
        for span in spans
        if datetime.fromisoformat(span["start"]) < end
        and begin < datetime.fromisoformat(span["end"])
    ]
