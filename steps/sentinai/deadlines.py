"""Sentences about deadlines."""

from behave import given, then, when

from support.run.world import Context
from support.sentinai import sentinai


@given("an open exception with a deadline and another one without")
def open_exception_with_a_deadline(context: Context) -> None:
    """No playbook fits them, so they stay open."""
    sentinai(context).exceptions.submit(2, kind="PRINTER_JAMMED")
    sentinai(context).flow.expect_stages(["intake", "triage", "policy"])
    sentinai(context).deadline.set()


@when("the deadline passes")
def deadline_passes(context: Context) -> None:
    sentinai(context).deadline.wait()


@then("one warning came before it, and one expiry notice after it")
def one_warning_and_one_notice(context: Context) -> None:
    """Checks their times, that they are about this exception, and that no others follow."""
    sentinai(context).deadline.expect_notices()
