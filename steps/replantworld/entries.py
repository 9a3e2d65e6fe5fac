"""Sentences about entries: putting them into ReplantWorld, and finding them there."""

from behave import then, when

from support.replantworld import replantworld
from support.run.world import Context, column


@when("these entries are put into ReplantWorld")
def entries_are_put(context: Context) -> None:
    entries = zip(column(context, "name"), column(context, "text"), strict=True)
    replantworld(context).space.put_all(dict(entries))


@then("ReplantWorld finds each of them as it was put, and lists no others")
def each_is_found(context: Context) -> None:
    """What looking up brings and what the list shows must agree."""
    replantworld(context).entries.expect_found()
