"""Sentences about syncs: by hand, and by a schedule."""

from behave import given, then, when

from support.dataweaver import dataweaver
from support.run.world import Context


@given("{place:Place} with a table to be synced")
def source_to_be_synced(context: Context, place: str) -> None:
    scenario = dataweaver(context)
    scenario.connect(place)
    scenario.syncs.choose(scenario.source, "samples")


@given("{place:Place} with two tables to be synced")
def source_with_tables_to_be_synced(context: Context, place: str) -> None:
    scenario = dataweaver(context)
    scenario.connect(place)
    scenario.syncs.choose(scenario.source, "samples", "results")


@given("{place:Place} with a table that was synced")
def synced_source(context: Context, place: str) -> None:
    """What that sync has brought is not judged."""
    scenario = dataweaver(context)
    scenario.connect(place)
    scenario.syncs.choose(scenario.source, "samples")
    scenario.syncs.sync(scenario.source)


@when("the connector is synced")
def connector_is_synced(context: Context) -> None:
    scenario = dataweaver(context)
    scenario.syncs.sync(scenario.source)


@when("the table is changed, and the connector is synced")
def change_is_synced(context: Context) -> None:
    """One row is changed, another one is gone, a third one is new."""
    scenario = dataweaver(context)
    scenario.source.change("samples")
    scenario.syncs.sync(scenario.source)


@when("the table is changed, and a sync fails before the next one")
def change_is_synced_after_failure(context: Context) -> None:
    """It fails for the sake of wrong credentials; what comes of it is not judged here."""
    scenario = dataweaver(context)
    scenario.source.change("samples")
    scenario.syncs.sync_after_failure(scenario.source)


@when("the table is taken away, and somebody tries to sync")
def removed_table_is_synced(context: Context) -> None:
    scenario = dataweaver(context)
    scenario.source.remove("samples")
    scenario.syncs.try_to_sync()


@given("the connector is to be synced {minute:d} minutes past every hour")
def schedule(context: Context, minute: int) -> None:
    dataweaver(context).connectors.schedule(f"{minute} * * * *")


@when("the connector is to be synced {minute:d} minutes past every hour")
def schedule_is_set(context: Context, minute: int) -> None:
    dataweaver(context).connectors.schedule(f"{minute} * * * *")


@when("the connector is to be synced as often as possible")
def shortest_schedule_is_set(context: Context) -> None:
    dataweaver(context).schedule()


@when("the schedule of the connector is switched off")
def schedule_is_switched_off(context: Context) -> None:
    dataweaver(context).connectors.stop_schedule()


@then("the sync brings every row")
def sync_brings_everything(context: Context) -> None:
    """Cell by cell, and as many as it says."""
    dataweaver(context).brought.expect_everything()


@then("the sync brings the rows that are new or changed, and no others")
def sync_brings_changes(context: Context) -> None:
    dataweaver(context).brought.expect_changes()


@then("the log counts what has changed")
def log_counts_changes(context: Context) -> None:
    """What was added, updated and deleted, each by itself."""
    dataweaver(context).brought.expect_logged()


@then("the sync brings nothing")
def sync_brings_nothing(context: Context) -> None:
    dataweaver(context).brought.expect_nothing()


@then("the sync has failed, and the log says so with the reason")
def sync_has_failed(context: Context) -> None:
    dataweaver(context).brought.expect_failed()


@then("the connector shows when it was synced last")
def last_sync_is_shown(context: Context) -> None:
    dataweaver(context).brought.expect_last_sync()


@then("the connector shows {minute:d} minutes past as its next sync")
def next_sync_is_shown(context: Context, minute: int) -> None:
    """Within the hour."""
    dataweaver(context).brought.expect_planned(minute)


@then("the connector shows no next sync")
def no_next_sync_is_shown(context: Context) -> None:
    dataweaver(context).brought.expect_unplanned()


@then("the connector is synced by itself")
def connector_is_synced_by_itself(context: Context) -> None:
    """Of all its rows, and it is to be synced again."""
    scenario = dataweaver(context)
    scenario.brought.expect_by_itself(scenario.syncs.tables(scenario.source))
