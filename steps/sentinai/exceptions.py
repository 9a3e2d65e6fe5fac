"""Sentences about exceptions: posting them, and the way they go."""

from behave import given, then, when

from support.run.world import Context, column
from support.sentinai import sentinai
from support.sentinai.client.events import chain_of
from support.sentinai.oracle import processing_log, promises
from support.sentinai.oracle.chain import Course


@given("an exception that has passed every stage")
def exception_has_passed(context: Context) -> None:
    """Post one exception and wait for its end."""
    sentinai(context).desk.post_some(1)
    sentinai(context).desk.expect()


@when("an exception is posted")
def exception_is_posted(context: Context) -> None:
    """Post one exception that the tenant's playbook fits."""
    sentinai(context).desk.post_some(1)


@when('a "{kind}" exception is posted')
def exception_of_a_kind_is_posted(context: Context, kind: str) -> None:
    """Post one exception of that kind."""
    sentinai(context).desk.post_some(1, kind)


@when("an exception without a name is posted")
def exception_without_a_name_is_posted(context: Context) -> None:
    """Let SentinAI name it."""
    sentinai(context).post(sentinai(context).desk.describe_unnamed())


@when('an exception from "{source}" is posted')
def exception_from_a_source_is_posted(context: Context, source: str) -> None:
    """Name the system in which it happened."""
    sentinai(context).desk.client.source_system = source
    sentinai(context).desk.post_some(1)


@when("an exception is posted twice with the same key")
def exception_is_posted_twice(context: Context) -> None:
    """Repeat the request, as a caller does who got no answer."""
    sentinai(context).post_twice()


@when("it is posted again under its name")
def exception_is_posted_again(context: Context) -> None:
    """Post the same exception once more, without a key."""
    sentinai(context).post(sentinai(context).desk.posted[0])


@when("it is started again")
def exception_is_started_again(context: Context) -> None:
    """Ask for all of it once more."""
    promises.start_again(sentinai(context).desk, sentinai(context).exception)


@when("{count:d} exceptions are posted")
def exceptions_are_posted(context: Context, count: int) -> None:
    """Post them one after the other."""
    sentinai(context).desk.post_some(count)


@when("{count:d} exceptions are posted at once")
def exceptions_are_posted_at_once(context: Context, count: int) -> None:
    """Let several callers post them."""
    sentinai(context).desk.post_at_once(count)


@when("{count:d} exceptions are posted as one batch")
def batch_is_posted(context: Context, count: int) -> None:
    """Post them in one request."""
    sentinai(context).desk.post_batch(count)


@when("all its events are delivered once more")
def events_are_delivered_again(context: Context) -> None:
    """Put every message that is about it on the wire again."""
    sentinai(context).desk.deliver_again()


@then("it passes these stages, each once and in this order")
def it_passes_these_stages(context: Context) -> None:
    """Look at wire, store, timeline and the tool."""
    stages = column(context, "stage")
    sentinai(context).desk.expect_all(Course(chain_of(stages), stages.count("tool")))


@then("each of them passes every stage once and in order")
@then("it passes every stage under the name that was handed out")
@then("it passes every stage once more")
def each_passes_every_stage(context: Context) -> None:
    """Look at wire, store, timeline and the tool."""
    sentinai(context).desk.expect()


@then("it passes every stage under the name that it brought along")
def it_passes_under_its_own_name(context: Context) -> None:
    """Look at wire, store, timeline and the tool for the name that was posted."""
    promises.expect_brought(sentinai(context).desk)


@then("nothing is done a second time")
def nothing_is_done_twice(context: Context) -> None:
    """Look again once a further exception has gone all the way."""
    sentinai(context).desk.settle()


@then("SentinAI's books note every event of it as done")
def books_note_it_as_done(context: Context) -> None:
    """Look up every event that a worker takes."""
    processing_log.expect_all_done(sentinai(context).desk)


@then("both answers name the same exception")
def both_answers_name_the_same(context: Context) -> None:
    """Compare what the caller was told."""
    first, second = (receipt.exception_id for receipt in sentinai(context).receipts)
    assert first == second, f"One request, repeated, became two: {first} and {second}"


@then('its status is "{status}", under the same name')
def its_status_is(context: Context, status: str) -> None:
    """Ask for the status by the name that was handed out."""
    scenario = sentinai(context)
    promises.expect_status(scenario.desk, scenario.exception, status)


@then('its status names "{source}" and its kind')
def its_status_names(context: Context, source: str) -> None:
    """Ask for the status once the exception has passed every stage."""
    sentinai(context).desk.expect()
    scenario = sentinai(context)
    promises.expect_described(scenario.desk, scenario.exception, source)


@then("its timeline begins with the intake and ends with the feedback")
def its_timeline_is_told(context: Context) -> None:
    """Expect the chain of events, oldest first."""
    sentinai(context).desk.expect()
    promises.expect_told_from_the_beginning(sentinai(context).desk)
