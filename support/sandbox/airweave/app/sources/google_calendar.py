"""Google Calendar: the account's calendars, their events, and when they are busy."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, ClassVar
from urllib.parse import quote

from support.sandbox.airweave.app.sources.base import (
    Breadcrumb,
    Entity,
    NotFoundError,
    Reading,
    Source,
    SourceContext,
    StrictFields,
)
from support.sandbox.airweave.app.sources.google import GoogleApi, GoogleAuth

LIST = "GoogleCalendarListEntity"
CALENDAR = "GoogleCalendarCalendarEntity"
EVENT = "GoogleCalendarEventEntity"
_ROOT = "calendar/v3"

Item = dict[str, Any]


class GoogleCalendarConfig(StrictFields):
    """Settings of a Calendar connection: none."""


class GoogleCalendarSource(Source):
    """Reads every calendar; a series of events is one entity."""

    short_name: ClassVar[str] = "google_calendar"
    name: ClassVar[str] = "Google Calendar"
    auth_model: ClassVar[type[StrictFields]] = GoogleAuth
    config_model: ClassVar[type[StrictFields]] = GoogleCalendarConfig

    def __init__(self, auth: GoogleAuth, config: StrictFields, context: SourceContext) -> None:
        self._api = GoogleApi(self.name, auth, context)

    def validate(self) -> None:
        """Ask for the calendars."""
        self._api.json(f"{_ROOT}/users/me/calendarList")

    def full(self) -> Reading:
        """Read every calendar."""
        return Reading(self._everything(), cursor=None, complete=True)

    def _everything(self) -> Iterator[Entity]:
        for item in self._api.listed(f"{_ROOT}/users/me/calendarList", "items"):
            with suppress(NotFoundError):  # somebody may delete one while others are read
                yield from self._all_of(item)

    def _all_of(self, item: Item) -> list[Entity]:
        place = f"{_ROOT}/calendars/{quote(item['id'], safe='')}"
        return [
            _calendar(LIST, f"{item['id']}_list", item, "Calendar in the list"),
            _calendar(CALENDAR, item["id"], item, self._description(place)),
            *(_event(event, item) for event in self._api.listed(f"{place}/events", "items")),
        ]

    def _description(self, place: str) -> str:
        return str(self._api.json(place).get("description", ""))


def _calendar(kind: str, entity_id: str, item: Item, words: str) -> Entity:
    return Entity(
        entity_id=entity_id,
        entity_type=kind,
        name=item["summary"],
        text=f"# {item['summary']}\n\n{words}",
        web_url="https://calendar.google.com/",
        fields={"primary": item.get("primary", False)},
    )


def _event(event: Item, calendar: Item) -> Entity:
    start, end = (event[edge].get("dateTime") or event[edge]["date"] for edge in ("start", "end"))
    title = event.get("summary") or f"Event {event['id']}"
    lines = [f"# {title}", "", f"{start} to {end}", *event.get("recurrence", [])]
    return Entity(
        entity_id=event["id"],
        entity_type=EVENT,
        name=title,
        text="\n".join([*lines, "", event.get("description", "")]),
        web_url=f"https://calendar.google.com/event?eid={event['id']}",
        breadcrumbs=(Breadcrumb(calendar["id"], calendar["summary"], CALENDAR),),
        fields={
            "calendar_key": calendar["id"],
            "status": event["status"],
            **_when(event),
        },
    )


def _when(event: Item) -> dict[str, str]:
    """Return begin and end: `start_datetime` and `end_datetime`, or `start_date` and `end_date`."""
    return {
        f"{edge}_{kind.lower()}": event[edge][kind]
        for edge in ("start", "end")
        for kind in ("date", "dateTime")
        if kind in event[edge]
    }


SOURCE = GoogleCalendarSource
