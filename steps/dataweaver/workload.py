"""Sentences about many people who work at the same time."""

from behave import then, when

from support.dataweaver import dataweaver
from support.run.world import Context


@when("{people:d} people work with connectors at the same time")
def people_work(context: Context, people: int) -> None:
    """Each sets connectors up, looks at them and at the list, and deletes every other one."""
    dataweaver(context).crowd.work(people)


@then("almost every answer came in time")
def answers_came_in_time(context: Context) -> None:
    """19 of 20, within two seconds; the share is in the report."""
    dataweaver(context).workload.expect_in_time()


@then("hardly any call failed")
def hardly_any_call_failed(context: Context) -> None:
    """Less than one of a hundred; the share is in the report."""
    dataweaver(context).workload.expect_few_errors()


@then("just the connectors that were acknowledged are there")
def acknowledged_connectors_are_there(context: Context) -> None:
    dataweaver(context).workload.expect_kept()
