"""Sentences about the page that people see."""

from behave import then, when

from support.dataweaver import dataweaver
from support.run.world import Context


@when("somebody sets a connector up on the page")
def connector_is_typed(context: Context) -> None:
    dataweaver(context).visits.set_up()


@when("somebody without a mouse sets a connector up on the page")
def connector_is_typed_by_keys(context: Context) -> None:
    dataweaver(context).visits.set_up(without_mouse=True)


@when("somebody sets a connector with too long a name up on the page")
def wrong_connector_is_typed(context: Context) -> None:
    dataweaver(context).visits.set_up_wrongly()


@when("somebody tests the connector on the page")
def connector_is_tested_on_page(context: Context) -> None:
    dataweaver(context).visits.test()


@when('somebody sets the business scenario "{name}" up on the page')
def scenario_is_set_up_on_page(context: Context, name: str) -> None:
    dataweaver(context).visits.set_up_scenario(name)


@when("somebody who cannot see the page looks at its connectors")
def page_is_looked_at(context: Context) -> None:
    """At the list, at the form of a new connector, and at the test of one."""
    dataweaver(context).visits.look_around()


@then("the list from which connectors are set up shows those that there are, and no others")
def page_lists_for_setting_up(context: Context) -> None:
    dataweaver(context).shown.expect_listed_for_setting_up()


@then("every list on the page shows the connectors that there are, and no others")
def page_lists_connectors(context: Context) -> None:
    dataweaver(context).shown.expect_listed()


@then("the connector is there as it was typed, and the page shows it")
def typed_connector_is_there(context: Context) -> None:
    dataweaver(context).shown.expect_typed()


@then("the page says that the connector is refused, and nothing of it is kept")
def page_tells_refusal(context: Context) -> None:
    dataweaver(context).shown.expect_refusal_told()


@then("the page says that the test has failed, and why")
def page_tells_failed_test(context: Context) -> None:
    dataweaver(context).shown.expect_failed_test_told()


@then("the page shows what was set up, just as it is there")
def page_shows_scenario(context: Context) -> None:
    """Its connectors, and the data sources of the plan."""
    dataweaver(context).shown.expect_scenario_shown()


@then("nothing on the page is in the way of those who cannot see it")
def nothing_is_in_the_way(context: Context) -> None:
    """Names of buttons and fields, contrast, and whatever else axe-core calls serious."""
    dataweaver(context).shown.expect_nothing_in_the_way()
