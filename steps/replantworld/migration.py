"""Sentences about migrations: asking for them, and what has arrived."""

from behave import then, when

from support.replantworld import replantworld
from support.run.world import Context


@when("ReplantWorld migrates it")
@when("ReplantWorld migrates them")
def migrates(context: Context) -> None:
    """How that went is for the other sentences to judge."""
    scenario = replantworld(context)
    scenario.migration.run(scenario.collections.made)


@when("ReplantWorld migrates the first of them")
def migrates_first(context: Context) -> None:
    scenario = replantworld(context)
    scenario.migration.run([scenario.collections.first])


@when("ReplantWorld migrates it {times:d} times at once")
def migrates_at_once(context: Context, times: int) -> None:
    scenario = replantworld(context)
    scenario.migration.run_at_once(scenario.collections.first, times)


@when("ReplantWorld migrates at most {most:d} of each")
def migrates_at_most(context: Context, most: int) -> None:
    scenario = replantworld(context)
    scenario.migration.run(scenario.collections.made, most)


@when("ReplantWorld migrates it afresh")
def migrates_afresh(context: Context) -> None:
    """It may use nothing that it remembers."""
    scenario = replantworld(context)
    scenario.migration.run_afresh(scenario.collections.first)


@when("one of them is burned, and ReplantWorld migrates the collection")
def migrates_after_burning(context: Context) -> None:
    scenario = replantworld(context)
    scenario.migration.run_after_burning(scenario.collections.first)


@when("everything about that one changes, and ReplantWorld migrates the collection")
def migrates_after_changes(context: Context) -> None:
    """It gets other words and traits, a picture and another owner."""
    scenario = replantworld(context)
    scenario.migration.run_after_changes(scenario.collections.first)


@then("each of them is on Solana once, with all that belongs to it, and all who know of it agree")
def all_are_whole(context: Context) -> None:
    """Checks Solana, the database and ReplantWorld's answers against what is on Sei."""
    replantworld(context).expect_whole()


@then("the database and ReplantWorld know of all NFTs of the first, and of none of the other")
def only_first_is_known(context: Context) -> None:
    scenario = replantworld(context)
    first, other = scenario.collections.made
    scenario.arrival.expect_known(first, len(first.nfts))
    scenario.arrival.expect_known(other, 0)


@then("the database and ReplantWorld know of exactly {count:d} of them")
def so_many_are_known(context: Context, count: int) -> None:
    """Checks that they are kept as they are on Sei; Solana is another promise."""
    scenario = replantworld(context)
    scenario.arrival.expect_known(scenario.collections.first, count)


@then("the database and ReplantWorld know of exactly {count:d} of each")
def so_many_of_each_are_known(context: Context, count: int) -> None:
    scenario = replantworld(context)
    scenario.arrival.expect_known_of_each(scenario.collections.made, count)


@then("none of them is half migrated")
def none_is_half_migrated(context: Context) -> None:
    """All know of it with the same address, or nobody does."""
    scenario = replantworld(context)
    scenario.arrival.expect_none_half(scenario.collections.first)


@then("every NFT has the address on Solana that it had before")
def addresses_stay(context: Context) -> None:
    scenario = replantworld(context)
    scenario.arrival.expect_addresses(scenario.collections.first, scenario.migration.before)
