"""Sentences about a source that holds a great many documents."""

from behave import given, then, when

from support.airweave import airweave
from support.run.world import Context


@given("{source:Source} with a great many documents that Airweave has synced")
def synced_source_of_many(context: Context, source: str) -> None:
    """As many as the settings say; the collection holds each of them whole, and once."""
    airweave(context).fill(source)
    airweave(context).collection.sync()
    airweave(context).scale.expect_all()


@when("some of them are edited and others are deleted")
def some_change(context: Context) -> None:
    """Every tenth gets new words, and every fifth goes."""
    airweave(context).change_some()


@then("the collection holds each of them once and as it is now")
def collection_holds_each(context: Context) -> None:
    """The store is read to its end; what was deleted is not there, and the job counts right."""
    airweave(context).scale.expect_all()


@then("search finds a random sample of them by their words")
def search_finds_a_sample(context: Context) -> None:
    """Each comes first; no words that are gone bring what they said."""
    airweave(context).expect_sample()
