"""Google Calendar: Airweave reads all calendars of the account."""

from typing import ClassVar

from support.airweave.connectors.base import Fields
from support.airweave.connectors.google_api import GoogleConnector
from support.bongos.google_calendar import GoogleCalendarBongo


class GoogleCalendarConnector(GoogleConnector[GoogleCalendarBongo]):
    """Makes entities of calendars and of their events."""

    entity_type: ClassVar[str] = "GoogleCalendarEventEntity"
    kinds: ClassVar[dict[str, str]] = {"calendar": "GoogleCalendarCalendarEntity"}

    def is_foreign(self, fields: Fields) -> bool:
        """Tell it by the calendar."""
        return fields.get("calendar_key") != self.bongo.calendar


CONNECTOR = GoogleCalendarConnector
