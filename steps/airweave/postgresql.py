"""Sentences about a PostgreSQL table."""

from typing import TYPE_CHECKING, cast

from behave import then, when

from support.airweave import airweave
from support.run.world import Context

if TYPE_CHECKING:
    from support.bongos.postgresql import PostgreSQLBongo


def table_of(context: Context) -> "PostgreSQLBongo":
    """Return the scenario's table."""
    return cast("PostgreSQLBongo", airweave(context).bongo)


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
    scenario = airweave(context)
    scenario.mirror.expect_hits(words, scenario.bongo.documents)
