"""What ReplantWorld tells of its cache."""

from pydantic import BaseModel


class CacheStatistics(BaseModel):
    """What the cache tells of its use."""

    hits: int
    misses: int
    total_requests: int
    hit_rate: float
    last_reset: str = ""

    def hits_since(self, before: "CacheStatistics") -> int:
        """Return how many hits were counted since, by whoever may have begun anew meanwhile."""
        return self.hits - (before.hits if self.last_reset == before.last_reset else 0)
