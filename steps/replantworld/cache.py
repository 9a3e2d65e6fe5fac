"""Sentences about the cache: what it keeps, and what it tells of its use."""

from behave import then

from support.replantworld import replantworld
from support.run.world import Context


@then("the cache keeps something of it, and nothing longer than its kind may be kept")
def cache_keeps(context: Context) -> None:
    scenario = replantworld(context)
    scenario.cache.expect_kept(scenario.collections.first)


@then("the cache counts misses and no hits")
def misses_are_counted(context: Context) -> None:
    """Checks, too, that all figures fit together."""
    replantworld(context).cache.expect_uses(hits=False, misses=True)


@then("the cache counts hits")
def hits_are_counted(context: Context) -> None:
    """Since the collection was looked at for the first time."""
    replantworld(context).cache.expect_uses(hits=True, misses=False)


@then("the cache counts no requests")
def nothing_is_counted(context: Context) -> None:
    replantworld(context).cache.expect_uses(hits=False, misses=False)
