"""What ReplantWorld tells of its own work: what it has measured, and which alerts it raised."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from support.replantworld.client.cache import CacheStatistics

Measure = Mapping[str, Any]
"""Something that was measured; what it tells depends on its category."""


class DatabaseFigures(BaseModel):
    """What is counted of the database's work; times in milliseconds."""

    query_count: int
    slow_query_count: int
    average_query_time_ms: float
    total_query_time_ms: float


class SystemFigures(BaseModel):
    """What is told of the machine; None if it is not."""

    memory_used_mb: float | None = None
    cpu_percent: float | None = None


class Thresholds(BaseModel):
    """Beyond what alerts are raised; None if it is not told."""

    memory_threshold_mb: float | None = None


class Alert(BaseModel):
    """A threshold that was crossed.

    Attributes:
        metric: what crossed it.
        value: of it, when it did.
        threshold: that was crossed.
        ended_at: when it was over; None if it is not.
    """

    metric: str
    value: float
    threshold: float
    ended_at: str | None = None


class Summary(BaseModel):
    """All figures of the monitor; it need not tell of alerts."""

    system_metrics: SystemFigures = SystemFigures()
    thresholds: Thresholds = Thresholds()
    database_metrics: DatabaseFigures
    cache_metrics: CacheStatistics
    active_monitors: int
    total_metrics_collected: int
    alerts: list[Alert] | None = None


class Monitored(BaseModel):
    """All that the monitor tells: its figures, and its measures by their category."""

    metrics: Mapping[str, Sequence[Measure]]
    summary: Summary


class MeasuresOfCategory(BaseModel):
    """What it tells when it is asked for the measures of one category."""

    metrics: Sequence[Measure]
    count: int


class OfCategory(BaseModel):
    """The same, within an answer."""

    metrics: MeasuresOfCategory
