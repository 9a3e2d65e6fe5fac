"""The cache is held to lifetimes and to figures that fit together; each difference is named."""

import pytest

from support.replantworld.client.cache import CacheStatistics
from support.replantworld.observers.cache import Entry
from support.replantworld.oracle.cache import lifetime_faults, sum_faults, use_faults

NFT = "replantworld:nft_data:nft:sei1a:1"


def told(hits: int, misses: int, total: int, rate: float) -> CacheStatistics:
    return CacheStatistics(hits=hits, misses=misses, total_requests=total, hit_rate=rate)


@pytest.mark.parametrize(
    ("entries", "fault"),
    [
        ([Entry(NFT, 1800)], ""),
        ([Entry(":1:replantworld:solana_data:q:sei1a", 600)], ""),
        ([Entry(NFT, 1801)], "is kept for 1801 s more, and 1800 s are allowed"),
        ([Entry(NFT, -1)], "is kept for ever"),
        ([Entry("replantworld:unknown:sei1a", 1)], "0 s are allowed"),
        ([], "keeps nothing"),
    ],
)
def test_nothing_is_kept_for_longer_than_its_category(entries: list[Entry], fault: str) -> None:
    found = "; ".join(lifetime_faults(entries))
    assert fault in found
    assert bool(found) == bool(fault)


@pytest.mark.parametrize(
    ("now", "fault"),
    [
        (told(3, 1, 4, 75.0), ""),
        (told(0, 0, 0, 0.0), ""),
        (told(3, 1, 5, 75.0), "5 requests, 3 hits and 1 misses"),
        (told(3, 1, 4, 99.0), "tells of 99 % hits, and it should be 75 %"),
    ],
)
def test_the_figures_fit_together(now: CacheStatistics, fault: str) -> None:
    found = "; ".join(sum_faults(now))
    assert fault in found
    assert bool(found) == bool(fault)


def test_only_what_was_counted_since_is_judged() -> None:
    before, now = told(5, 5, 10, 50.0), told(8, 5, 13, 61.5)
    assert not use_faults(before, now, hits=True, misses=False)
    assert use_faults(before, now, hits=False, misses=True) == [
        "The cache counts 3 more hits",
        "The cache counts 0 more misses",
    ]
