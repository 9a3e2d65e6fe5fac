"""What the product keeps in Redis for a while, and how often that was of use."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import redis

PREFIX = "replantworld"
NFT_DATA, JOB, SOLANA, GENERAL = "nft_data", "migration_job", "solana_data", "general"
LIFETIMES = {NFT_DATA: 1800, JOB: 3600, SOLANA: 600, GENERAL: 300}

_SECONDS = 2


@dataclass
class Statistics:
    """How often the cache was asked, and what came of it."""

    hits: int = 0
    misses: int = 0
    sets: int = 0
    deletes: int = 0
    errors: int = 0


class Cache:
    """The cache. Whoever asks it gets an answer also while Redis is away: nothing is there then.

    Attributes:
        statistics: since the process began.

    Args:
        url: of Redis.
    """

    def __init__(self, url: str) -> None:
        self.reset()
        self._redis = redis.Redis.from_url(
            url, socket_timeout=_SECONDS, socket_connect_timeout=_SECONDS, decode_responses=True
        )

    def reset(self) -> None:
        """Begin to count anew."""
        self.statistics = Statistics()
        self._since = datetime.now(UTC)

    def key(self, category: str, key: str) -> str:
        """Return the key in Redis."""
        return f"{PREFIX}:{category}:{key}"

    def get(self, category: str, key: str) -> Any:  # noqa: ANN401  whatever was kept
        """Return what is kept under a key; None if there is nothing."""
        try:
            told = self._redis.get(self.key(category, key))
        except redis.RedisError:
            self.statistics.errors += 1
            return None
        return json.loads(str(told)) if told is not None else None

    def set(self, category: str, key: str, value: object) -> None:
        """Keep something under a key, for as long as its category is kept."""
        try:
            self._redis.set(self.key(category, key), json.dumps(value), ex=LIFETIMES[category])
        except redis.RedisError:
            self.statistics.errors += 1
        else:
            self.statistics.sets += 1

    def note(self, *, hit: bool) -> None:
        """Count whether what was looked for was there and of use."""
        if hit:
            self.statistics.hits += 1
        else:
            self.statistics.misses += 1

    def told(self) -> dict[str, Any]:
        """Return the statistics as answers show them."""
        counted = self.statistics
        asked = counted.hits + counted.misses
        return {
            **vars(counted),
            "total_requests": asked,
            "hit_rate": 100 * counted.hits / asked if asked else 0.0,
            "last_reset": self._since.isoformat(),
            "uptime_seconds": (datetime.now(UTC) - self._since).total_seconds(),
        }
