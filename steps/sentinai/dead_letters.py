"""Sentences about dead letters."""

from behave import given, then, when

from support.run.world import Context
from support.sentinai import sentinai


@given("an exception that was dead-lettered")
def exception_was_dead_lettered(context: Context) -> None:
    sentinai(context).exceptions.submit()
    sentinai(context).flow.expect_dead_lettered()


@given("{count:d} dead letters")
def there_are_dead_letters(context: Context, count: int) -> None:
    """Put there by us, each for an exception that SentinAI knows: how they come is no matter."""
    sentinai(context).dead_letters.put(count)


@when("the dead letter is retried")
def dead_letter_is_retried(context: Context) -> None:
    sentinai(context).dead_letters.retry()


@when("the tool works again and the dead letter is retried")
def works_again_and_is_retried(context: Context) -> None:
    sentinai(context).tool.work()
    sentinai(context).dead_letters.retry()


@when("the first dead letter is discarded")
def dead_letter_is_discarded(context: Context) -> None:
    sentinai(context).dead_letters.discard()


@when("the dead letter is discarded and the tool works again")
def is_discarded_and_works_again(context: Context) -> None:
    sentinai(context).dead_letters.discard()
    sentinai(context).tool.work()


@when("a message {flaw} arrives")
def unreadable_message_arrives(context: Context, flaw: str) -> None:
    sentinai(context).messages.publish_unreadable(flaw)


@when("all its events are delivered once more")
def events_are_delivered_again(context: Context) -> None:
    sentinai(context).messages.redeliver()


@then("one dead letter tells the cause")
def dead_letter_tells_the_cause(context: Context) -> None:
    """Checks that it tells the number of retries, and that the database holds the same."""
    sentinai(context).dead_letter_queue.expect_cause()


@then("one dead letter holds that message")
def dead_letter_holds_the_message(context: Context) -> None:
    """Checks that the database holds the same."""
    scenario = sentinai(context)
    scenario.dead_letter_queue.expect_message(scenario.messages.unreadable)


@then("the dead letter counts as {status}")
def dead_letter_counts_as(context: Context, status: str) -> None:
    """Checks that the database holds the same."""
    sentinai(context).dead_letter_queue.expect_status(status)


@then("it cannot be retried")
def it_cannot_be_retried(context: Context) -> None:
    """Asks for a retry; checks that it is refused and changes nothing."""
    sentinai(context).dead_letter_queue.expect_no_retry()


@then("the other dead letter waits as before")
def other_dead_letter_waits(context: Context) -> None:
    sentinai(context).dead_letter_queue.expect_others_waiting()
