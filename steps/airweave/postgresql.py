"""Sentences about a PostgreSQL table."""

from behave import then, when

from support.airweave import airweave
from support.bongos.abilities import Table
from support.run.world import Context


@when("the table is truncated")
def table_is_truncated(context: Context) -> None:
    airweave(context).source.having(Table).truncate()


@when('the table gets a column "{name}" that says "{value}"')
def table_gets_a_column(context: Context, name: str, value: str) -> None:
    """It says so in every row."""
    airweave(context).source.having(Table).add_column(name, value)


@when('the table is renamed to "{name}"')
def table_is_renamed(context: Context, name: str) -> None:
    """Its rows stay as they are."""
    airweave(context).source.having(Table).rename_table(name)


@when("the table loses its key")
def table_loses_its_key(context: Context) -> None:
    """Nothing but what stands in them tells its rows apart any more."""
    airweave(context).source.having(Table).drop_key()


@when("the table gets a key of two columns, and a second edition of each row")
def table_gets_second_editions(context: Context) -> None:
    """Every title is there twice then, with words of its own each."""
    airweave(context).source.having(Table).add_second_editions()


@then("every row is found by its words")
def every_row_is_found(context: Context) -> None:
    """Asked for it by its own words, search brings each row, whatever its id is."""
    airweave(context).search.expect_each(airweave(context).source.documents.values())


@then('search for "{words}" brings every row')
def search_brings_every_row(context: Context, words: str) -> None:
    """All rows of the table are found, and nothing else."""
    airweave(context).search.expect_all(words)
