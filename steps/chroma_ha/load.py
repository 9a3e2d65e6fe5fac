"""Sentences about much at once: large collections, many users."""

from behave import then, when

from support.chroma_ha import chroma_ha
from support.core.causes import Cause
from support.run.world import Context


@when("a collection with {count:d} documents is made")
def collection_is_made(context: Context, count: int) -> None:
    chroma_ha(context).collection.fill_with(count)


@when("{users:d} users write {documents:d} documents each, and search after each")
def users_work(context: Context, users: int, documents: int) -> None:
    """At a steady pace; how long they waited is in the report."""
    chroma_ha(context).users.work(users, documents)


@then("nobody was turned away")
def nobody_was_turned_away(context: Context) -> None:
    told = chroma_ha(context).users.turned_away
    assert not told, Cause.REFUSED(f"{len(told)} times somebody was, the first one so: {told[0]}")
