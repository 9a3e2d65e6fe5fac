"""Google Calendar: Airweave reads all calendars of the account."""

from datetime import datetime
from typing import ClassVar

from support.airweave.connectors.base import Fields
from support.airweave.connectors.google_api import GoogleConnector
from support.bongos.google_calendar import UNTITLED, GoogleCalendarBongo


class GoogleCalendarConnector(GoogleConnector[GoogleCalendarBongo]):
    """Makes entities of calendars and of their events."""

    entity_type: ClassVar[str] = "GoogleCalendarEventEntity"
    is_titled: ClassVar[bool] = True
    kinds: ClassVar[dict[str, str]] = {"calendar": "GoogleCalendarCalendarEntity"}
    # Of calendars there are those of others, too, which come and go.
    common: ClassVar[frozenset[str]] = frozenset(
        {
            "GoogleCalendarCalendarEntity",
            "GoogleCalendarFreeBusyEntity",
            "GoogleCalendarListEntity",
        }
    )

    def facts_of(self, path: str) -> Fields:
        """Return what an event is called, and when it is: days, or moments."""
        when = self.bongo.when[path]
        days = {f"{edge}_date": time["date"] for edge, time in when.items() if "date" in time}
        moments = {
            f"{edge}_datetime": datetime.fromisoformat(time["dateTime"])
            for edge, time in when.items()
            if "dateTime" in time
        }
        # What an event without a title is called, every product decides for itself.
        title = {} if path == UNTITLED else super().facts_of(path)
        return {**title, "calendar_key": self.bongo.calendar, **days, **moments}

    def is_foreign(self, fields: Fields) -> bool:
        """Tell it by the calendar."""
        return fields.get("calendar_key") != self.bongo.calendar


CONNECTOR = GoogleCalendarConnector
