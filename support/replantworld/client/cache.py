"""What ReplantWorld tells of its cache."""

from pydantic import BaseModel


class CacheStatistics(BaseModel):
    """What the cache tells of its use."""

    hits: int
    misses: int
    total_requests: int
    hit_rate: float
