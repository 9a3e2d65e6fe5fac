"""Sentences about a collection: what it holds, and what is left of it."""

from behave import given, then, when

from support.airweave import airweave
from support.run.world import Context, column


@given("a second collection on the same repo")
def second_collection(context: Context) -> None:
    airweave(context).second_collection.sync()
    airweave(context).second_contents.expect_everything()


@when("the second collection is deleted")
def second_collection_is_deleted(context: Context) -> None:
    airweave(context).second_collection.delete()


@given("neighbours in the same collection and in another one")
def neighbours(context: Context) -> None:
    """Another branch feeds the same collection, and a third one a collection of its own."""
    airweave(context).settle_neighbours()


@when("Airweave syncs both branches into one collection")
def both_branches_in_one_collection(context: Context) -> None:
    airweave(context).collection.sync()
    airweave(context).neighbour.sync()


@when("the collection is deleted and made anew")
def collection_is_made_anew(context: Context) -> None:
    """Under its old name, once nothing is left of it."""
    airweave(context).begin_anew()


@when("the collection is renamed")
def collection_is_renamed(context: Context) -> None:
    airweave(context).collection.rename("Under another name")
    airweave(context).contents.expect_no_change()


@when("the repo is disconnected for good")
def repo_is_disconnected_for_good(context: Context) -> None:
    """Until nothing of it is left."""
    airweave(context).collection.disconnect()
    airweave(context).contents.expect_empty()


@when("one of its files is edited and synced")
def one_file_is_edited_and_synced(context: Context) -> None:
    airweave(context).source.update(["docs/onboarding.md"])
    airweave(context).collection.sync()


@when("the repo is disconnected")
def repo_is_disconnected(context: Context) -> None:
    airweave(context).collection.disconnect()


@when("the store loses what it holds of the collection")
def store_loses(context: Context) -> None:
    """As when a disk breaks; Airweave is not told."""
    airweave(context).collection.lose_stored()
    airweave(context).contents.expect_lost()


@then("the collection is whole again")
def collection_is_whole_again(context: Context) -> None:
    """Search and store show every file of the branch, whole and once, and nothing else."""
    airweave(context).contents.expect_regained()


@when("everything is cleaned up")
def everything_is_cleaned_up(context: Context) -> None:
    """Remove what the scenario made, as it is done after every scenario."""
    context.world.clean_up()


@then("the collection changed exactly like this")
def collection_changed_exactly(context: Context) -> None:
    """Job, search and store agree on the table, and that all else is as it was when checked."""
    changes = zip(column(context, "change"), column(context), strict=True)
    airweave(context).contents.expect_changes(changes)


@then("the collection did not change")
def collection_did_not_change(context: Context) -> None:
    """Job, search and store agree that all is as it was when it was last checked."""
    airweave(context).contents.expect_no_change()


@then("each collection shows its own branch only")
def each_shows_its_own_branch(context: Context) -> None:
    """Search and store show every file of the branch, whole and once, and nothing else."""
    airweave(context).contents.expect_everything()
    airweave(context).other_contents.expect_everything()


@then("each of these collections shows its own branch only")
def each_of_these_shows_its_own(context: Context) -> None:
    """Search and store show every file of the branch, whole and once, and nothing else."""
    airweave(context).expect_crowd_kept_apart()


@then("its neighbours are as they were")
def neighbours_are_as_they_were(context: Context) -> None:
    """Search, store and the routes show of them what they showed before."""
    airweave(context).expect_neighbours_untouched()


@then("the collection shows the files of both")
def collection_shows_both(context: Context) -> None:
    """Search and store show every file of either branch, whole and once, and nothing else."""
    airweave(context).contents.expect_everything()
    airweave(context).neighbour_contents.expect_everything()


@then("every breadcrumb leads to an entity")
def every_breadcrumb_leads_to_an_entity(context: Context) -> None:
    """All is there, and so is every folder and repository that anything is said to lie in."""
    airweave(context).contents.expect_known_containers()


@then("nothing is left of it")
def nothing_is_left(context: Context) -> None:
    """The source, Airweave's list of collections and the store hold nothing of the scenario."""
    airweave(context).expect_nothing_left()


@then("nothing is left of the second collection")
def nothing_is_left_of_second(context: Context) -> None:
    """Airweave's list of collections and the store hold nothing of it."""
    airweave(context).second_contents.expect_gone()


@then("the collection is there, but holds nothing of the repo")
def collection_is_empty(context: Context) -> None:
    """It is listed; search shows no entity of it, and the store holds none."""
    airweave(context).contents.expect_empty()


@then("nothing of the repo is found or stored, nor comes later")
def collection_stays_empty(context: Context) -> None:
    """The collection is listed; a sync that was at work brings nothing of it back."""
    airweave(context).contents.expect_empty_for_good()


@then("the collection holds {count:d} {documents:Noun}s")
def collection_holds(context: Context, count: int, documents: str) -> None:
    """The job reports so many; the store holds as many, each with its words, and once."""
    airweave(context).contents.expect_count(count)
