"""Sentences about what people are told when a server dies."""

from behave import then, when

from support.chroma_ha import chroma_ha
from support.run.world import Context


@when("the {server:Server} is killed, and comes back once somebody was told")
def server_is_away_until_told(context: Context, server: str) -> None:
    chroma_ha(context).alarms.listen_while_away(server)


@then("one message told that the {server:Server} was away, and one after it that it was back")
def told_once(context: Context, server: str) -> None:
    """Checks, too, that no message tells a secret."""
    chroma_ha(context).alarms.expect_told_once(server)
