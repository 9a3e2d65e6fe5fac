"""Sentences about the way of exceptions: the stages that they pass, and how often.

Each is checked on Kafka, in the database, in the timeline and at the tool, until all agree.
"""

from behave import then

from support.run.world import Context, column
from support.sentinai import sentinai


@then("it passes these stages, each once and in this order")
def it_passes_these_stages(context: Context) -> None:
    """Checks that it passes no others, too."""
    sentinai(context).flow.expect_stages(column(context, "stage"))


@then("each of them passes every stage once and in order")
def each_passes_every_stage(context: Context) -> None:
    sentinai(context).flow.expect_every_stage()


@then("each of them passes every stage once and in order, though a call may be repeated")
def each_passes_every_stage_with_repeated_calls(context: Context) -> None:
    """A repeated call must name the same execution, so that a tool can tell."""
    sentinai(context).flow.expect_every_stage(repeated_calls=True)


@then("each of them passes every stage once more")
def each_passes_every_stage_once_more(context: Context) -> None:
    sentinai(context).flow.expect_every_stage(times=2)


@then("it passes every stage under the name that was assigned")
def it_passes_under_the_assigned_name(context: Context) -> None:
    sentinai(context).flow.expect_told_names()


@then("it passes every stage under the name that it brought along")
def it_passes_under_its_own_name(context: Context) -> None:
    sentinai(context).flow.expect_brought_names()


@then("each accepted one passes every stage, while nothing is known of the others")
def accepted_ones_pass_every_stage(context: Context) -> None:
    sentinai(context).flow.expect_accepted_only()


@then("exceptions that are submitted later are processed")
def later_ones_are_processed(context: Context) -> None:
    """Checks every partition on which anything of the tenant stands."""
    sentinai(context).flow.expect_later_ones()


@then("nothing is done a second time")
def nothing_is_done_twice(context: Context) -> None:
    """Checks again once further exceptions are triaged and nothing new comes any more."""
    sentinai(context).flow.expect_nothing_twice()


@then("the tool works at the third attempt, and the exception passes every stage")
def works_at_the_third_attempt(context: Context) -> None:
    sentinai(context).flow.expect_success_at_attempt(3)


@then("it is dead-lettered after the last attempt")
def it_is_dead_lettered(context: Context) -> None:
    """Checks once more that it was the last when nothing new comes any more."""
    sentinai(context).flow.expect_dead_lettered_for_good()


@then("the exception is not processed any further")
def it_is_not_processed_further(context: Context) -> None:
    """Checks once further exceptions are triaged and nothing new comes any more."""
    sentinai(context).flow.expect_dead_lettered_for_good()


@then("the first one is dead-lettered, and the others pass every stage")
def first_is_dead_lettered(context: Context) -> None:
    sentinai(context).flow.expect_first_dead_lettered()


@then("the exception passes the stages that it had missed")
def it_passes_what_it_had_missed(context: Context) -> None:
    """Checks that nothing that it had passed is repeated, too."""
    sentinai(context).flow.expect_revived()


@then("the exception is dead-lettered once more")
def it_is_dead_lettered_once_more(context: Context) -> None:
    """Checks that all attempts are made again."""
    sentinai(context).flow.expect_dead_lettered(times=2)
