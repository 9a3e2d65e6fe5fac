"""Sentences about tools that fail, and about dead letters."""

from behave import given, then, when

from support.sentinai import mishaps
from support.sentinai.receiver import Manners
from support.world import Context


@given("an exception that was given up")
def exception_was_given_up(context: Context) -> None:
    """Post an exception and wait for its dead letter."""
    mishaps.break_down(context.world.sentinai.desk)


@when("the tool works again and the dead letter is retried")
def works_again_and_is_retried(context: Context) -> None:
    """Mend the tool, and have the dead letter worked on again."""
    context.world.sentinai.desk.behave(Manners())
    mishaps.retry(context.world.sentinai.desk)


@when("the dead letter is retried")
def dead_letter_is_retried(context: Context) -> None:
    """Have the dead letter worked on again, though the tool is as it was."""
    mishaps.retry_in_vain(context.world.sentinai.desk)


@when("the dead letter is discarded and the tool works again")
def is_discarded_and_works_again(context: Context) -> None:
    """Give the dead letter up, and mend the tool."""
    mishaps.discard(context.world.sentinai.desk)
    context.world.sentinai.desk.behave(Manners())


@when("a message {flaw} arrives")
def unreadable_message_arrives(context: Context, flaw: str) -> None:
    """Put a message on the wire that no worker can read."""
    mishaps.say_unreadable(context.world.sentinai.desk, flaw)


@then("the tool works at the third attempt, and the exception passes every stage")
def works_at_the_third_attempt(context: Context) -> None:
    """Expect two failures and one success."""
    context.world.sentinai.desk.expect_all(mishaps.recovering(2))


@then("the tool is given up after the last attempt")
@then("nothing is done for that exception any more")
def tool_is_given_up(context: Context) -> None:
    """Expect as many attempts as the policy says, also after another exception went through."""
    desk = context.world.sentinai.desk
    desk.courses[context.world.sentinai.exception] = mishaps.failing()
    desk.expect()
    mishaps.settle(desk)


@then("the pauses between the attempts grow as the policy says")
def pauses_grow(context: Context) -> None:
    """Look at the times of the calls, and at what SentinAI announced."""
    mishaps.expect_growing_pauses(context.world.sentinai.desk, context.world.sentinai.exception)


@then("one dead letter tells the cause")
def dead_letter_tells_the_cause(context: Context) -> None:
    """Look into queue and store."""
    mishaps.expect_cause(mishaps.only_dead_letter(context.world.sentinai.desk))


@then("the first one is given up, and the others pass every stage")
def first_is_given_up(context: Context) -> None:
    """Look at wire, store, timeline and the tool."""
    desk = context.world.sentinai.desk
    desk.expect({context.world.sentinai.exception: mishaps.failing()})


@then("the exception passes the stages that it had missed")
@then("the exception is given up once more")
def exception_goes_on(context: Context) -> None:
    """Expect what was started again to come to its end."""
    context.world.sentinai.desk.expect()


@then("the dead letter counts as {status}")
def dead_letter_counts_as(context: Context, status: str) -> None:
    """Ask the queue for it."""
    mishaps.expect_letter_status(context.world.sentinai.desk, status)


@then("it cannot be retried")
def it_cannot_be_retried(context: Context) -> None:
    """Ask for a retry, which must be refused."""
    mishaps.expect_no_retry(context.world.sentinai.desk)


@then("one dead letter holds that message")
def dead_letter_holds_the_message(context: Context) -> None:
    """Look into queue and store for the message that was put on the wire."""
    mishaps.expect_letter_of(context.world.sentinai.desk)


@then("an exception that comes after it passes every stage")
def next_exception_passes(context: Context) -> None:
    """Post an exception and look at wire, store, timeline and the tool."""
    context.world.sentinai.desk.settle()
