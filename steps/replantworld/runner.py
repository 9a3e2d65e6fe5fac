"""Sentences about ReplantWorld's tests of itself, and what others saw of them."""

from behave import then, when

from support.replantworld import replantworld
from support.run.world import Context


@when("ReplantWorld tests {what:Tested}")
def tests_itself(context: Context, what: str) -> None:
    """How that went is for the other sentences to judge."""
    replantworld(context).testing.run_seen(what)


@when("ReplantWorld tests {first:Tested} and {second:Tested}")
def tests_itself_twice(context: Context, first: str, second: str) -> None:
    replantworld(context).testing.run_each([first, second])


@when("ReplantWorld tests {what:Tested} while {chain:Chain} is away")
def tests_itself_during_an_outage(context: Context, what: str, chain: str) -> None:
    scenario = replantworld(context)
    scenario.outages.during(chain, lambda: scenario.testing.run(what))


@when("ReplantWorld runs {times:d} tests of {what:Tested} at once")
def tests_itself_at_once(context: Context, times: int, what: str) -> None:
    replantworld(context).testing.run_at_once(what, times)


@then("the test has passed, and others have seen it")
def test_has_passed_visibly(context: Context) -> None:
    """Checks what the wallet on Solana has signed meanwhile."""
    scenario = replantworld(context)
    scenario.runner.expect_passed_visibly(scenario.testing.latest)


@then("the test has passed")
def test_has_passed(context: Context) -> None:
    scenario = replantworld(context)
    scenario.runner.expect_passed(scenario.testing.latest)


@then("the test has not passed")
def test_has_not_passed(context: Context) -> None:
    scenario = replantworld(context)
    scenario.runner.expect_not_passed(scenario.testing.latest)


@then("each of the tests is kept as it was told, under a name of its own")
def tests_are_kept(context: Context) -> None:
    """Checks the list of tests, and the database."""
    scenario = replantworld(context)
    scenario.runner.expect_kept(scenario.testing.trials)


@then("whoever looks for tests of a kind, of an outcome or page by page finds just those")
def tests_are_found(context: Context) -> None:
    scenario = replantworld(context)
    scenario.runner.expect_found(scenario.testing.trials)
