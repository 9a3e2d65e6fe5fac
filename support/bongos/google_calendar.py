"""Google Calendar, through Google's own client. Every bongo works in a calendar of its own."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from support.bongos.base import Account, Workspace
from support.bongos.google_api import GoogleBongo
from support.bongos.settings import GoogleSettings
from support.core.content import Document

UNTITLED = "(No title)"
"""What Google Calendar shows in place of a title that is missing."""

Edges = Mapping[str, Mapping[str, str]]

_SOME_DAY = date(2031, 3, 10)


class GoogleCalendarBongo(GoogleBongo):
    """Makes events: the summary is the document's name, the description its words.

    Attributes:
        calendar: the id of the calendar.
        when: by path, when an event begins and ends, as the API has it.
    """

    source: ClassVar[str] = "google_calendar"
    vendor: ClassVar[str] = "Google Calendar"
    workspace_kind: ClassVar[str] = "calendar"
    service: ClassVar[tuple[str, str]] = ("calendar", "v3")
    base_path: ClassVar[str] = "calendar/v3/"
    writes_a_second: ClassVar[float] = 10  # 600 a minute; developers.google.com/calendar, quotas

    def __init__(self, account: Account[GoogleSettings, Any], workspace: Workspace) -> None:
        super().__init__(account, workspace)
        self.calendar = ""
        self.when: dict[str, Edges] = {}
        self._events = self.client.events()

    @classmethod
    def try_out(cls, client: Any) -> None:  # noqa: ANN401
        """Ask for the calendars."""
        client.calendarList().list().execute()

    def open_workspace(self) -> None:
        """Make the calendar."""
        made = self.run(self.client.calendars().insert(body={"summary": self.workspace}))
        self.calendar = made["id"]

    def add(self, document: Document) -> None:
        """Make an event of an hour on some day."""
        self._insert(document, _at_ten(_SOME_DAY))

    def edit(self, document: Document) -> None:
        """Give the event its new description."""
        self._change(document.path, {"description": document.body.decode()})

    def remove(self, path: str) -> None:
        """Delete the event."""
        self.run(self._events.delete(calendarId=self.calendar, eventId=self.ids[path]))

    def rename(self, old: str, new: str) -> None:
        """Give the event another summary; its time stays."""
        self.rename_by(lambda _: self._change(old, {"summary": new}), old, new)
        self.when[new] = self.when[old]

    def create_untitled(self) -> None:
        """Make an event that has no summary; it is called here as Google shows it."""
        self.create_by(lambda one: self._insert(one, _at_ten(_SOME_DAY), summary=""), UNTITLED)

    def create_weekly(self, path: str) -> None:
        """Make an event that comes again every week."""
        weekly = ["RRULE:FREQ=WEEKLY;COUNT=10"]
        self.create_by(lambda one: self._insert(one, _at_ten(_SOME_DAY), recurrence=weekly), path)

    def create_all_day(self, path: str) -> None:
        """Make an event that has a date and no time."""
        after = _SOME_DAY + timedelta(days=1)
        days = {"start": {"date": _SOME_DAY.isoformat()}, "end": {"date": after.isoformat()}}
        self.create_by(lambda event: self._insert(event, days), path)

    def move_to_day(self, path: str, day: str) -> None:
        """Move the event; its words stay."""
        with self.changing(f"move {path}", path):
            self.when[path] = _at_ten(date.fromisoformat(day))
            self._change(path, self.when[path])

    def describe(self, text: str) -> None:
        """Give the calendar another description; its events stay."""
        with self.explained(f"describe calendar {self.workspace}"):
            calendars = self.client.calendars()
            self.run(calendars.patch(calendarId=self.calendar, body={"description": text}))

    def list_documents(self) -> list[str]:
        """Return the summaries of all events."""
        with self.explained(f"list calendar {self.workspace}"):
            events = self.listed(self._events, "items", calendarId=self.calendar)
            return sorted(event.get("summary") or UNTITLED for event in events)

    def workspaces(self) -> list[str]:
        """Return the names of all calendars."""
        with self.explained("list the calendars"):
            return [calendar["summary"] for calendar in self._calendars()]

    def cleanup(self) -> None:
        """Delete the calendar with its events."""
        with self.explained(f"delete calendar {self.workspace}"):
            for calendar in self._calendars():
                if calendar["summary"] == self.workspace:
                    self.run(self.client.calendars().delete(calendarId=calendar["id"]))

    def _insert(self, document: Document, when: Edges, **more: str | list[str]) -> None:
        words = {"summary": document.path, "description": document.body.decode()}
        body = {**words, **when, **more}
        made = self.run(self._events.insert(calendarId=self.calendar, body=body))
        self.ids[document.path], self.when[document.path] = made["id"], when

    def _change(self, path: str, body: Mapping[str, Any]) -> None:
        self.run(self._events.patch(calendarId=self.calendar, eventId=self.ids[path], body=body))

    def _calendars(self) -> list[dict[str, Any]]:
        return list(self.listed(self.client.calendarList(), "items"))


def _at_ten(day: date) -> Edges:
    return {
        "start": {"dateTime": f"{day}T10:00:00Z", "timeZone": "UTC"},
        "end": {"dateTime": f"{day}T11:00:00Z", "timeZone": "UTC"},
    }


BONGO = GoogleCalendarBongo
