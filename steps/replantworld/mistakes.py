"""Sentences about requests that make no sense, or that nobody may make."""

from behave import then, when

from support.replantworld import replantworld
from support.run.world import Context


@when("somebody without a key asks ReplantWorld to migrate it")
def somebody_without_key_migrates(context: Context) -> None:
    scenario = replantworld(context)
    scenario.refusals.migrate_unasked(scenario.collections.first)


@when("somebody without a key asks ReplantWorld for a job that migrates it")
def somebody_without_key_makes_job(context: Context) -> None:
    scenario = replantworld(context)
    scenario.refusals.make_job_unasked(scenario.collections.first)


@when("somebody without a key asks ReplantWorld to run the job")
def somebody_without_key_runs_job(context: Context) -> None:
    scenario = replantworld(context)
    scenario.refusals.run_unasked(scenario.jobs.ids[0])


@when("somebody without a key asks ReplantWorld to take the job back")
def somebody_without_key_takes_job_back(context: Context) -> None:
    scenario = replantworld(context)
    scenario.refusals.take_back_unasked(scenario.jobs.ids[0])


@when("somebody without a key asks ReplantWorld to test itself")
def somebody_without_key_tests(context: Context) -> None:
    replantworld(context).refusals.test_unasked()


@when("somebody asks for {mistake}")
def mistake_is_made(context: Context, mistake: str) -> None:
    replantworld(context).refusals.make(mistake)


@then("it is denied")
def it_is_denied(context: Context) -> None:
    replantworld(context).refusals.expect_denied()


@then("it is refused as the caller's mistake, with a word on what is wrong, and no look inside")
def it_is_refused(context: Context) -> None:
    replantworld(context).refusals.expect_refused()
