"""Judges the monitor: whether its figures grow with the work, and fit what others tell."""

import json
import math
from collections.abc import Mapping, Sequence

from support.core.causes import Cause, together
from support.core.errors import Failure
from support.core.looking import look_until_right
from support.laws.agreement import disagreements
from support.laws.filters import Filter, broken_filter
from support.replantworld.client.api import ReplantworldApi
from support.replantworld.client.cache import CacheStatistics
from support.replantworld.client.monitor import (
    Alert,
    DatabaseFigures,
    Measure,
    Monitored,
    Summary,
)

LEAST_HIT_RATE = 80.0
"""Below so many percent of hits an alert is raised, as the product's guide says."""

MOST_CPU = 80.0
"""Beyond so many percent of the processors an alert is raised, as the product's guide says."""

_ROUNDED = 0.01
_NO_CATEGORY = "dm-no-category"


class MonitorOracle:
    """Judges the monitor, and changes nothing.

    Args:
        api: ReplantWorld.
        budget: until an alert is raised or over, in seconds.
    """

    def __init__(self, api: ReplantworldApi, budget: float) -> None:
        self._api = api
        self._budget = budget
        self._looks: list[Monitored] | Failure = Failure(Cause.SUITE("Nothing was measured"))

    def remember(self) -> None:
        """Look twice while nothing is done: looking itself may be counted, too.

        That it cannot be read is a verdict only for who asks about the monitor.
        """
        try:
            self._looks = [self._api.monitored(), self._api.monitored()]
        except Failure as error:
            self._looks = error

    def expect_work(self) -> None:
        """Expect more work of the database to be counted since than while nothing was done.

        Raises:
            Failure: it is not, or the figures do not fit together.
        """
        looks = [one.summary.database_metrics for one in [*self._before(), self._api.monitored()]]
        if found := [*work_faults(looks), *time_faults(looks[-1])]:
            raise Failure(together(found))

    def expect_measures(self) -> None:
        """Expect something to have been measured since, and every category to show its own.

        Raises:
            Failure: nothing was, or a category shows something else.
        """
        now = self._api.monitored()
        before = self._before()[-1]
        if now.summary.total_metrics_collected <= before.summary.total_metrics_collected:
            raise Failure(Cause.LOST("The monitor keeps no measures of what it has watched"))
        told = {name: set(map(_key, kept)) for name, kept in now.metrics.items()}
        known = set[str]().union(*told.values())
        by_category: Filter[Measure] = Filter(
            "measures by category",
            self._api.measures_of,
            _key,
            _NO_CATEGORY,
            lambda measure: _key(measure) in known,
        )
        if found := [*broken_filter(by_category, told), *self._bound_faults(now.metrics)]:
            raise Failure(together(found))

    def expect_agreement(self) -> None:
        """Expect the monitor to tell of the cache what the cache tells of itself.

        Raises:
            Failure: it does not.
        """
        cache, monitor = self._api.cache_statistics(), self._api.monitored().summary.cache_metrics
        if found := use_disagreements(cache, monitor):
            raise Failure(together(found))

    def expect_nothing_watched(self) -> None:
        """Expect nothing more to be watched than before.

        Raises:
            Failure: something is.
        """
        before, now = self._before()[-1].summary, self._api.monitored().summary
        if now.active_monitors > before.active_monitors:
            said = f"{now.active_monitors} operations are watched, and {before.active_monitors} ran"
            raise Failure(Cause.STALE(said))

    def expect_alert(self) -> None:
        """Expect one alert that the cache is of too little use, and none that tells nothing.

        Raises:
            Failure: there is none, or more, or it was not raised for what is so.
        """
        if found := alert_faults(self._api.monitored().summary.alerts or []):
            raise Failure(together(found))

    def expect_just_alerts(self) -> None:
        """Expect an alert to stand for all that is beyond its bound, and for nothing else.

        Raises:
            Failure: one lacks, is repeated, or stands for what is within its bound.
        """
        look_until_right(
            lambda: self._api.monitored().summary,
            bound_faults,
            budget=self._budget,
            waiting_for="alerts to stand for what is beyond its bound",
        )

    def _before(self) -> list[Monitored]:
        if isinstance(self._looks, Failure):
            raise self._looks
        return self._looks

    def _bound_faults(self, told: Mapping[str, Sequence[Measure]]) -> list[str]:
        return [
            Cause.INVENTED(f"Asked for one measure of {name}, the monitor tells {len(found)}")
            for name in told
            if len(found := self._api.measures_of(name, 1)) > 1
        ]


def work_faults(looks: Sequence[DatabaseFigures]) -> list[str]:
    """Return what is wrong with three looks: two while nothing was done, one after some work."""
    first, before, now = (look.query_count for look in looks)
    idle, busy = before - first, now - before
    if busy > idle:
        return []
    told = f"The monitor counts {busy} more queries after the work, and {idle} after nothing"
    return [Cause.MISCOUNTED(told)]


def time_faults(told: DatabaseFigures) -> list[str]:
    """Return where figures of queries and their times do not fit together, a sentence each."""
    found: list[str] = []
    if told.slow_query_count > told.query_count:
        found.append(
            Cause.MISCOUNTED(
                f"{told.slow_query_count} of {told.query_count} queries are said to be slow"
            )
        )
    whole = told.average_query_time_ms * told.query_count
    if not math.isclose(whole, told.total_query_time_ms, rel_tol=_ROUNDED, abs_tol=1):
        found.append(
            Cause.MISCOUNTED(
                f"{told.query_count} queries of {told.average_query_time_ms:g} ms on average are"
                f" said to take {told.total_query_time_ms:g} ms"
            )
        )
    return found


def use_disagreements(cache: CacheStatistics, monitor: CacheStatistics) -> list[str]:
    """Return where monitor and cache tell different things of the cache's use, of which is some."""
    if not cache.total_requests:
        return [Cause.MISCOUNTED("After a migration the cache counts no requests at all")]
    return disagreements(
        {
            "the cache": {"the cache's use": cache.model_dump()},
            "the monitor": {"the cache's use": monitor.model_dump()},
        }
    )


def alert_faults(alerts: Sequence[Alert]) -> list[str]:
    """Return what is wrong with what was raised while the cache is of too little use."""
    standing = [one for one in alerts if "hit_rate" in one.metric and one.ended_at is None]
    if not standing:
        return [Cause.LOST("No alert tells that the cache is of too little use")]
    found: list[str] = []
    if len(standing) > 1:
        found.append(
            Cause.DUPLICATED(f"{len(standing)} alerts tell that the cache is of too little use")
        )
    found += [
        Cause.MISREPORTED(
            f"{one.value:g} % of hits have raised it, and the threshold is {one.threshold:g} %"
        )
        for one in standing
        if not one.value < one.threshold == LEAST_HIT_RATE
    ]
    return found


def bound_faults(told: Summary) -> list[str]:
    """Return where alerts stand otherwise than the figures beside them ask for, a sentence each."""
    system, standing = told.system_metrics, [one for one in told.alerts or [] if not one.ended_at]
    bounded = [
        ("memory", system.memory_used_mb, told.thresholds.memory_threshold_mb),
        ("cpu", system.cpu_percent, MOST_CPU),
    ]
    found: list[str] = []
    for what, value, bound in bounded:
        if value is None or bound is None:
            continue
        due, times = int(value > bound), sum(what in one.metric for one in standing)
        if times != due:
            cause = Cause.LOST if times < due else Cause.DUPLICATED if due else Cause.INVENTED
            is_at = f"{what} is at {value:.4g}, and its bound is {bound:g}"
            found.append(cause(f"{times} alerts stand for the {what} instead of {due}: {is_at}"))
    slow = told.database_metrics.slow_query_count
    raised = any("quer" in one.metric for one in told.alerts or [])
    if raised != bool(slow):
        cause = Cause.LOST if slow else Cause.INVENTED
        alerts = "an alert" if raised else "no alert"
        found.append(cause(f"{slow} slow queries are counted, and {alerts} was raised for them"))
    return found


def misses_needed(told: CacheStatistics) -> int:
    """Return how many more misses bring the part of hits below what is too little."""
    return max(0, math.floor(100 * told.hits / LEAST_HIT_RATE) - told.total_requests + 1)


def _key(measure: Measure) -> str:
    return json.dumps(measure, sort_keys=True, default=str)
