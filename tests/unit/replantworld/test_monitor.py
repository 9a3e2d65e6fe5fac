"""The monitor is held to the work that was done, and to figures that fit; differences are named."""

import pytest

from support.replantworld.client.cache import CacheStatistics
from support.replantworld.client.monitor import (
    Alert,
    DatabaseFigures,
    Summary,
    SystemFigures,
    Thresholds,
)
from support.replantworld.oracle.monitor import (
    alert_faults,
    bound_faults,
    misses_needed,
    time_faults,
    use_disagreements,
    work_faults,
)


def database(queries: int, slow: int = 0, average: float = 2, total: float = -1) -> DatabaseFigures:
    return DatabaseFigures(
        query_count=queries,
        slow_query_count=slow,
        average_query_time_ms=average,
        total_query_time_ms=queries * average if total < 0 else total,
    )


def cache(hits: int, misses: int) -> CacheStatistics:
    asked = hits + misses
    rate = 100 * hits / asked if asked else 0.0
    return CacheStatistics(hits=hits, misses=misses, total_requests=asked, hit_rate=rate)


def alert(value: float, threshold: float = 80, ended_at: str | None = None) -> Alert:
    return Alert(metric="cache_hit_rate", value=value, threshold=threshold, ended_at=ended_at)


@pytest.mark.parametrize(
    ("counts", "is_right"),
    [((5, 5, 9), True), ((5, 7, 20), True), ((5, 5, 5), False), ((1, 2, 3), False)],
)
def test_work_counts_for_more_than_looking(counts: tuple[int, int, int], is_right: bool) -> None:
    assert (not work_faults([database(one) for one in counts])) == is_right


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        (database(10, 1), ""),
        (database(0), ""),
        (database(1, 2), "2 of 1 queries are said to be slow"),
        (database(10, 0, 9, 0), "are said to take 0 ms"),
    ],
)
def test_times_and_numbers_of_queries_fit_together(told: DatabaseFigures, fault: str) -> None:
    found = "; ".join(time_faults(told))
    assert fault in found
    assert bool(found) == bool(fault)


def test_cache_and_monitor_must_agree() -> None:
    assert not use_disagreements(cache(3, 1), cache(3, 1))
    assert "not one misses" in "; ".join(use_disagreements(cache(3, 1), cache(3, 2)))


def test_nothing_agrees_with_nothing() -> None:
    assert use_disagreements(cache(0, 0), cache(0, 0)) == [
        "After a migration the cache counts no requests at all"
    ]


@pytest.mark.parametrize(
    ("alerts", "fault"),
    [
        ([alert(50)], ""),
        ([alert(50), alert(40, ended_at="2026-11-20T11:36:55Z")], ""),
        ([], "No alert tells"),
        ([alert(40, ended_at="2026-11-20T11:36:55Z")], "No alert tells"),
        ([alert(50), alert(40)], "2 alerts tell"),
        ([alert(99)], "99 % of hits have raised it"),
        ([alert(50, 60)], "the threshold is 60 %"),
    ],
)
def test_an_alert_is_raised_once_for_what_is_so(alerts: list[Alert], fault: str) -> None:
    found = "; ".join(alert_faults(alerts))
    assert fault in found
    assert bool(found) == bool(fault)


@pytest.mark.parametrize("told", [cache(0, 0), cache(1, 0), cache(80, 20), cache(99, 1)])
def test_so_many_misses_bring_the_hits_below_the_threshold(told: CacheStatistics) -> None:
    needed = misses_needed(told)
    assert 100 * told.hits / (told.total_requests + needed) < 80
    assert needed < 2 or 100 * told.hits / (told.total_requests + needed - 1) >= 80


def summary(*alerts: str, memory: float = 1, cpu: float = 1, slow: int = 0) -> Summary:
    return Summary(
        system_metrics=SystemFigures(memory_used_mb=memory, cpu_percent=cpu),
        thresholds=Thresholds(memory_threshold_mb=512),
        database_metrics=database(9, slow),
        cache_metrics=cache(1, 1),
        active_monitors=0,
        total_metrics_collected=0,
        alerts=[Alert(metric=one, value=1, threshold=1) for one in alerts],
    )


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        (summary(), ""),
        (summary("cache_hit_rate"), ""),
        (summary("memory_usage", memory=513), ""),
        (summary(memory=512), ""),
        (summary(memory=513), "0 alerts stand for the memory instead of 1"),
        (summary("memory_usage"), "1 alerts stand for the memory instead of 0"),
        (summary("memory_usage", "memory_usage", memory=513), "2 alerts stand for the memory"),
        (summary("cpu_usage", cpu=81), ""),
        (summary(cpu=81), "0 alerts stand for the cpu instead of 1"),
        (summary("slow_queries", slow=2), ""),
        (summary(slow=2), "2 slow queries are counted, and no alert was raised for them"),
        (summary("slow_queries"), "0 slow queries are counted, and an alert was raised for them"),
    ],
)
def test_alerts_stand_for_what_is_beyond_its_bound(told: Summary, fault: str) -> None:
    found = "; ".join(bound_faults(told))
    assert fault in found
    assert bool(found) == bool(fault)
