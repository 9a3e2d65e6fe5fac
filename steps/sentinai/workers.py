"""Sentences about workers and the broker: how many there are, and what happens without them."""

from behave import given, then, when

from support.run.world import Context
from support.sentinai import sentinai


@given("{count:d} workers of every kind that calls tools")
def many_tool_workers(context: Context, count: int) -> None:
    """The tool answers only when all of them call it, so that they can be seen together."""
    sentinai(context).workers.start("tool", count)
    sentinai(context).tool.wait_for_company(count)


@given("two workers of every kind")
def two_workers_of_every_kind(context: Context) -> None:
    sentinai(context).workers.start_of_every_kind(2)


@when("the {kind} worker is killed amid {count:d} exceptions and restarted")
def worker_is_killed_amid(context: Context, kind: str, count: int) -> None:
    """It has processed some of them, and not all."""
    sentinai(context).workers.kill_amid(kind, count)


@when("a second worker of every kind is started amid {count:d} exceptions")
def second_workers_are_started_amid(context: Context, count: int) -> None:
    """Some of them are handled already, and the others are still to be submitted."""
    sentinai(context).workers.start_second_amid(count)


@when("the {kind} worker is killed")
def worker_is_killed(context: Context, kind: str) -> None:
    sentinai(context).workers.kill(kind)


@when("the {kind} worker is killed and restarted")
def worker_is_killed_and_restarted(context: Context, kind: str) -> None:
    sentinai(context).workers.restart(kind)


@when("{count:d} exceptions are submitted while the broker is away, and another when it is back")
def submitted_without_broker(context: Context, count: int) -> None:
    """The last one must be accepted in the end."""
    sentinai(context).broker.submit_without(count)


@then("the {count:d} workers have worked at the same time")
def workers_have_worked_together(context: Context, count: int) -> None:
    """Checks how many called the tool at once."""
    sentinai(context).tool_calls.expect_at_once(count)
