"""Sentences about Slack."""

from behave import given, then, when

from support.airweave import airweave
from support.bongos.abilities import PrivateChannels, Threads
from support.core.content import ONE_SENTENCE
from support.run.world import Context


@given("a private channel of other people with test messages")
def private_channel(context: Context) -> None:
    """Airweave's user is not in it; its messages have words of their own."""
    airweave(context).other_source.having(PrivateChannels).make_private()
    airweave(context).other_source.create_test_documents()


@given("a private channel that the user is in and whose messages are found")
def private_channel_of_user(context: Context) -> None:
    """Absence means nothing of what was never found."""
    private_channel(context)
    airweave(context).other_source.having(PrivateChannels).let_in()
    airweave(context).collection.sync()
    airweave(context).search.expect_each(airweave(context).elsewhere)


@given('a Slack channel with {count:d} messages that all say "{words}"')
def channel_with_messages_that_say(context: Context, count: int, words: str) -> None:
    """Each has more words beside, which are its own."""
    names = (f"{words} {number}" for number in range(count))
    airweave(context).open("a Slack channel").create(names, ONE_SENTENCE)


@when("the user is removed from the private channel")
def user_is_removed(context: Context) -> None:
    airweave(context).other_source.having(PrivateChannels).shut_out()


@when('"{path}" is posted in the thread of "{question}"')
def posted_in_thread(context: Context, path: str, question: str) -> None:
    airweave(context).source.having(Threads).answer(path, question)


@when("Slack is connected once more with wrong credentials")
def connected_once_more(context: Context) -> None:
    """To the same collection; whether that is refused is up to Airweave."""
    airweave(context).collection.connect_once_more_with_wrong_credentials()


@then("search finds nothing of the private channel")
def nothing_of_private_channel(context: Context) -> None:
    """Asked for its messages by their own words, in every way, search brings none of them."""
    airweave(context).search.expect_nothing_of(airweave(context).elsewhere)
