"""Sentences about a Google calendar."""

from typing import TYPE_CHECKING, cast

from behave import when

from support.airweave import airweave
from support.run.world import Context

if TYPE_CHECKING:
    from support.bongos.google_calendar import GoogleCalendarBongo


def calendar(context: Context) -> "GoogleCalendarBongo":
    """Return the scenario's calendar."""
    return cast("GoogleCalendarBongo", airweave(context).bongo)


@when('"{path}" is added as a weekly event')
def weekly_event_is_added(context: Context, path: str) -> None:
    """Make a series of events."""
    calendar(context).make_weekly(path)
    airweave(context).create([path])


@when('"{path}" is added as an all-day event')
def all_day_event_is_added(context: Context, path: str) -> None:
    """Make an event that has a date and no time."""
    calendar(context).make_all_day(path)
    airweave(context).create([path])


@when('"{path}" is moved to the day "{day}"')
def event_is_moved(context: Context, path: str, day: str) -> None:
    """Move one event; its words stay."""
    calendar(context).move(path, day)
