"""Sentences about changes of what a tenant has set up."""

from behave import then, when

from support.run.world import Context
from support.sentinai import sentinai


@when("the playbook gets a new version, and {count:d} exceptions are submitted")
def playbook_is_changed(context: Context, count: int) -> None:
    """The new version has other steps."""
    sentinai(context).changes.change_playbook()
    sentinai(context).exceptions.submit_at_once(count)


@when("the tool is switched off, and {count:d} exceptions are submitted")
def tool_is_switched_off(context: Context, count: int) -> None:
    sentinai(context).changes.switch_tool(on=False)
    sentinai(context).exceptions.submit_at_once(count)


@when("the tool is switched off and on again, and {count:d} exceptions are submitted")
def tool_is_switched_on_again(context: Context, count: int) -> None:
    sentinai(context).changes.switch_tool(on=False)
    sentinai(context).changes.switch_tool(on=True)
    sentinai(context).exceptions.submit_at_once(count)


@then("these are handled by the new version, and none of the former ones again")
def new_version_is_followed(context: Context) -> None:
    """Checks every call of the tool, every stage, and which version each is said to follow."""
    sentinai(context).configuration.expect_new_version()


@then("the tool is called for none of these, and each comes to an end")
def tool_is_not_called(context: Context) -> None:
    sentinai(context).configuration.expect_tool_unused()
