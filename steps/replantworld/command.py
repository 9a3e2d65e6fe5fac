"""Sentences about the command by which operators test ReplantWorld."""

from behave import given, then, when

from support.replantworld import replantworld
from support.run.world import Context


@given("an operator who has tested {what:Commanded}")
def operator_has_tested(context: Context, what: str) -> None:
    """After the operator has cleaned up, so that nothing of earlier tests is there."""
    replantworld(context).operating.test_afresh(what)


@when("an operator tests {what:Commanded}")
def operator_tests(context: Context, what: str) -> None:
    """How that went is for the other sentences to judge."""
    replantworld(context).operating.test(what)


@when("an operator tests {what:Commanded} while {chain:Chain} is away, and when it is back")
def operator_tests_during_an_outage(context: Context, what: str, chain: str) -> None:
    replantworld(context).operating.test_during(chain, what)


@when("the operator cleans up")
def operator_cleans_up(context: Context) -> None:
    replantworld(context).operating.clean_up()


@then("the command has succeeded, and others have seen it")
def command_has_succeeded(context: Context) -> None:
    """Checks what the wallet on Solana has signed meanwhile."""
    replantworld(context).command.expect_seen_success()


@then("the command has failed first, and succeeded afterwards")
def command_has_failed_first(context: Context) -> None:
    replantworld(context).command.expect_failure_first()


@then("nothing is left of the tests")
def nothing_is_left(context: Context) -> None:
    """Checks all jobs and migrated NFTs that the database keeps."""
    replantworld(context).command.expect_cleaned_up()
