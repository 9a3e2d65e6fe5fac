"""Sentences about a PostgreSQL table."""

from typing import TYPE_CHECKING, cast

from behave import given, then, when

from support.content import Style
from support.world import Context

if TYPE_CHECKING:
    from support.bongos.postgresql import PostgreSQLBongo


def table_of(context: Context) -> "PostgreSQLBongo":
    """Return the scenario's table."""
    return cast("PostgreSQLBongo", context.world.bongo)


@given("a PostgreSQL table with {count:d} rows")
def table_with_rows(context: Context, count: int) -> None:
    """Create many short rows."""
    context.world.open("a PostgreSQL table")
    context.world.create(map("Row {:05}".format, range(count)), Style(sentences=1))


@when("the table is truncated")
def table_is_truncated(context: Context) -> None:
    """Remove all rows at one stroke."""
    table_of(context).truncate()


@when('the table gets a column "{name}" that says "{value}"')
def table_gets_a_column(context: Context, name: str, value: str) -> None:
    """Add a column with the same value in every row."""
    table_of(context).add_column(name, value)


@then('search for "{words}" brings every row')
def search_brings_every_row(context: Context, words: str) -> None:
    """Search for the words, and expect nothing that was not found before."""
    world = context.world
    world.mirror.expect_hits(words, world.bongo.documents)


@then("the collection holds {count:d} rows")
def collection_holds_rows(context: Context, count: int) -> None:
    """Count what the job reports and what is in the store."""
    context.world.mirror.expect_count(count)


@then("search for the words of the last row brings it first")
def last_row_comes_first(context: Context) -> None:
    """Search for the words of the row that was written last."""
    path, document = list(context.world.bongo.documents.items())[-1]
    context.world.mirror.expect_first_hit(path, document.sentences[-1])
