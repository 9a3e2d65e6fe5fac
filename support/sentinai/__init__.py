"""SentinAI: its client, the observers that judge it from outside, and their oracle."""

from typing import TYPE_CHECKING, cast

from support.run.world import Context

if TYPE_CHECKING:
    from support.sentinai.scenario import SentinaiScenario


def sentinai(context: Context) -> "SentinaiScenario":
    """Return what the scenario does with SentinAI."""
    return cast("SentinaiScenario", context.world.part("sentinai"))
