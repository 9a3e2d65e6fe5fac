"""Sentences about tenants: what they are given, and that they never meet."""

from behave import given, then, when

from support.run.world import Context, column
from support.sentinai import sentinai


@given("a tenant whose playbook calls a tool")
def tenant_with_a_playbook(context: Context) -> None:
    sentinai(context).tenant.set_up()


@given("two tenants whose playbooks call a tool")
def two_tenants(context: Context) -> None:
    sentinai(context).tenants.set_up()


@given("two tenants, each with these playbooks")
def two_tenants_with_playbooks(context: Context) -> None:
    """Each playbook has one step."""
    tools = dict(zip(column(context, "kind"), column(context, "tool"), strict=True))
    sentinai(context).tenants.set_up_tools(tools)


@given('two tenants of which only the other has a playbook for "{kind}"')
def two_tenants_with_different_playbooks(context: Context, kind: str) -> None:
    sentinai(context).tenant.set_up()
    sentinai(context).other_tenant.set_up(kind)


@given("a tenant whose playbook has these steps")
def tenant_with_steps(context: Context) -> None:
    """All steps call the same tool."""
    sentinai(context).tenant.set_up(steps=column(context, "step"))


@given("a tenant whose playbook has {count:d} steps")
def tenant_with_many_steps(context: Context, count: int) -> None:
    """All steps call the same tool."""
    sentinai(context).tenant.set_up(steps=list(map("step {}".format, range(1, count + 1))))


@given("a tenant with these playbooks, the most important first")
def tenant_with_playbooks(context: Context) -> None:
    """Each playbook has one step."""
    playbooks = list(zip(column(context, "kind"), column(context, "tool"), strict=True))
    sentinai(context).tenant.set_up_ranked(playbooks)


@given("the tenant is suspended")
def tenant_is_suspended(context: Context) -> None:
    sentinai(context).tenant.suspend()


@when("it may work again, and an exception is submitted")
def tenant_is_activated(context: Context) -> None:
    sentinai(context).tenant.activate()
    sentinai(context).exceptions.submit()


@when("both submit an exception of the same name")
def both_submit_the_same_name(context: Context) -> None:
    sentinai(context).tenants.submit_same_name()


@when("both submit {count:d} exceptions of each kind at once")
def both_submit_at_once(context: Context, count: int) -> None:
    sentinai(context).tenants.submit_at_once(count)


@then("each tenant's exceptions pass every stage once and in order")
@then("each tenant's exception passes every stage once and in order")
def both_pass_every_stage(context: Context) -> None:
    """Checks Kafka, the database, the timeline and the tool of both."""
    sentinai(context).isolation.expect_every_stage()


@then("each tenant is told of its own exception only")
def each_is_told_of_its_own(context: Context) -> None:
    """Checks what each admin is shown who lists the exceptions."""
    sentinai(context).isolation.expect_own_listed_only()


@then("the tool of the other tenant is not called")
def other_tool_is_not_called(context: Context) -> None:
    """Checks once further exceptions of both tenants have passed every stage."""
    sentinai(context).isolation.expect_other_tool_unused()
