"""Sentences about syncing: running it and stopping it."""

from behave import given, then, when

from support.airweave import airweave
from support.run.world import Context


@given("Airweave has synced both branches into collections of their own")
def both_branches_synced(context: Context) -> None:
    airweave(context).collection.sync()
    airweave(context).other_collection.sync()


@given("Airweave has synced it")
@when("Airweave syncs")
def airweave_syncs(context: Context) -> None:
    """Bring the collection up to date; the first time, connect the source."""
    airweave(context).collection.sync()


@when('"{path}" is deleted while Airweave syncs')
def deleted_while_airweave_syncs(context: Context, path: str) -> None:
    """Whether that sync still sees the document is up to Airweave."""
    airweave(context).collection.sync_while_deleting(path)


@when("Airweave syncs by itself, as its schedule says")
def airweave_syncs_by_schedule(context: Context) -> None:
    """Wait for what is due every minute, and for its end."""
    airweave(context).collection.sync_by_schedule()


@when("Airweave has synced by itself twice, as its schedule says")
def airweave_has_synced_twice_by_schedule(context: Context) -> None:
    """Wait for what is due every minute, and a second time."""
    airweave(context).collection.sync_by_schedule_again_and_again()


@when("the schedule is removed")
def schedule_is_removed(context: Context) -> None:
    airweave(context).collection.end_schedule()


@then("Airweave syncs by itself no more")
def airweave_syncs_by_itself_no_more(context: Context) -> None:
    """Not for longer than it took from one sync to the next."""
    airweave(context).answers.expect_no_further_sync()


@when("Airweave syncs both branches at the same time")
def airweave_syncs_both_at_once(context: Context) -> None:
    airweave(context).sync_both_together()


@when("Airweave syncs all branches at once")
def airweave_syncs_all_at_once(context: Context) -> None:
    airweave(context).sync_crowd()


@when("Airweave syncs both branches into collections of their own")
def airweave_syncs_both_branches(context: Context) -> None:
    both_branches_synced(context)


@when("Airweave syncs everything from scratch")
def airweave_syncs_from_scratch(context: Context) -> None:
    airweave(context).collection.sync(full=True)


@when("Airweave syncs after the history that it knew has expired")
def airweave_syncs_with_expired_history(context: Context) -> None:
    """The source tells no more what changed since the sync before, only what is there."""
    airweave(context).collection.sync_with_expired_history()


@when('Airweave syncs while {vendor} withholds "{path}"')
def airweave_syncs_without(context: Context, vendor: str, path: str) -> None:
    """How a sync ends that cannot read one of the files is up to Airweave."""
    airweave(context).collection.sync_while_withholding(path)


@when('Airweave syncs while {vendor} is slow to hand out "{path}"')
def airweave_syncs_slowly(context: Context, vendor: str, path: str) -> None:
    """That takes longer, and makes no other difference."""
    airweave(context).collection.sync_while_slow(path)


@when('Airweave syncs everything from scratch while {vendor} withholds "{path}"')
def airweave_syncs_from_scratch_without(context: Context, vendor: str, path: str) -> None:
    """The same, with a sync that does not rely on what was read before."""
    airweave(context).collection.sync_while_withholding(path, full=True)


@when("Airweave syncs after the token has expired")
def airweave_syncs_with_expired_token(context: Context) -> None:
    """How such a sync ends is up to Airweave."""
    airweave(context).collection.sync_with_expired_token()


@then("that sync fails, and the reason names the credentials")
def sync_fails(context: Context) -> None:
    airweave(context).answers.expect_failure("credentials")


@when("Airweave is asked for two syncs at once")
def asked_for_two_syncs(context: Context) -> None:
    airweave(context).collection.start_two_syncs()


@when("a sync is cancelled while it runs")
def sync_is_cancelled(context: Context) -> None:
    airweave(context).collection.start_and_cancel_sync()


@then("the second one is refused, because one is running already")
def second_sync_is_refused(context: Context) -> None:
    """Airweave refused it, and the reason says so."""
    airweave(context).answers.expect_second_sync_refused()


@then("the first one completes")
def first_sync_completes(context: Context) -> None:
    airweave(context).answers.expect_end("completed")


@then("that sync ends as cancelled")
def sync_ends_as_cancelled(context: Context) -> None:
    """Once it is cancelled, it stays so."""
    airweave(context).answers.expect_cancelled()


@then("that sync wrote nothing")
def sync_wrote_nothing(context: Context) -> None:
    """Every entity is of an earlier sync, and the job reports neither inserts nor updates."""
    airweave(context).contents.expect_needed_writes_only()


@then('that sync wrote nothing but "{path}" and the folders above it')
def sync_wrote_one_file(context: Context, path: str) -> None:
    """Every other entity is of an earlier sync."""
    airweave(context).contents.expect_needed_writes_only([path])
