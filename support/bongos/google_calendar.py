"""Google Calendar, through Google's own client. Every bongo works in a calendar of its own."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from support.bongos.base import Place
from support.bongos.google_api import GoogleBongo
from support.bongos.settings import GoogleSettings
from support.core.content import Document

_SOME_DAY = date(2031, 3, 10)


class GoogleCalendarBongo(GoogleBongo):
    """Makes events: the summary is the document's name, the description its words."""

    source: ClassVar[str] = "google_calendar"
    vendor: ClassVar[str] = "Google Calendar"
    entity_type: ClassVar[str] = "GoogleCalendarEventEntity"
    home_kind: ClassVar[str] = "calendar"
    service: ClassVar[tuple[str, str]] = ("calendar", "v3")
    base_path: ClassVar[str] = "calendar/v3/"
    writes_a_second: ClassVar[float] = 10  # 600 a minute; developers.google.com/calendar, quotas

    def __init__(self, place: Place[GoogleSettings]) -> None:
        super().__init__(place)
        self._events = self.api.events()
        self._calendar = ""
        self._shape_of: dict[str, dict[str, Any]] = {}

    @classmethod
    def try_out(cls, client: Any) -> None:  # noqa: ANN401
        """Ask for the calendars."""
        client.calendarList().list().execute()

    def is_foreign(self, fields: Mapping[str, Any]) -> bool:
        """Tell it by the calendar."""
        return fields.get("calendar_id") != self._calendar

    def open_home(self) -> None:
        """Make the calendar."""
        made = self.run(self.api.calendars().insert(body={"summary": self.home}))
        self._calendar = made["id"]

    def put(self, document: Document) -> None:
        """Make the event, on some day for an hour unless told otherwise, or change its words."""
        words = {"summary": document.path, "description": document.body.decode()}
        if document.path in self.documents:
            self._change(document.path, words)
        else:
            shape = self._shape_of.get(document.path, _at_ten(_SOME_DAY))
            made = self.run(self._events.insert(calendarId=self._calendar, body=words | shape))
            self._ids[document.path] = made["id"]

    def remove(self, path: str) -> None:
        """Delete the event."""
        self.run(self._events.delete(calendarId=self._calendar, eventId=self._ids[path]))

    def make_weekly(self, path: str) -> None:
        """Let the event `path`, not yet made, come again every week."""
        self._shape_of[path] = _at_ten(_SOME_DAY) | {"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=10"]}

    def make_all_day(self, path: str) -> None:
        """Let the event `path`, not yet made, last the whole day."""
        after = _SOME_DAY + timedelta(days=1)
        self._shape_of[path] = {
            "start": {"date": _SOME_DAY.isoformat()},
            "end": {"date": after.isoformat()},
        }

    def move(self, path: str, day: str) -> None:
        """Move the event to another day, such as 2031-04-01."""
        with self.explained(f"move {path}"):
            self._change(path, _at_ten(date.fromisoformat(day)))

    def list_ours(self) -> list[str]:
        """Return the summaries of all events."""
        listed = self.run(self._events.list(calendarId=self._calendar, maxResults=2500))
        return sorted(event["summary"] for event in listed["items"])

    def homes(self) -> list[str]:
        """Return the names of all calendars."""
        with self.explained("list the calendars"):
            return [calendar["summary"] for calendar in self._calendars()]

    def cleanup(self) -> None:
        """Delete the calendar with its events."""
        with self.explained(f"delete calendar {self.home}"):
            for calendar in self._calendars():
                if calendar["summary"] == self.home:
                    self.run(self.api.calendars().delete(calendarId=calendar["id"]))
        self.documents.clear()

    def _change(self, path: str, body: dict[str, Any]) -> None:
        request = self._events.patch(calendarId=self._calendar, eventId=self._ids[path], body=body)
        self.run(request)

    def _calendars(self) -> list[dict[str, Any]]:
        found, page = [], self.api.calendarList().list()
        while page is not None:
            answer = self.run(page)
            found += answer["items"]
            page = self.api.calendarList().list_next(page, answer)
        return found


def _at_ten(day: date) -> dict[str, Any]:
    return {
        "start": {"dateTime": f"{day}T10:00:00Z", "timeZone": "UTC"},
        "end": {"dateTime": f"{day}T11:00:00Z", "timeZone": "UTC"},
    }


BONGO = GoogleCalendarBongo
