# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of the cache: what it keeps and for whom, and what it tells of its use."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from unittest.mock import patch

from support.sandbox.replantworld.app import cache
from support.sandbox.replantworld.app.cache import NFT_DATA, Cache
from support.sandbox.replantworld.app.mapping import Metadata
from support.sandbox.replantworld.app.nfts import SeiNft
from support.sandbox.replantworld.app.pipeline import Pipeline
from support.sandbox.replantworld.sabotage import sentences, titles
from support.sandbox.replantworld.sabotage.catalogue import CATALOGUE, STILL

Context = AbstractContextManager[object]


@CATALOGUE.sabotage(
    "What was looked at once is kept for ever.",
    caught_by=titles.KEPT,
    at=sentences.KEPT,
    diagnosis="is kept for ever, and 1800 s are allowed",
)
def entries_kept_for_ever() -> Context:
    return patch.dict(cache.LIFETIMES, {NFT_DATA: None})


@CATALOGUE.sabotage(
    "NFTs are kept for as long as jobs may be.",
    caught_by=titles.KEPT,
    at=sentences.KEPT,
    diagnosis=r"is kept for 3\d\d\d s more, and 1800 s are allowed",
)
def entries_kept_too_long() -> Context:
    return patch.dict(cache.LIFETIMES, {NFT_DATA: 3600})


@CATALOGUE.sabotage(
    "Nothing is kept.",
    caught_by=(titles.KEPT, titles.SECOND_LOOK),
    at={titles.KEPT: sentences.KEPT, titles.SECOND_LOOK: sentences.HITS},
    diagnosis="The cache keeps nothing of it|The cache counts 0 more hits",
)
def nothing_kept() -> Context:
    return patch.object(Cache, "set", lambda _self, _category, _key, _value: None)


@CATALOGUE.sabotage(
    "What is looked at for the first time is counted as found.",
    caught_by=titles.FIRST_LOOK,
    at=sentences.MISSES,
    diagnosis="The cache counts 3 more hits",
)
def misses_counted_as_hits() -> Context:
    original = Cache.note
    return patch.object(Cache, "note", lambda self, **_: original(self, hit=True))


@CATALOGUE.sabotage(
    "Whoever wants no use of the cache is served from it.",
    caught_by=titles.NO_USE,
    at=sentences.NO_REQUESTS,
    diagnosis="The cache counts 3 more hits",
)
def cache_used_unasked() -> Context:
    original = Pipeline.map_one

    def map_one(self: Pipeline, nft: SeiNft, *, caching: bool) -> Metadata:
        return original(self, nft, caching=caching or True)

    return patch.object(Pipeline, "map_one", map_one)


@CATALOGUE.sabotage(
    "The figures of the cache do not fit together.",
    caught_by=titles.SECOND_LOOK,
    at=sentences.HITS,
    diagnosis=r"The cache tells of 99 % hits, and it should be",
)
def hit_rate_constant() -> Context:
    original = Cache.told

    def told(self: Cache) -> dict[str, Any]:
        return original(self) | {"hit_rate": 99.0}

    return patch.object(Cache, "told", told)


@CATALOGUE.sabotage(
    "The cache answers for one collection with what it knows of another.",
    caught_by=titles.SEVERAL,
    at=sentences.WHOLE,
    diagnosis="(not one state|its name is)" + STILL,
)
@contextmanager
def collections_mixed_up_in_cache() -> Iterator[None]:
    def key(_: Cache, category: str, key: str) -> str:
        return f"mixed-up:{category}:{key.rpartition(':')[2]}"

    with (
        patch.object(Cache, "key", key),
        patch.object(Pipeline, "is_of_use", lambda _self, known, _nft: known is not None),
    ):
        yield
