"""Sentences about business scenarios: setting them up, and what is there then."""

from behave import then, when

from support.dataweaver import dataweaver
from support.run.world import Context


@when("people look which business scenarios there are")
def scenarios_are_looked_at(context: Context) -> None:
    dataweaver(context).set_ups.look()


@when('the business scenario "{name}" is set up')
def scenario_is_set_up(context: Context, name: str) -> None:
    dataweaver(context).set_ups.set_up(name)


@when('the business scenario "{name}" is set up {times:d} times')
def scenario_is_set_up_often(context: Context, name: str, times: int) -> None:
    dataweaver(context).set_ups.set_up(name, times)


@when('the business scenario "{name}" is set up, and all of it is extracted')
def scenario_is_extracted(context: Context, name: str) -> None:
    scenario = dataweaver(context)
    scenario.set_ups.set_up(name)
    scenario.set_ups.extract()


@then("there are the four of the plan, each with questions and outcomes")
def scenarios_are_offered(context: Context) -> None:
    dataweaver(context).planned.expect_offered()


@then("nothing half is left of a set-up that failed")
def nothing_half_is_left(context: Context) -> None:
    """A set-up that has not failed leaves nothing half, either: the next sentence judges it."""
    dataweaver(context).planned.expect_nothing_half()


@then("it has just the connectors and data sources of the plan")
def scenario_is_as_planned(context: Context) -> None:
    """Checks the answer of the set-up, the list of data sources and the database."""
    dataweaver(context).planned.expect_as_planned()


@then("each of its connectors passes its test, and is shown as connected")
def connectors_of_scenario_work(context: Context) -> None:
    dataweaver(context).planned.expect_tested()


@then("discovery shows each of its data sources with the planned columns and rows")
def scenario_is_discovered(context: Context) -> None:
    dataweaver(context).planned.expect_discovered()


@then("the file of each data source has the planned rows, each of them once")
def scenario_is_extracted_as_planned(context: Context) -> None:
    dataweaver(context).planned.expect_extracted()


@then("its connectors are there once")
def scenario_is_there_once(context: Context) -> None:
    dataweaver(context).planned.expect_once()
