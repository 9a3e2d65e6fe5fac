"""Sentences about the tenant: its playbooks and what its tools are told."""

import math

from behave import given, then, when

from support.run.world import Context, column
from support.sentinai import sentinai
from support.sentinai.client.packs import PAYMENT, TOOL, Playbook
from support.sentinai.observers.tool_stub import Manners
from support.sentinai.oracle import processing_log, promises


@given("a tenant whose playbook calls a tool")
def tenant_with_a_playbook(context: Context) -> None:
    """Make a tenant with a playbook of one step."""
    sentinai(context).set_up(Playbook())


@given("two tenants whose playbooks call a tool")
def two_tenants(context: Context) -> None:
    """Make two tenants alike."""
    sentinai(context).set_up(Playbook())
    sentinai(context).other_desk.set_up(Playbook())


@given('two tenants of which only the other has a playbook for "{kind}"')
def two_tenants_with_different_playbooks(context: Context, kind: str) -> None:
    """Make two tenants, whose playbooks fit different exceptions."""
    sentinai(context).set_up(Playbook())
    sentinai(context).other_desk.set_up(Playbook(kind))


@given("a tenant whose playbook has these steps")
def tenant_with_steps(context: Context) -> None:
    """Make a tenant with a playbook of the steps of the table."""
    sentinai(context).set_up(Playbook(PAYMENT, TOOL, tuple(column(context, "step"))))


@given("a tenant with these playbooks")
def tenant_with_playbooks(context: Context) -> None:
    """Make a tenant with a playbook of one step for each kind of exception."""
    kinds_and_tools = zip(column(context, "kind"), column(context, "tool"), strict=True)
    sentinai(context).set_up(*map(Playbook.of, kinds_and_tools))


@given("a tenant whose tool fails twice and then works")
def tenant_with_a_moody_tool(context: Context) -> None:
    """Make a tenant whose tool works at the third attempt."""
    sentinai(context).set_up(Playbook())
    sentinai(context).desk.behave(Manners(failures=2))


@given("a tenant whose tool never works")
def tenant_with_a_broken_tool(context: Context) -> None:
    """Make a tenant whose tool always fails."""
    sentinai(context).set_up(Playbook())
    sentinai(context).desk.behave(Manners(failures=math.inf))


@given("a tenant whose tool never works for the first exception")
def tenant_with_one_hard_case(context: Context) -> None:
    """Make a tenant whose tool fails for one exception only."""
    sentinai(context).set_up(Playbook())
    sentinai(context).desk.fail_for_the_first()


@given("the tenant is suspended")
def tenant_is_suspended(context: Context) -> None:
    """Let an administrator suspend it."""
    desk = sentinai(context).desk
    desk.system.admin.suspend(desk.name)


@when("the tool is called by hand")
def tool_is_called_by_hand(context: Context) -> None:
    """Have the tool called for nobody's exception."""
    promises.call_by_hand(sentinai(context).desk)


@then("SentinAI has recorded one execution, which has {status}")
def one_execution_is_recorded(context: Context, status: str) -> None:
    """Compare the record with what the tool saw."""
    processing_log.expect_record(sentinai(context).desk, status)


@then("the tool of the other tenant is not called")
def other_tool_is_not_called(context: Context) -> None:
    """Look at the calls once a further exception has passed every stage."""
    sentinai(context).desk.settle()
    calls = sentinai(context).other_desk.calls()
    assert not calls, f"Called for another tenant's exception: {calls}"


@then("the tool is told exactly these steps in this order")
def tool_is_told(context: Context) -> None:
    """Wait until all is done, and look at the calls."""
    sentinai(context).desk.expect()
    told = promises.told(sentinai(context).desk)
    assert told == column(context, "step"), f"The tool was told: {told}"


@then('only the tool "{tool}" is called')
def only_this_tool_is_called(context: Context, tool: str) -> None:
    """Wait until all is done, and look at the calls of all tools."""
    sentinai(context).desk.expect()
    called = promises.called_tools(sentinai(context).desk)
    assert called == [tool], f"Called were: {called}"
