"""Sentences about the tenant: its playbooks and what its tools were told."""

from behave import given, then

from support.sentinai.desk import PAYMENT, TOOL, Playbook
from support.world import Context, column


@given("a tenant whose playbook calls a tool")
def tenant_with_a_playbook(context: Context) -> None:
    """Make a tenant with a playbook of one step."""
    context.world.sentinai.desk.set_up(Playbook())


@given("a tenant whose playbook has these steps")
def tenant_with_steps(context: Context) -> None:
    """Make a tenant with a playbook of the steps of the table."""
    context.world.sentinai.desk.set_up(Playbook(PAYMENT, TOOL, tuple(column(context, "step"))))


@given("a tenant with these playbooks")
def tenant_with_playbooks(context: Context) -> None:
    """Make a tenant with a playbook of one step for each kind of exception."""
    kinds_and_tools = zip(column(context, "kind"), column(context, "tool"), strict=True)
    context.world.sentinai.desk.set_up(*map(Playbook.of, kinds_and_tools))


@then("the tool is told exactly these steps in this order")
def tool_is_told(context: Context) -> None:
    """Wait until all is done, and look at the calls."""
    context.world.sentinai.desk.expect()
    told = context.world.sentinai.desk.told()
    assert told == column(context, "step"), f"The tool was told: {told}"


@then('only the tool "{tool}" is called')
def only_this_tool_is_called(context: Context, tool: str) -> None:
    """Wait until all is done, and look at the calls of all tools."""
    context.world.sentinai.desk.expect()
    called = context.world.sentinai.desk.called_tools()
    assert called == [tool], f"Called were: {called}"
