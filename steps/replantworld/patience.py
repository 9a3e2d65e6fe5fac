"""Sentences about who gives no answer: asked again, let go, or left in peace."""

from behave import given, then, when

from support.replantworld import replantworld
from support.run.world import Context


@given("a collection of {count:d} NFTs on Sei, one of which is given at the third request only")
def collection_with_late_nft(context: Context, count: int) -> None:
    replantworld(context).stumbling.make_late(count)


@given("a collection of {count:d} NFTs on Sei, one of which is never given")
def collection_with_lost_nft(context: Context, count: int) -> None:
    """It is listed, and cannot be read."""
    replantworld(context).stumbling.make_never_given(count)


@given("a collection of {count:d} NFTs on Sei, asked for again and again while Sei was away")
def collection_asked_for(context: Context, count: int) -> None:
    """Until Sei is left in peace; that it is, another scenario asks."""
    scenario = replantworld(context)
    scenario.stumbling.knock(scenario.collections.make(count))


@when("ReplantWorld is asked again and again to migrate it while Sei is away")
def migrates_again_and_again(context: Context) -> None:
    """Until Sei is left in peace, and then until it is tried whether it is back."""
    scenario = replantworld(context)
    scenario.stumbling.knock_on(scenario.collections.first)


@when("ReplantWorld is asked to migrate it until it asks Sei again")
def migrates_until_asked(context: Context) -> None:
    scenario = replantworld(context)
    scenario.stumbling.until_asked(scenario.collections.first)


@then("it was asked for until it was given, after growing pauses")
def pauses_grow(context: Context) -> None:
    """Checks when the questions came to the node of Sei."""
    replantworld(context).patience.expect_growing_pauses()


@then("it was asked for no more often than agreed")
def questions_are_bounded(context: Context) -> None:
    """Checks how many questions came to the node of Sei."""
    replantworld(context).patience.expect_bound()


@then("Sei was left in peace, but for single questions whether it is back")
def sei_is_left_in_peace(context: Context) -> None:
    """Checks how many questions came to the node of Sei with each migration."""
    replantworld(context).patience.expect_peace()
