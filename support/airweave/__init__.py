"""Airweave: its API, its stored vectors, and the oracle that compares both with a source."""

from typing import TYPE_CHECKING, cast

from support.run.world import Context

if TYPE_CHECKING:
    from support.airweave.scenario import AirweaveScenario


def airweave(context: Context) -> "AirweaveScenario":
    """Return what the scenario does with Airweave and its sources."""
    return cast("AirweaveScenario", context.world.part("airweave"))
