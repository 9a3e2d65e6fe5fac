"""Sentences about collections of NFTs on Sei."""

from behave import given

from support.replantworld import replantworld
from support.run.world import Context


@given("a collection of {count:d} NFTs on Sei")
def collection(context: Context, count: int) -> None:
    """Each NFT has words, a picture and traits of its own."""
    replantworld(context).collections.make(count)


@given("{collections:d} collections of {count:d} NFTs on Sei")
def several_collections(context: Context, collections: int, count: int) -> None:
    replantworld(context).collections.make_several(collections, count)


@given("an NFT with {what} on Sei")
def special_nft(context: Context, what: str) -> None:
    replantworld(context).collections.make_with(what)


@given("a collection of {count:d} NFTs on Sei, one of which has no picture")
def collection_with_flaw(context: Context, count: int) -> None:
    """Without a picture there is no NFT on Solana."""
    replantworld(context).collections.make_with_flaw(count)


@given(
    "a collection of {count:d} NFTs on Sei,"
    " of which ReplantWorld was asked to migrate at most {most:d}"
)
def collection_migrated_in_part(context: Context, count: int, most: int) -> None:
    scenario = replantworld(context)
    scenario.migration.run([scenario.collections.make(count)], most)


@given("a collection of {count:d} NFTs that ReplantWorld has been told to migrate")
def collection_migrated(context: Context, count: int) -> None:
    """Whether they have arrived is for other scenarios to ask."""
    scenario = replantworld(context)
    scenario.migration.run([scenario.collections.make(count)])


@given(
    "a collection of {count:d} NFTs on Sei, whose migration failed because {chain:Chain} was away"
)
def collection_not_migrated(context: Context, count: int, chain: str) -> None:
    scenario = replantworld(context)
    collection = scenario.collections.make(count)
    scenario.outages.during(chain, lambda: scenario.migration.run([collection]))


@given(
    "a collection of {count:d} NFTs that ReplantWorld has been told to migrate,"
    " one of which has no picture"
)
def collection_migrated_with_flaw(context: Context, count: int) -> None:
    scenario = replantworld(context)
    scenario.collections.make_with_flaw(count)
    scenario.migration.run(scenario.collections.made)
