"""Sentences about laws: what holds for any collection, whatever is asked."""

from behave import given, then

from support.airweave import airweave
from support.bongos.abilities import HostileTrees
from support.run.world import Context


@given("{source:Source} with files of {kind}")
def source_with_a_hostile_tree(context: Context, source: str, kind: str) -> None:
    """Of a crowded folder, great length, odd names, unusual endings, or odd letters."""
    airweave(context).open(source).having(HostileTrees).create_hostile_tree(kind)


@given("a GitHub repo")
def repo(context: Context) -> None:
    airweave(context).open("a GitHub repo")


@then("after a random history its collection is as good as new")
def as_good_as_new(context: Context) -> None:
    """After every sync it shows what is there and no old word; at last, what a fresh one shows."""
    airweave(context).expect_outcome_only()


@then("pages of any size together are the whole")
def pages_are_the_whole(context: Context) -> None:
    """Pages of hits, collections, connections and jobs leave out nothing and repeat nothing."""
    airweave(context).expect_pages_to_be_whole()


@then("every filter brings what satisfies it, and nothing for what nobody has")
def filters_keep_what_satisfies(context: Context) -> None:
    """Asked in every way of searching, by everything that hits can be filtered by."""
    airweave(context).contents.expect_everything()
    airweave(context).laws.expect_filters()


@then("filters together bring what satisfies both, one or none of them")
def filters_together_keep_what_satisfies(context: Context) -> None:
    """Asked in every way of searching, by the kind and the name of what is there."""
    airweave(context).contents.expect_everything()
    airweave(context).laws.expect_combined_filters()


@then("every question that may be asked gets an orderly answer")
def answers_are_legal(context: Context) -> None:
    """One letter, quotes, wildcards, emoji, pages of text: the best first; nothing is refused."""
    airweave(context).contents.expect_everything()
    airweave(context).laws.expect_legal_answers()


@then("every way of searching brings all of them")
def every_strategy_brings_all(context: Context) -> None:
    """By meaning, by words and by both, for words of all of them."""
    airweave(context).laws.expect_all_in_every_strategy()


@then("every text file is there once, to its last character")
def tree_is_whole(context: Context) -> None:
    """Search and store show each file as one entity whose parts make up the file, and no other."""
    airweave(context).laws.expect_tree()
