"""Sentences about submitting exceptions, and about what callers are answered."""

from behave import given, then, when

from support.core.causes import Cause
from support.run.world import Context
from support.sentinai import sentinai


@given("an exception that has passed every stage")
def exception_has_passed(context: Context) -> None:
    sentinai(context).exceptions.submit()
    sentinai(context).flow.expect_every_stage()


@given("{count:d} exceptions that have passed every stage")
def exceptions_have_passed(context: Context, count: int) -> None:
    sentinai(context).exceptions.submit_at_once(count)
    sentinai(context).flow.expect_every_stage()


@given("an exception that SentinAI knows")
def exception_is_known(context: Context) -> None:
    sentinai(context).tenant.submit_known()


@when("an exception is submitted")
def exception_is_submitted(context: Context) -> None:
    sentinai(context).exceptions.submit()


@when('a "{kind}" exception is submitted')
def exception_of_a_kind_is_submitted(context: Context, kind: str) -> None:
    sentinai(context).exceptions.submit(kind=kind)


@when("an exception without a name is submitted")
def exception_without_a_name_is_submitted(context: Context) -> None:
    sentinai(context).exceptions.submit_unnamed()


@when('an exception from "{source}" is submitted')
def exception_from_a_source_is_submitted(context: Context, source: str) -> None:
    sentinai(context).exceptions.submit(source_system=source)


@when("an exception full of personal data is submitted")
def personal_data_is_submitted(context: Context) -> None:
    """Names, cards and passwords stand on every level of it."""
    sentinai(context).exceptions.submit_personal_data()


@when("an exception is submitted twice with the same key")
def exception_is_submitted_twice(context: Context) -> None:
    """The exception has no name by which it could be known, too."""
    sentinai(context).exceptions.submit_twice_with_one_key()


@when("two exceptions are submitted with the same key")
def two_exceptions_are_submitted_with_one_key(context: Context) -> None:
    sentinai(context).exceptions.submit_two_with_one_key()


@when("it is submitted again under its name")
def exception_is_submitted_again(context: Context) -> None:
    """The request has no key by which it could be known, too."""
    sentinai(context).exceptions.submit_again()


@when("they are reprocessed")
def exceptions_are_reprocessed(context: Context) -> None:
    sentinai(context).exceptions.reprocess()


@when("{count:d} exceptions are submitted")
def exceptions_are_submitted(context: Context, count: int) -> None:
    """One after the other."""
    sentinai(context).exceptions.submit(count)


@when("{count:d} exceptions are submitted at once")
def exceptions_are_submitted_at_once(context: Context, count: int) -> None:
    """By several callers."""
    sentinai(context).exceptions.submit_at_once(count)


@when("{count:d} exceptions are submitted as one batch")
def batch_is_submitted(context: Context, count: int) -> None:
    sentinai(context).exceptions.submit_batch(count)


@when("somebody submits an exception {mistake}")
def mistake_is_submitted(context: Context, mistake: str) -> None:
    sentinai(context).exceptions.submit_mistake(mistake)


@when("it submits an exception all the same")
def exception_is_submitted_all_the_same(context: Context) -> None:
    sentinai(context).exceptions.try_to_submit()


@when("a tenant that nobody knows submits an exception")
def unknown_tenant_submits(context: Context) -> None:
    """The tenant has a proof of who it is, but was never made."""
    sentinai(context).other_tenant.exceptions.try_to_submit()


@then("both answers name the same exception")
def both_answers_name_the_same(context: Context) -> None:
    first, second = (made.known_as for made in sentinai(context).exceptions.submissions)
    assert first == second, Cause.DUPLICATED(
        f"One request, repeated, became two: {first} and {second}"
    )


@then("it is rejected as the caller's error, with no internal details")
def it_is_rejected(context: Context) -> None:
    """Checks the status of the answer, and its text for what only a database would say."""
    sentinai(context).refusals.expect_callers_error()


@then("nothing of it is kept")
def nothing_is_kept(context: Context) -> None:
    """Checks events, lists and tables once later exceptions have passed every stage."""
    sentinai(context).refusals.expect_nothing_kept()


@then("each is either accepted or refused for the time being")
def each_is_accepted_or_refused(context: Context) -> None:
    """Checks that no answer is anything else, such as a breakdown."""
    sentinai(context).refusals.expect_temporary_only()
