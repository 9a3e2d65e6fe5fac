"""Sentences about tools that fail, and about dead letters."""

from behave import given, then, when

from support.run.world import Context
from support.sentinai import sentinai
from support.sentinai.observers.tool_stub import Manners
from support.sentinai.oracle import retries


@given("an exception that was given up")
def exception_was_given_up(context: Context) -> None:
    """Post an exception and wait for its dead letter."""
    retries.break_down(sentinai(context).desk)


@when("the tool works again and the dead letter is retried")
def works_again_and_is_retried(context: Context) -> None:
    """Mend the tool, and have the dead letter worked on again."""
    sentinai(context).desk.behave(Manners())
    retries.retry(sentinai(context).desk)


@when("the dead letter is retried")
def dead_letter_is_retried(context: Context) -> None:
    """Have the dead letter worked on again, though the tool is as it was."""
    retries.retry_in_vain(sentinai(context).desk)


@when("the dead letter is discarded and the tool works again")
def is_discarded_and_works_again(context: Context) -> None:
    """Give the dead letter up, and mend the tool."""
    retries.discard(sentinai(context).desk)
    sentinai(context).desk.behave(Manners())


@when("a message {flaw} arrives")
def unreadable_message_arrives(context: Context, flaw: str) -> None:
    """Put a message on the wire that no worker can read."""
    retries.say_unreadable(sentinai(context).desk, flaw)


@then("the tool works at the third attempt, and the exception passes every stage")
def works_at_the_third_attempt(context: Context) -> None:
    """Expect two failures and one success."""
    sentinai(context).desk.expect_all(retries.recovering(2))


@then("the tool is given up after the last attempt")
@then("nothing is done for that exception any more")
def tool_is_given_up(context: Context) -> None:
    """Expect as many attempts as the policy says, also after another exception went through."""
    desk = sentinai(context).desk
    desk.courses[sentinai(context).exception] = retries.failing()
    desk.expect()
    retries.settle(desk)


@then("the pauses between the attempts grow as the policy says")
def pauses_grow(context: Context) -> None:
    """Look at the times of the calls, and at what SentinAI announced."""
    retries.expect_growing_pauses(sentinai(context).desk, sentinai(context).exception)


@then("one dead letter tells the cause")
def dead_letter_tells_the_cause(context: Context) -> None:
    """Look into queue and store."""
    retries.expect_cause(retries.only_dead_letter(sentinai(context).desk))


@then("the first one is given up, and the others pass every stage")
def first_is_given_up(context: Context) -> None:
    """Look at wire, store, timeline and the tool."""
    desk = sentinai(context).desk
    desk.expect({sentinai(context).exception: retries.failing()})


@then("the exception passes the stages that it had missed")
@then("the exception is given up once more")
def exception_goes_on(context: Context) -> None:
    """Expect what was started again to come to its end."""
    sentinai(context).desk.expect()


@then("the dead letter counts as {status}")
def dead_letter_counts_as(context: Context, status: str) -> None:
    """Ask the queue for it."""
    retries.expect_letter_status(sentinai(context).desk, status)


@then("it cannot be retried")
def it_cannot_be_retried(context: Context) -> None:
    """Ask for a retry, which must be refused."""
    retries.expect_no_retry(sentinai(context).desk)


@then("one dead letter holds that message")
def dead_letter_holds_the_message(context: Context) -> None:
    """Look into queue and store for the message that was put on the wire."""
    retries.expect_letter_of(sentinai(context).desk)


@then("an exception that comes after it passes every stage")
def next_exception_passes(context: Context) -> None:
    """Post an exception and look at wire, store, timeline and the tool."""
    sentinai(context).desk.settle()
