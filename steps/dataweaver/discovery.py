"""Sentences about sources, and what DataWeaver discovers there."""

from behave import given, then, when

from support.dataweaver import dataweaver
from support.run.world import Context


@given("{place:Place} with test data")
def source_with_test_data(context: Context, place: str) -> None:
    dataweaver(context).open(place)


@given("{place:Place} that DataWeaver is connected with")
def connected_source(context: Context, place: str) -> None:
    dataweaver(context).connect(place)


@given("{place:Place} that DataWeaver has discovered")
def discovered_source(context: Context, place: str) -> None:
    """What discovery shows then is not judged: that is another promise."""
    scenario = dataweaver(context)
    scenario.connect(place)
    scenario.connectors.discover()


@when("DataWeaver is connected with it")
def source_is_connected(context: Context) -> None:
    scenario = dataweaver(context)
    scenario.connectors.connect(scenario.source)


@when('"{added}" is added there, and "{removed}" is taken away')
def tables_come_and_go(context: Context, added: str, removed: str) -> None:
    source = dataweaver(context).source
    source.add(added)
    source.remove(removed)


@when('the column "{old}" of "{table}" is renamed to "{new}"')
def column_is_renamed(context: Context, old: str, table: str, new: str) -> None:
    dataweaver(context).database.schema.rename_column(table, old, new)


@when('{count:d} rows of "{table}" are removed')
def rows_are_removed(context: Context, count: int, table: str) -> None:
    dataweaver(context).database.remove_rows(table, count)


@then("discovery shows just what is there")
def discovery_shows_what_is_there(context: Context) -> None:
    """Checks names, columns and numbers of rows, and that nothing is invented."""
    scenario = dataweaver(context)
    scenario.discovery.expect(scenario.source)


@then("discovery fails, and the reason names the credentials")
def discovery_fails(context: Context) -> None:
    dataweaver(context).discovery.expect_error()
