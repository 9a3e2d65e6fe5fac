"""Sentences about lists: of exceptions, events, executions and dead letters."""

from behave import then

from support.run.world import Context
from support.sentinai import sentinai


@then("every list is whole, page by page and filter by filter")
def every_list_is_whole(context: Context) -> None:
    """Checks exceptions, events, executions and dead letters, and how each list counts them."""
    sentinai(context).lists.expect_whole()
