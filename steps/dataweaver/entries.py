"""Sentences about entries: putting them into DataWeaver, and finding them there."""

from behave import then, when

from support.dataweaver import dataweaver
from support.run.world import Context, column


@when("these entries are put into DataWeaver")
def entries_are_put(context: Context) -> None:
    entries = zip(column(context, "name"), column(context, "text"), strict=True)
    dataweaver(context).space.put_all(dict(entries))


@then("DataWeaver finds each of them as it was put, and lists no others")
def each_is_found(context: Context) -> None:
    """What looking up brings and what the list shows must agree."""
    dataweaver(context).entries.expect_found()
