"""Sentences about a Google calendar."""

from behave import when

from support.airweave import airweave
from support.bongos.abilities import Calendar
from support.run.world import Context


@when('"{path}" is added as a weekly event')
def weekly_event_is_added(context: Context, path: str) -> None:
    airweave(context).source.having(Calendar).create_weekly(path)


@when("an event without a title is added")
def untitled_event_is_added(context: Context) -> None:
    """It has a day and a description like any other."""
    airweave(context).source.having(Calendar).create_untitled()


@when('"{path}" is added as an all-day event')
def all_day_event_is_added(context: Context, path: str) -> None:
    """It has a date and no time."""
    airweave(context).source.having(Calendar).create_all_day(path)


@when('"{path}" is moved to the day "{day}"')
def event_is_moved(context: Context, path: str, day: str) -> None:
    airweave(context).source.having(Calendar).move_to_day(path, day)


@when('the calendar is described as "{text}"')
def calendar_is_described(context: Context, text: str) -> None:
    """Its events stay as they are."""
    airweave(context).source.having(Calendar).describe(text)
