"""Sentences about many exceptions at the same time."""

from behave import given, then, when

from support.run.world import Context
from support.sentinai import sentinai


@given("{count:d} exceptions have passed every stage, one after the other")
def exceptions_have_passed_alone(context: Context, count: int) -> None:
    """Takes the time of each."""
    sentinai(context).load.run_alone(count)


@when("{count:d} exceptions pass every stage together")
def exceptions_pass_together(context: Context, count: int) -> None:
    """All of them must arrive, in order, once."""
    sentinai(context).load.run_together(count)


@then("together they took less than half the time for each")
def they_took_less_time(context: Context) -> None:
    """Checks against the time of one exception in the same run."""
    sentinai(context).load.expect_faster_than_alone(times=2)
