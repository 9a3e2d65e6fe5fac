"""Sentences about workers and the broker: how many there are, and what happens without them."""

from behave import given, then, when

from support.run.world import Context
from support.sentinai import sentinai
from support.sentinai.outages import expect_no_trace, expect_work_together, hold_until_together


@given("{count:d} workers of every kind that calls tools")
def many_tool_workers(context: Context, count: int) -> None:
    """Start workers, and let the tool answer only when all of them call."""
    sentinai(context).outages.start("tool", count)
    hold_until_together(sentinai(context).desk, count)


@given("two workers of every kind")
def two_workers_of_every_kind(context: Context) -> None:
    """Start workers."""
    sentinai(context).outages.start_of_every_kind(2)


@when("the {kind} worker is struck dead amid {count:d} exceptions and started again")
def worker_is_struck_dead_amid(context: Context, kind: str, count: int) -> None:
    """Kill it while it works."""
    sentinai(context).outages.kill_midway(kind, count)


@when("the {kind} worker is struck dead")
def worker_is_struck_dead(context: Context, kind: str) -> None:
    """Kill it."""
    sentinai(context).outages.kill(kind)


@when("the {kind} worker is struck dead and started again")
def worker_is_struck_dead_and_started(context: Context, kind: str) -> None:
    """Kill it and start another."""
    sentinai(context).outages.kill(kind)
    sentinai(context).outages.start(kind)


@when("{count:d} exceptions are posted while the broker is away")
def posted_without_broker(context: Context, count: int) -> None:
    """Post them, whether they are taken or refused, and bring the broker back."""
    sentinai(context).outages.post_without_broker(count)


@then("the {count:d} workers have worked at the same time")
def workers_have_worked_together(context: Context, count: int) -> None:
    """Look how many called the tool at once."""
    expect_work_together(sentinai(context).desk, count)


@then("nothing is known of those that were refused")
def nothing_known_of_refused(context: Context) -> None:
    """Look for them on the wire and in the store."""
    expect_no_trace(sentinai(context).desk, sentinai(context).outages.refused)
