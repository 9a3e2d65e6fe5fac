"""Sentences about syncing: running it and stopping it."""

from behave import given, then, when

from support.airweave import airweave
from support.run.world import Context


@given("Airweave has synced both branches into collections of their own")
def both_branches_synced(context: Context) -> None:
    """Sync each branch into its collection."""
    airweave(context).mirror.sync()
    airweave(context).other_mirror.sync()


@when("Airweave syncs")
def airweave_syncs(context: Context) -> None:
    """Bring the collection up to date; the first time, connect the repo."""
    airweave(context).mirror.sync()


@when("Airweave syncs both branches into collections of their own")
def airweave_syncs_both_branches(context: Context) -> None:
    """Sync each branch into its collection."""
    both_branches_synced(context)


@when("Airweave syncs everything from scratch")
def airweave_syncs_from_scratch(context: Context) -> None:
    """Make Airweave read the whole repo again."""
    airweave(context).mirror.sync(full=True)


@when('Airweave syncs while GitHub withholds "{path}"')
def airweave_syncs_without(context: Context, path: str) -> None:
    """Run a sync that cannot read one of the files."""
    airweave(context).sync_without(path)


@when("Airweave is asked for two syncs at once")
def asked_for_two_syncs(context: Context) -> None:
    """Start a sync, and another while the first is going on."""
    airweave(context).refusal = airweave(context).mirror.start_two_syncs()


@when("a sync is cancelled while it runs")
def sync_is_cancelled(context: Context) -> None:
    """Start a sync and stop it before it has ended."""
    airweave(context).mirror.start_and_cancel_sync()


@then("the second one is refused, because one is running already")
def second_sync_is_refused(context: Context) -> None:
    """Look at the reason that Airweave gave."""
    reason = airweave(context).refusal
    assert reason is not None, "Airweave accepted a second sync while the first one was running"
    assert "already" in reason, f"Airweave refuses a second sync for another reason: {reason}"


@then("the first one completes")
def first_sync_completes(context: Context) -> None:
    """Wait for the end of the sync."""
    job = airweave(context).mirror.wait_for_job()
    assert job.status == "completed", f"The first sync did not complete: {job}"


@then("that sync ends as cancelled")
def sync_ends_as_cancelled(context: Context) -> None:
    """Wait for the end of the sync."""
    job = airweave(context).mirror.wait_for_job()
    assert job.status == "cancelled", f"The sync was cancelled, yet it ended otherwise: {job}"


@then("that sync wrote nothing")
def sync_wrote_nothing(context: Context) -> None:
    """Expect that the sync left every entity alone."""
    airweave(context).mirror.expect_needed_writes_only()


@then('that sync wrote nothing but "{path}" and what it lies in')
def sync_wrote_one_file(context: Context, path: str) -> None:
    """Expect that the sync left all other entities alone."""
    airweave(context).mirror.expect_needed_writes_only([path])
