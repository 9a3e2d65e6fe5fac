"""Sentences about the monitor: what it measures, and when it raises an alert."""

from behave import given, then, when

from support.replantworld import replantworld
from support.run.world import Context


@given("a collection whose migration has left the cache with too few hits")
def cache_is_useless(context: Context) -> None:
    """The cache knows none of its NFTs."""
    replantworld(context).monitoring.make_cache_useless()


@when("ReplantWorld migrates it under the eyes of its monitor")
def migrates_watched(context: Context) -> None:
    """The monitor is looked at before."""
    scenario = replantworld(context)
    scenario.monitoring.run(scenario.collections.made)


@when("ReplantWorld migrates a collection that does not exist, under the eyes of its monitor")
def migrates_nothing_watched(context: Context) -> None:
    scenario = replantworld(context)
    scenario.monitoring.run([], besides=[scenario.collections.nowhere()])


@then("the monitor counts more work of the database than while nothing is done")
def work_is_counted(context: Context) -> None:
    """Checks, too, that numbers and times fit together."""
    replantworld(context).monitor.expect_work()


@then("the monitor keeps measures of it, and shows of every kind just what belongs to it")
def measures_are_kept(context: Context) -> None:
    replantworld(context).monitor.expect_measures()


@then("monitor and cache tell the same of the cache's use")
def monitor_and_cache_agree(context: Context) -> None:
    replantworld(context).monitor.expect_agreement()


@then("the monitor watches no more than before")
def nothing_is_watched(context: Context) -> None:
    replantworld(context).monitor.expect_nothing_watched()


@then("one alert tells that the cache is of too little use")
def one_alert_is_raised(context: Context) -> None:
    replantworld(context).monitor.expect_alert()


@then("an alert stands for all that is beyond its bound, and for nothing else")
def alerts_fit_figures(context: Context) -> None:
    """Memory, processors and slow queries, each as the monitor itself tells of it."""
    replantworld(context).monitor.expect_just_alerts()
