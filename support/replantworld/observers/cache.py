"""What ReplantWorld keeps in its cache, and for how long it will be there."""

from dataclasses import dataclass

import redis

from support.core.causes import Cause
from support.core.errors import Failure

_SECONDS = 10


@dataclass(frozen=True)
class Entry:
    """Something that is kept.

    Attributes:
        key: under which it is kept: prefix, category and what it is, with colons between them.
        seconds: for how long it will be there; negative if for ever.
    """

    key: str
    seconds: int


class CacheObserver:
    """Looks into Redis, and changes nothing.

    Args:
        url: of it.

    Raises:
        redis.RedisError: it cannot be reached.
    """

    def __init__(self, url: str) -> None:
        self._redis = redis.Redis.from_url(
            url, socket_timeout=_SECONDS, socket_connect_timeout=_SECONDS, decode_responses=True
        )
        self._redis.ping()

    def entries_of(self, contract: str) -> list[Entry]:
        """Return what is kept of a collection, by its address in the key."""
        try:
            keys = sorted(map(str, self._redis.scan_iter(f"*{contract}*", count=1000)))
            return [Entry(key, int(str(self._redis.ttl(key)))) for key in keys]
        except redis.RedisError as error:
            raise Failure(
                Cause.UNAVAILABLE(f"The cache of ReplantWorld does not tell what it keeps: {error}")
            ) from None

    def close(self) -> None:
        """Close the connection."""
        self._redis.close()
