"""Judges the cache: what it keeps and for how long, and what it tells of its use."""

import math

from support.bongos.sei import SeiBongo
from support.core.causes import Cause, together
from support.core.errors import Failure
from support.replantworld.client.api import ReplantworldApi
from support.replantworld.client.cache import CacheStatistics
from support.replantworld.observers.cache import CacheObserver, Entry

LIFETIMES = {"nft_data": 1800, "migration_job": 3600, "solana_data": 600, "general": 300}
"""How long what may be kept, in seconds, by the category in its key; the contract's defaults."""


class CacheOracle:
    """Judges the cache, and changes nothing.

    Args:
        api: ReplantWorld.
        cache: its Redis; None if the settings do not name it.
    """

    def __init__(self, api: ReplantworldApi, cache: CacheObserver | None) -> None:
        self._api = api
        self._cache = cache
        self._before: CacheStatistics | Failure = Failure(Cause.SUITE("Nothing was migrated"))

    def remember(self) -> None:
        """Note what was counted so far: what others did is not counted.

        That it cannot be read is a verdict only for who asks about the cache.
        """
        try:
            self._before = self._api.cache_statistics()
        except Failure as error:
            self._before = error

    def expect_kept(self, collection: SeiBongo) -> None:
        """Expect the cache to keep something of a collection, and nothing for too long.

        Raises:
            Failure: it keeps nothing, or something longer than its category may be kept.
        """
        assert self._cache is not None, "the scenario needs @needs_cache"
        entries = self._cache.entries_of(collection.address)
        if found := lifetime_faults(entries):
            raise Failure(together(found))

    def expect_uses(self, *, hits: bool, misses: bool) -> None:
        """Expect hits or misses to have been counted since, and all figures to fit together.

        Raises:
            Failure: they were not, or they do not.
        """
        if isinstance(self._before, Failure):
            raise self._before
        now = self._api.cache_statistics()
        if found := [*use_faults(self._before, now, hits=hits, misses=misses), *sum_faults(now)]:
            raise Failure(together(found))


def lifetime_faults(entries: list[Entry]) -> list[str]:
    """Return what is kept for longer than its category may be kept, a sentence each."""
    if not entries:
        return [Cause.LOST("The cache keeps nothing of it")]
    found: list[str] = []
    for entry in entries:
        allowed = next((most for name, most in LIFETIMES.items() if f":{name}:" in entry.key), 0)
        if not 0 < entry.seconds <= allowed:
            kept = "for ever" if entry.seconds < 0 else f"for {entry.seconds} s more"
            found.append(Cause.STALE(f"{entry.key} is kept {kept}, and {allowed} s are allowed"))
    return found


def use_faults(
    before: CacheStatistics, now: CacheStatistics, *, hits: bool, misses: bool
) -> list[str]:
    """Return where what was counted since is not what happened, a sentence each."""
    counted = {"hits": now.hits - before.hits, "misses": now.misses - before.misses}
    expected = {"hits": hits, "misses": misses}
    if hits and not counted["hits"] and counted["misses"]:
        cause = Cause.LOST
    elif counted["hits"] and not hits:
        cause = Cause.INVENTED
    else:
        cause = Cause.MISCOUNTED
    return [
        cause(f"The cache counts {number} more {what}")
        for what, number in counted.items()
        if bool(number) != expected[what]
    ]


def sum_faults(now: CacheStatistics) -> list[str]:
    """Return where the figures do not fit together, a sentence each."""
    found: list[str] = []
    asked = now.hits + now.misses
    if now.total_requests != asked:
        found.append(
            Cause.MISCOUNTED(
                f"The cache counts {now.total_requests} requests, {now.hits} hits and"
                f" {now.misses} misses"
            )
        )
    rate = 100 * now.hits / asked if asked else 0
    if not math.isclose(now.hit_rate, rate, abs_tol=0.1):
        found.append(
            Cause.MISCOUNTED(
                f"The cache tells of {now.hit_rate:g} % hits, and it should be {rate:g} %"
            )
        )
    return found
