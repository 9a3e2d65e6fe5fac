"""Sentences about exceptions: posting them, and the way they go."""

from behave import given, then, when

from support.sentinai import books, promises
from support.sentinai.chain import Course
from support.sentinai.events import chain_of
from support.world import Context, column


@given("an exception that has passed every stage")
def exception_has_passed(context: Context) -> None:
    """Post one exception and wait for its end."""
    context.world.sentinai.desk.post_some(1)
    context.world.sentinai.desk.expect()


@when("an exception is posted")
def exception_is_posted(context: Context) -> None:
    """Post one exception that the tenant's playbook fits."""
    context.world.sentinai.desk.post_some(1)


@when('a "{kind}" exception is posted')
def exception_of_a_kind_is_posted(context: Context, kind: str) -> None:
    """Post one exception of that kind."""
    context.world.sentinai.desk.post_some(1, kind)


@when("an exception without a name is posted")
def exception_without_a_name_is_posted(context: Context) -> None:
    """Let SentinAI name it."""
    context.world.sentinai.post(context.world.sentinai.desk.describe_unnamed())


@when('an exception from "{source}" is posted')
def exception_from_a_source_is_posted(context: Context, source: str) -> None:
    """Name the system in which it happened."""
    context.world.sentinai.desk.client.source_system = source
    context.world.sentinai.desk.post_some(1)


@when("an exception is posted twice with the same key")
def exception_is_posted_twice(context: Context) -> None:
    """Repeat the request, as a caller does who got no answer."""
    context.world.sentinai.post_twice()


@when("it is posted again under its name")
def exception_is_posted_again(context: Context) -> None:
    """Post the same exception once more, without a key."""
    context.world.sentinai.post(context.world.sentinai.desk.posted[0])


@when("it is started again")
def exception_is_started_again(context: Context) -> None:
    """Ask for all of it once more."""
    promises.start_again(context.world.sentinai.desk, context.world.sentinai.exception)


@when("{count:d} exceptions are posted")
def exceptions_are_posted(context: Context, count: int) -> None:
    """Post them one after the other."""
    context.world.sentinai.desk.post_some(count)


@when("{count:d} exceptions are posted at once")
def exceptions_are_posted_at_once(context: Context, count: int) -> None:
    """Let several callers post them."""
    context.world.sentinai.desk.post_at_once(count)


@when("{count:d} exceptions are posted as one batch")
def batch_is_posted(context: Context, count: int) -> None:
    """Post them in one request."""
    context.world.sentinai.desk.post_batch(count)


@when("all its events are delivered once more")
def events_are_delivered_again(context: Context) -> None:
    """Put every message that is about it on the wire again."""
    context.world.sentinai.desk.deliver_again()


@then("it passes these stages, each once and in this order")
def it_passes_these_stages(context: Context) -> None:
    """Look at wire, store, timeline and the tool."""
    stages = column(context, "stage")
    context.world.sentinai.desk.expect_all(Course(chain_of(stages), stages.count("tool")))


@then("each of them passes every stage once and in order")
@then("it passes every stage under the name that was handed out")
@then("it passes every stage once more")
def each_passes_every_stage(context: Context) -> None:
    """Look at wire, store, timeline and the tool."""
    context.world.sentinai.desk.expect()


@then("it passes every stage under the name that it brought along")
def it_passes_under_its_own_name(context: Context) -> None:
    """Look at wire, store, timeline and the tool for the name that was posted."""
    promises.expect_brought(context.world.sentinai.desk)


@then("nothing is done a second time")
def nothing_is_done_twice(context: Context) -> None:
    """Look again once a further exception has gone all the way."""
    context.world.sentinai.desk.settle()


@then("SentinAI's books note every event of it as done")
def books_note_it_as_done(context: Context) -> None:
    """Look up every event that a worker takes."""
    books.expect_all_done(context.world.sentinai.desk)


@then("both answers name the same exception")
def both_answers_name_the_same(context: Context) -> None:
    """Compare what the caller was told."""
    first, second = (receipt.exception_id for receipt in context.world.sentinai.receipts)
    assert first == second, f"One request, repeated, became two: {first} and {second}"


@then('its status is "{status}", under the same name')
def its_status_is(context: Context, status: str) -> None:
    """Ask for the status by the name that was handed out."""
    sentinai = context.world.sentinai
    promises.expect_status(sentinai.desk, sentinai.exception, status)


@then('its status names "{source}" and its kind')
def its_status_names(context: Context, source: str) -> None:
    """Ask for the status once the exception has passed every stage."""
    context.world.sentinai.desk.expect()
    sentinai = context.world.sentinai
    promises.expect_described(sentinai.desk, sentinai.exception, source)


@then("its timeline begins with the intake and ends with the feedback")
def its_timeline_is_told(context: Context) -> None:
    """Expect the chain of events, oldest first."""
    context.world.sentinai.desk.expect()
    promises.expect_told_from_the_beginning(context.world.sentinai.desk)
