"""What the product measures of its own work, and which thresholds were crossed by it."""

import os
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
MEMORY, CPU, SLOW_QUERIES = "memory_usage", "cpu_usage", "slow_queries"
MOST_CPU = 80.0
SLOW_QUERY_MS = 1000

_MOST_MEASURES = 1000

Content = dict[str, Any]


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _memory_used() -> float:
    """Return the most memory that the product has used so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class _Load:
    """How busy the processors are with the product, from one question to the next."""

    def __init__(self) -> None:
        self._asked, self._used = time.monotonic(), time.process_time()

    def percent(self) -> float:
        """Return it in percent of all processors."""
        now, used = time.monotonic(), time.process_time()
        spent, busy = now - self._asked, used - self._used
        self._asked, self._used = now, used
        return 100 * busy / (spent * (os.cpu_count() or 1)) if spent else 0.0


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
        most_memory: that the product may use before an alert is raised, in MB.
    """

    def __init__(self, cache: Cache, most_memory: float) -> None:
        self._cache = cache
        self._most_memory = most_memory
        self._load = _Load()
        self._cpu = 0.0
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
        """Raise an alert for each bound that is crossed now, and end those of all others."""
        told, used = self._cache.told(), _memory_used()
        too_few = bool(told["total_requests"]) and told["hit_rate"] < LEAST_HIT_RATE
        with self._lock:
            self._cpu = self._load.percent()
            self._note(HIT_RATE, told["hit_rate"], LEAST_HIT_RATE, is_crossed=too_few)
            self._note(MEMORY, used, self._most_memory, is_crossed=used > self._most_memory)
            self._note(CPU, self._cpu, MOST_CPU, is_crossed=self._cpu > MOST_CPU)
            slow = self._slow_queries
            self._note(SLOW_QUERIES, slow, 0, is_crossed=bool(slow))

    def _note(self, metric: str, value: float, bound: float, *, is_crossed: bool) -> None:
        standing = self.standing(metric)
        if is_crossed and not standing:
            self._alerts.append(Alert(metric, value, bound))
        elif standing and not is_crossed:
            standing[0].ended_at = _now()

    def standing(self, metric: str) -> list[Alert]:
        """Return the alerts for something that are not over."""
        return [one for one in self._alerts if one.metric == metric and one.ended_at is None]

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
        with self._lock:
            average = self._query_ms / self._queries if self._queries else 0.0
            return {
                "monitoring_enabled": True,
                "timestamp": now,
                "system_metrics": {
                    "memory_used_mb": _memory_used(),
                    "cpu_percent": self._cpu,
                    "timestamp": now,
                },
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
                    "memory_threshold_mb": self._most_memory,
                },
                "alerts": [asdict(alert) for alert in self._alerts],
            }
