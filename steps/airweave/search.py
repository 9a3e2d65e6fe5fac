"""Sentences about search: what it finds, and who finds it."""

from behave import then

from support.airweave import airweave
from support.run.world import Context


@then("search finds them with score ≥ {threshold:g}")
def search_finds_them(context: Context, threshold: float) -> None:
    """Each is found whole, once, under its path and first by its own words; nothing else is."""
    airweave(context).contents.expect_everything(threshold)


@then("search finds exactly the test {documents:Noun}s")
def search_finds_exactly(context: Context, documents: str) -> None:
    """The same, and what the scenario wrote elsewhere is not found by its words either."""
    airweave(context).expect_exactly_its_own()


@then('search for the new last words of "{path}" brings them')
def new_last_words_are_brought(context: Context, path: str) -> None:
    """All other words of the file are those that it had before, and tell nothing of a change."""
    airweave(context).search.expect_new_end(path)


@then('search for the last words of "{path}" brings it first')
def last_words_bring_it(context: Context, path: str) -> None:
    """The document is there, whole, and its last sentence finds it before all others."""
    airweave(context).contents.expect_everything()
    airweave(context).search.expect_last_words(path)


@then('search for the first words of "{path}" brings it first')
def first_words_bring_it(context: Context, path: str) -> None:
    """The document is there, whole, and its first sentence finds it before all others."""
    airweave(context).contents.expect_everything()
    airweave(context).search.expect_first_words(path)


@then('search for the first words of "{path}" in capitals brings it first')
def first_words_in_capitals_bring_it(context: Context, path: str) -> None:
    """Nobody needs to know how large it is written."""
    airweave(context).search.expect_first_words_in_capitals(path)


@then("search for the words of the last {document:Noun} brings it first")
def last_one_comes_first(context: Context, document: str) -> None:
    """The words of what was written last find it before all others."""
    airweave(context).search.expect_last_document()


@then('search for "{words}" finds the {kind} first')
def search_finds_kind_first(context: Context, words: str, kind: str) -> None:
    """An entity of that kind is found before all others."""
    airweave(context).search.expect_kind_first(words, kind)


@then('search for "{words}" finds the {kind} no more')
def search_finds_kind_no_more(context: Context, words: str, kind: str) -> None:
    """No entity of that kind is found by these words."""
    airweave(context).search.expect_no_kind(words, kind)


@then('search finds nothing of "{path}" any more')
def nothing_of_it_is_found(context: Context, path: str) -> None:
    """None of the words that it ever had brings it, nor anything else that repeats them."""
    airweave(context).search.expect_gone(path)


@then('search for "{words}" brings "{path}" first')
def words_bring_it_first(context: Context, words: str, path: str) -> None:
    """The document is found before all others."""
    airweave(context).search.expect_first(words, path)


@then("nobody without a key, or with one that is made up, finds anything of it")
def hidden_from_outsiders(context: Context) -> None:
    """Nor do they get at any single thing; and the owner finds everything."""
    airweave(context).search.expect_hidden_from_outsiders()
    airweave(context).contents.expect_everything()


@then("another organisation finds nothing, while the owner finds everything")
def hidden_from_another_organisation(context: Context) -> None:
    """Nor by saying to be the owner's; what the owner may list and search, the other cannot."""
    airweave(context).search.expect_hidden()
    airweave(context).contents.expect_everything()
