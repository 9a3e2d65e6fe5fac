"""Sentences about what SentinAI says of itself: deadlines, health, figures and pace."""

from behave import given, then, when

from support.run.world import Context
from support.sentinai import sentinai
from support.sentinai.oracle.health import expect_all_ready, expect_not_ready


@given("an open exception with a deadline and another one without")
def open_exception_with_a_deadline(context: Context) -> None:
    """Post two exceptions that no playbook fits, and set a deadline for the first."""
    sentinai(context).promise_an_end()


@given("{count:d} exceptions have passed every stage, one after the other")
def exceptions_have_passed_alone(context: Context, count: int) -> None:
    """Take the time of exceptions that are alone."""
    sentinai(context).run_alone(count)


@when("the deadline passes")
def deadline_passes(context: Context) -> None:
    """Wait for SentinAI's last word on it."""
    sentinai(context).wait_for_deadline()


@when("{count:d} exceptions pass every stage together")
def exceptions_pass_together(context: Context, count: int) -> None:
    """Take the time of many exceptions; all of them must arrive, in order, once."""
    sentinai(context).run_together(count)


@then("one warning came before it, and one word after it")
def one_warning_and_one_word(context: Context) -> None:
    """Look at the topics, and compare with the deadline."""
    sentinai(context).expect_warnings()


@then("SentinAI says that the {kind} workers are not ready, and all others are")
def workers_are_not_ready(context: Context, kind: str) -> None:
    """Ask for the workers' health."""
    expect_not_ready(sentinai(context).desk, kind)


@then("SentinAI says that all workers are ready")
def all_workers_are_ready(context: Context) -> None:
    """Ask for the workers' health."""
    expect_all_ready(sentinai(context).desk)


@then("SentinAI's figures say the same")
def figures_say_the_same(context: Context) -> None:
    """Compare the metrics with what the observers counted."""
    sentinai(context).expect_true_metrics()


@then("together they took less than half the time for each")
def they_took_less_time(context: Context) -> None:
    """Compare with the time of one exception in the same run."""
    sentinai(context).expect_side_by_side(times=2)
