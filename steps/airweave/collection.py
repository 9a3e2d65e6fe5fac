"""Sentences about the collection: what search finds in it, and what it holds."""

from behave import given, then, when

from support.airweave import airweave
from support.run.world import Context, column


@given("a second collection on the same repo")
def second_collection(context: Context) -> None:
    """Sync the repo into one more collection."""
    airweave(context).second_mirror.sync()
    airweave(context).second_mirror.expect_everything()


@when("the second collection is deleted")
def second_collection_is_deleted(context: Context) -> None:
    """Delete it with everything in it."""
    airweave(context).second_mirror.delete()


@when("the repo is disconnected")
def repo_is_disconnected(context: Context) -> None:
    """Delete the source connection and keep the collection."""
    airweave(context).mirror.disconnect()


@when("everything is cleaned up")
def everything_is_cleaned_up(context: Context) -> None:
    """Remove what the scenario made, as it is done after every scenario."""
    context.world.clean_up()


@then("search finds them with score ≥ {threshold:g}")
def search_finds_them(context: Context, threshold: float) -> None:
    """Expect every file whole, once, found first by its own words, and nothing else."""
    airweave(context).mirror.expect_everything(threshold)


@then('search for the last words of "{path}" brings it first')
def last_words_bring_it(context: Context, path: str) -> None:
    """Expect the whole file, and search for its last sentence."""
    airweave(context).mirror.expect_everything()
    airweave(context).mirror.expect_first_hit(
        path, airweave(context).bongo.documents[path].sentences[-1]
    )


@then('search for the first words of "{path}" brings it first')
def first_words_bring_it(context: Context, path: str) -> None:
    """Expect the whole file, and search for its first sentence."""
    airweave(context).mirror.expect_everything()
    words = airweave(context).bongo.documents[path].sentences[0]
    airweave(context).mirror.expect_first_hit(path, words)


@then("everything lies in a folder or repository that the collection holds")
def everything_lies_somewhere(context: Context) -> None:
    """Follow every file and folder to what it is said to lie in."""
    airweave(context).mirror.expect_known_places()


@then("the collection changed exactly like this")
def collection_changed_exactly(context: Context) -> None:
    """Expect the changes of the table, and everything else as it was."""
    changes = zip(column(context, "change"), column(context), strict=True)
    airweave(context).mirror.expect_changes(changes)


@then("the collection did not change")
def collection_did_not_change(context: Context) -> None:
    """Expect everything as it was."""
    airweave(context).mirror.expect_changes([])


@then("each collection shows its own branch only")
def each_shows_its_own_branch(context: Context) -> None:
    """Expect in each collection exactly the files of its branch."""
    airweave(context).mirror.expect_everything()
    airweave(context).other_mirror.expect_everything()


@then("nothing is left of it")
def nothing_is_left(context: Context) -> None:
    """Look into the source, Airweave and the store."""
    airweave(context).expect_clean()


@then("nothing is left of the second collection")
def nothing_is_left_of_second(context: Context) -> None:
    """Look into Airweave and the store."""
    airweave(context).second_mirror.expect_gone()


@then("the collection is there, but holds nothing of the repo")
def collection_is_empty(context: Context) -> None:
    """Search for every file, and look into the store."""
    airweave(context).mirror.expect_empty()


@then("another organisation finds nothing, while the owner finds everything")
def hidden_from_another_organisation(context: Context) -> None:
    """Let both look for the same collection."""
    airweave(context).mirror.expect_hidden_from(airweave(context).system.other_client)
    airweave(context).mirror.expect_everything()


@then("the collection holds {count:d} {documents:Noun}s")
def collection_holds(context: Context, count: int, documents: str) -> None:
    """Count what the job reports and what is in the store."""
    airweave(context).mirror.expect_count(count)


@then("search for the words of the last {document:Noun} brings it first")
def last_one_comes_first(context: Context, document: str) -> None:
    """Search for the words of the document that was written last."""
    path, last = list(airweave(context).bongo.documents.items())[-1]
    airweave(context).mirror.expect_first_hit(path, last.sentences[-1])


@then('search for "{words}" finds the {kind} first')
def search_finds_kind_first(context: Context, words: str, kind: str) -> None:
    """Expect an entity of that kind before everything else."""
    mirror = airweave(context).mirror
    mirror.expect_kind_first(words, mirror.bongo.kinds[kind])


@then('search for "{words}" brings "{path}" first')
def words_bring_it_first(context: Context, words: str, path: str) -> None:
    """Expect the document before everything else."""
    airweave(context).mirror.expect_first_hit(path, words)
