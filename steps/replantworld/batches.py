"""Sentences about jobs: running them in batches, and taking them back."""

from behave import given, then, when

from support.replantworld import replantworld
from support.run.world import Context


@given("a collection of {count:d} NFTs that a job of ReplantWorld has migrated")
def collection_of_a_job(context: Context, count: int) -> None:
    scenario = replantworld(context)
    collection = scenario.collections.make(count)
    scenario.jobs.run(collection)
    scenario.arrival.expect_known(collection, count)


@given("a collection of {count:d} NFTs on Sei, for which there is a job")
def collection_with_job(context: Context, count: int) -> None:
    """Nobody has run it yet."""
    scenario = replantworld(context)
    scenario.jobs.make(scenario.collections.make(count))


@given("{collections:d} collections of {count:d} NFTs that jobs of ReplantWorld have migrated")
def collections_of_jobs(context: Context, collections: int, count: int) -> None:
    scenario = replantworld(context)
    scenario.collections.make_several(collections, count)
    scenario.jobs.run_each(scenario.collections.made)


@given("a collection of {count:d} NFTs that ReplantWorld has migrated and taken back")
def collection_taken_back(context: Context, count: int) -> None:
    scenario = replantworld(context)
    scenario.jobs.run(scenario.collections.make(count))
    scenario.jobs.take_back()


@when("ReplantWorld runs a job for it, in batches of {size:d}")
def job_is_run(context: Context, size: int) -> None:
    """How that went is for the other sentences to judge."""
    scenario = replantworld(context)
    scenario.jobs.run(scenario.collections.first, size)


@when("ReplantWorld runs a job for it, in batches of {size:d}, and somebody looks on")
def job_is_watched(context: Context, size: int) -> None:
    scenario = replantworld(context)
    scenario.jobs.run_watched(scenario.collections.first, size)


@when("ReplantWorld is killed while it runs a job for it, and runs the job again")
def job_is_interrupted(context: Context) -> None:
    """It is killed as soon as something is minted."""
    scenario = replantworld(context)
    scenario.jobs.run_interrupted(scenario.collections.first, 2, scenario.outages.kill)


@when("ReplantWorld runs the job again")
def job_is_run_again(context: Context) -> None:
    replantworld(context).jobs.run_again()


@when("ReplantWorld takes the job back")
def job_is_taken_back(context: Context) -> None:
    replantworld(context).jobs.take_back()


@when("ReplantWorld takes the job back twice")
def job_is_taken_back_twice(context: Context) -> None:
    replantworld(context).jobs.take_back()
    replantworld(context).jobs.take_back()


@when("ReplantWorld takes the job of the first back")
def job_of_the_first_is_taken_back(context: Context) -> None:
    scenario = replantworld(context)
    scenario.jobs.take_back_beside(scenario.collections.made[1])


@when("ReplantWorld takes the job back while {chain:Chain} is away, and again when it is back")
def job_is_taken_back_in_two_turns(context: Context, chain: str) -> None:
    scenario = replantworld(context)
    scenario.outages.during(chain, scenario.jobs.take_back)
    scenario.jobs.take_back()


@then(
    "it was migrated in batches of {size:d} and a last one of {last:d},"
    " no more of them at a time than agreed"
)
def bounds_are_kept(context: Context, size: int, last: int) -> None:
    """Checks the times that the database keeps of every batch."""
    scenario = replantworld(context)
    full = len(scenario.collections.first.nfts) // size
    scenario.batches.expect_bounds(scenario.jobs.ids[0], [size] * full + [last])


@then("answer and job count {count:d} NFTs, of which {failed:d} failed")
def counts_are_true(context: Context, count: int, failed: int) -> None:
    jobs = replantworld(context).jobs
    replantworld(context).batches.expect_counts(jobs.report, jobs.ids[0], count, failed)


@then("its progress has grown step by step to all {count:d} NFTs")
def progress_has_grown(context: Context, count: int) -> None:
    """Checks what the list of jobs has told meanwhile."""
    scenario = replantworld(context)
    scenario.batches.expect_progress(scenario.jobs.looks, count)


@then("nothing is left of the first, and the other is as it was")
def only_the_first_is_gone(context: Context) -> None:
    """Checks Solana, the database and ReplantWorld's answers."""
    scenario = replantworld(context)
    first, other = scenario.collections.made
    scenario.arrival.expect_whole([other])
    scenario.arrival.expect_gone(first)
    scenario.jobs.expect_neighbour_unchanged()


@then("ReplantWorld calls all {count:d} of them rolled back, and its job counts none as migrated")
def all_are_rolled_back(context: Context, count: int) -> None:
    """Checks that none of them is on Solana, too."""
    scenario = replantworld(context)
    scenario.batches.expect_rolled_back(scenario.collections.first, scenario.jobs.ids[0], count)
