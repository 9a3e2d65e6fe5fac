"""Sentences about exceptions: posting them, and the way they go."""

from behave import then, when

from support.sentinai.chain import Course
from support.sentinai.events import chain_of
from support.world import Context, column


@when("an exception is posted")
def exception_is_posted(context: Context) -> None:
    """Post one exception that the tenant's playbook fits."""
    context.world.sentinai.desk.post_some(1)


@when('a "{kind}" exception is posted')
def exception_of_a_kind_is_posted(context: Context, kind: str) -> None:
    """Post one exception of that kind."""
    context.world.sentinai.desk.post_some(1, kind)


@when("{count:d} exceptions are posted as one batch")
def batch_is_posted(context: Context, count: int) -> None:
    """Post them in one request."""
    context.world.sentinai.desk.post_batch(count)


@then("it passes these stages, each once and in this order")
def it_passes_these_stages(context: Context) -> None:
    """Look at wire, store, timeline and the tool."""
    stages = column(context, "stage")
    context.world.sentinai.desk.expect_all(Course(chain_of(stages), stages.count("tool")))


@then("each of them passes every stage once and in order")
def each_passes_every_stage(context: Context) -> None:
    """Look at wire, store, timeline and the tool."""
    context.world.sentinai.desk.expect()
