"""Sentences about what SentinAI tells of itself: health and metrics."""

from behave import then

from support.run.world import Context
from support.sentinai import sentinai


@then("SentinAI reports that the {kind} workers are not ready, and all others are")
def workers_are_not_ready(context: Context, kind: str) -> None:
    sentinai(context).health.expect_not_ready(kind)


@then("SentinAI reports that all workers are ready")
def all_workers_are_ready(context: Context) -> None:
    sentinai(context).health.expect_all_ready()


@then("SentinAI's metrics say the same")
def metrics_say_the_same(context: Context) -> None:
    """Checks by how much they grew against what the observers counted."""
    sentinai(context).metrics.expect_true()
