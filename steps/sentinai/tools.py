"""Sentences about tools: how they behave, and what they are told."""

from behave import given, then, when

from support.run.world import Context, column
from support.sentinai import sentinai


@given("a tenant whose tool fails twice and then works")
def tenant_with_a_moody_tool(context: Context) -> None:
    sentinai(context).tenant.set_up()
    sentinai(context).tool.fail(times=2)


@given("a tenant whose tool never works")
def tenant_with_a_broken_tool(context: Context) -> None:
    sentinai(context).tenant.set_up()
    sentinai(context).tool.fail()


@given("a tenant whose tool never works for the first exception")
def tenant_with_one_hard_case(context: Context) -> None:
    """It is of a kind that has a tool of its own."""
    sentinai(context).tool.set_up_hard_case()


@when("the tool is called by hand")
def tool_is_called_by_hand(context: Context) -> None:
    """The call is for nobody's exception."""
    sentinai(context).tool.call_by_hand()


@then("the tool is told exactly these steps in this order")
def tool_is_told(context: Context) -> None:
    sentinai(context).tool_calls.expect_steps(column(context, "step"))


@then("the tool is told all these steps, from the first to the last")
def tool_is_told_all(context: Context) -> None:
    sentinai(context).tool_calls.expect_steps(sentinai(context).tenant.playbook.steps)


@then('only the tool "{tool}" is called')
def only_this_tool_is_called(context: Context, tool: str) -> None:
    sentinai(context).tool_calls.expect_only(tool)


@then("SentinAI has recorded one execution, which has {status}")
def one_execution_is_recorded(context: Context, status: str) -> None:
    """Checks that the list, the database and the tool tell of the same one."""
    sentinai(context).executions.expect_one(status)


@then("the pauses between the attempts grow as the policy says")
def pauses_grow(context: Context) -> None:
    """Checks the times of the calls, and the pauses that SentinAI announced."""
    sentinai(context).retries.expect_growing_pauses()
