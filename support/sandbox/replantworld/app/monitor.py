"""What the product measures of its own work, and which thresholds were crossed by it."""

import resource
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from support.sandbox.replantworld.app.cache import Cache

HIT_RATE = "cache_hit_rate"
LEAST_HIT_RATE = 80.0
SLOW_QUERY_MS, MEMORY_MB = 1000, 512

_MOST_MEASURES = 1000

Content = dict[str, Any]


def _now() -> str:
    return datetime.now(UTC).isoformat()


@dataclass
class Alert:
    """A threshold that was crossed.

    Attributes:
        metric: what crossed it.
        value: of it, when it did.
        threshold: that was crossed.
        raised_at: when that was.
        ended_at: when it was over; None if it is not.
    """

    metric: str
    value: float
    threshold: float
    raised_at: str = field(default_factory=_now)
    ended_at: str | None = None


class Monitor:
    """Measures, from many threads at once.

    Args:
        cache: which counts its use itself.
    """

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._lock = Lock()
        self._measures: defaultdict[str, deque[Content]] = defaultdict(
            lambda: deque(maxlen=_MOST_MEASURES)
        )
        self._watched: set[str] = set()
        self._queries = self._slow_queries = 0
        self._query_ms = 0.0
        self._alerts: list[Alert] = []

    def note_query(self, seconds: float) -> None:
        """Count a query of the database, which took so long."""
        with self._lock:
            self._queries += 1
            self._query_ms += seconds * 1000
            self._slow_queries += seconds * 1000 > SLOW_QUERY_MS

    @contextmanager
    def watching(self, operation: str) -> Iterator[None]:
        """Measure how long something takes, and count it among what is watched until it ends."""
        started = time.monotonic()
        self._watched.add(operation)
        try:
            yield
        finally:
            self.end(operation)
            spent = time.monotonic() - started
            self.record("processing_time", spent, "seconds", "performance")

    def end(self, operation: str) -> None:
        """Watch something no longer."""
        self._watched.discard(operation)

    def record(self, name: str, value: float, unit: str, category: str) -> None:
        """Keep a measure."""
        told = {"name": name, "value": value, "unit": unit, "category": category}
        with self._lock:
            self._measures[category].append({**told, "timestamp": _now(), "tags": {}})

    def judge(self) -> None:
        """Raise an alert when the cache begins to be of too little use, and end it afterwards."""
        told = self._cache.told()
        is_crossed = bool(told["total_requests"]) and told["hit_rate"] < LEAST_HIT_RATE
        with self._lock:
            standing = self.standing()
            if is_crossed and not standing:
                self._alerts.append(Alert(HIT_RATE, told["hit_rate"], LEAST_HIT_RATE))
            elif standing and not is_crossed:
                standing[0].ended_at = _now()

    def standing(self) -> list[Alert]:
        """Return the alerts that are not over."""
        return [alert for alert in self._alerts if alert.ended_at is None]

    def measures(self, category: str | None, limit: int) -> Content:
        """Return the latest measures: at most so many of every category, or of one alone."""
        with self._lock:
            if category is None:
                return {name: list(kept)[-limit:] for name, kept in self._measures.items()}
            kept = list(self._measures.get(category, ()))[-limit:]
            return {"category": category, "metrics": kept, "count": len(kept)}

    def summary(self) -> Content:
        """Return all figures."""
        now = _now()
        used = resource.getrusage(resource.RUSAGE_SELF)
        with self._lock:
            average = self._query_ms / self._queries if self._queries else 0.0
            return {
                "monitoring_enabled": True,
                "timestamp": now,
                "system_metrics": {"memory_used_mb": used.ru_maxrss / 1024, "timestamp": now},
                "database_metrics": {
                    "query_count": self._queries,
                    "slow_query_count": self._slow_queries,
                    "average_query_time_ms": average,
                    "total_query_time_ms": self._query_ms,
                    "timestamp": now,
                },
                "cache_metrics": self._cache.told(),
                "active_monitors": len(self._watched),
                "total_metrics_collected": sum(map(len, self._measures.values())),
                "thresholds": {
                    "slow_query_threshold_ms": SLOW_QUERY_MS,
                    "memory_threshold_mb": MEMORY_MB,
                },
                "alerts": [asdict(alert) for alert in self._alerts],
            }
