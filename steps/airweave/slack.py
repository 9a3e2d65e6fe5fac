"""Sentences about Slack."""

from typing import TYPE_CHECKING, cast

from behave import given, then, when

from support.airweave import airweave
from support.run.world import Context

if TYPE_CHECKING:
    from support.bongos.slack import SlackBongo


@given("a private channel of other people with test messages")
def private_channel(context: Context) -> None:
    """Write messages of the same names into a channel that Airweave's user is not in."""
    other = cast("SlackBongo", airweave(context).other_bongo)
    other.is_private = True
    airweave(context).create(other.test_documents, bongo=other)


@when('"{path}" is posted in the thread of "{question}"')
def posted_in_thread(context: Context, path: str, question: str) -> None:
    """Answer a message."""
    cast("SlackBongo", airweave(context).bongo).answer_in_thread(path, question)
    airweave(context).create([path])


@then("search finds nothing of the private channel")
def nothing_of_private_channel(context: Context) -> None:
    """Search for every message of that channel by its own words."""
    airweave(context).mirror.expect_unknown(airweave(context).other_bongo.documents.values())
