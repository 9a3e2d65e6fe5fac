# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of the monitor: what it counts and keeps, and when it raises an alert."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict
from itertools import chain, count
from typing import Any
from unittest.mock import patch

from support.sandbox.replantworld.app.monitor import CPU, MEMORY, MOST_CPU, Alert, Monitor
from support.sandbox.replantworld.sabotage import sentences, titles
from support.sandbox.replantworld.sabotage.catalogue import CATALOGUE

Content = dict[str, Any]
Context = AbstractContextManager[object]


def _telling(altered: Callable[[Content], Content]) -> Context:
    """Let what the monitor sums up be told with these alterations."""
    original = Monitor.summary

    def summary(self: Monitor) -> Content:
        told = original(self)
        return told | altered(told)

    return patch.object(Monitor, "summary", summary)


def _of_database(told: Content, **altered: float) -> Content:
    return {"database_metrics": told["database_metrics"] | altered}


@CATALOGUE.sabotage(
    "The figures of the monitor never change.",
    caught_by=titles.QUERIES,
    at=sentences.WORK_COUNTED,
    diagnosis="The monitor counts 0 more queries after the work, and 0 after nothing",
)
def metrics_constant() -> Context:
    first: list[Content] = []

    def kept(told: Content) -> Content:
        first.append(told)
        return first[0]

    return _telling(kept)


@CATALOGUE.sabotage(
    "The monitor counts how often it is asked, and not what is done.",
    caught_by=titles.QUERIES,
    at=sentences.WORK_COUNTED,
    diagnosis="The monitor counts 1 more queries after the work, and 1 after nothing",
)
def only_looks_counted() -> Context:
    looks = count(1)
    return _telling(lambda told: _of_database(told, query_count=next(looks)))


@CATALOGUE.sabotage(
    "However long queries take, the monitor says that they took none.",
    caught_by=titles.QUERIES,
    at=sentences.WORK_COUNTED,
    diagnosis="queries of .* ms on average are said to take 0 ms",
)
def query_times_dropped() -> Context:
    return _telling(lambda told: _of_database(told, average_query_time_ms=9, total_query_time_ms=0))


@CATALOGUE.sabotage(
    "What was measured is forgotten at once.",
    caught_by=titles.MEASURES,
    at=sentences.MEASURES_KEPT,
    diagnosis="The monitor keeps no measures of what it has watched",
)
def measures_forgotten() -> Context:
    return patch.object(Monitor, "record", lambda *_: None)


@CATALOGUE.sabotage(
    "Whoever asks for one kind of measures is shown those of another.",
    caught_by=titles.MEASURES,
    at=sentences.MEASURES_KEPT,
    diagnosis="measures by category: '(application|performance)' (leaves out|brings)",
)
def kinds_mixed_up() -> Context:
    original = Monitor.measures

    def measures(self: Monitor, category: str | None, limit: int) -> Content:
        told = original(self, category, limit)
        kept = list(chain.from_iterable(original(self, None, limit).values()))
        return told | {"metrics": kept, "count": len(kept)} if category else told

    return patch.object(Monitor, "measures", measures)


@CATALOGUE.sabotage(
    "Whoever asks for few measures is shown all of them.",
    caught_by=titles.MEASURES,
    at=sentences.MEASURES_KEPT,
    diagnosis="Asked for one measure of .*, the monitor tells",
)
def measures_without_bound() -> Context:
    original = Monitor.measures

    def measures(self: Monitor, category: str | None, _: int) -> Content:
        self.record("asked", 1, "count", "application")
        return original(self, category, 1000)

    return patch.object(Monitor, "measures", measures)


@CATALOGUE.sabotage(
    "The monitor tells of a cache that nobody has used.",
    caught_by=titles.CACHE_WATCHED,
    at=sentences.CACHE_AGREED,
    diagnosis="the cache's use: not one misses",
)
def cache_figures_invented() -> Context:
    unused = {"hits": 0, "misses": 0, "total_requests": 0, "hit_rate": 0.0}
    return _telling(lambda _: {"cache_metrics": unused})


@CATALOGUE.sabotage(
    "A migration that has ended is watched for ever.",
    caught_by=titles.WATCHED,
    at=sentences.NOTHING_WATCHED,
    diagnosis="operations are watched, and",
)
def watched_for_ever() -> Context:
    return patch.object(Monitor, "end", lambda _self, _operation: None)


@CATALOGUE.sabotage(
    "No alert is ever raised.",
    caught_by=titles.ALERT,
    at=sentences.ONE_ALERT,
    diagnosis="No alert tells that the cache is of too little use",
)
def alerts_never_raised() -> Context:
    return _telling(lambda _: {"alerts": []})


@CATALOGUE.sabotage(
    "An alert is raised again and again while it stands.",
    caught_by=titles.ALERT,
    at=sentences.ONE_ALERT,
    diagnosis="[2-9] alerts tell that the cache is of too little use",
)
def alerts_repeated() -> Context:
    return _telling(lambda told: {"alerts": told["alerts"] * 2})


@CATALOGUE.sabotage(
    "An alert tells a value that would have raised none.",
    caught_by=titles.ALERT,
    at=sentences.ONE_ALERT,
    diagnosis="99 % of hits have raised it, and the threshold is 80 %",
)
def alerts_tell_wrong_values() -> Context:
    def wrong(told: Content) -> Content:
        return {"alerts": [alert | {"value": 99.0} for alert in told["alerts"]]}

    return _telling(wrong)


@CATALOGUE.sabotage(
    "Nobody is told that too much memory is used.",
    caught_by=titles.ALERTS,
    at=sentences.JUST_ALERTS,
    diagnosis="0 alerts stand for the memory instead of 1: memory is at",
)
def memory_never_told() -> Context:
    return _without(MEMORY)


@CATALOGUE.sabotage(
    "An alert tells that the processors are too busy, while they have little to do.",
    caught_by=titles.ALERTS,
    at=sentences.JUST_ALERTS,
    diagnosis="1 alerts stand for the cpu instead of 0: cpu is at",
)
def idle_processors_told() -> Context:
    invented = asdict(Alert(CPU, 99, MOST_CPU))
    return _telling(
        lambda told: {
            "alerts": [*told["alerts"], invented],
            "system_metrics": told["system_metrics"] | {"cpu_percent": 7.0},
        }
    )


@CATALOGUE.sabotage(
    "Slow queries are counted, and nobody is told of them.",
    caught_by=titles.ALERTS,
    at=sentences.JUST_ALERTS,
    diagnosis="1 slow queries are counted, and no alert was raised for them",
)
def slow_queries_never_told() -> Context:
    return _telling(lambda told: _of_database(told, slow_query_count=1))


def _without(metric: str) -> Context:
    """Let no alert for something be told."""
    return _telling(
        lambda told: {"alerts": [one for one in told["alerts"] if one["metric"] != metric]}
    )
