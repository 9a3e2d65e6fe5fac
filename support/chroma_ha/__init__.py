"""Chroma HA: its client, the observers that look at it from outside, and their oracles."""

from typing import TYPE_CHECKING, cast

from support.run.world import Context

if TYPE_CHECKING:
    from support.chroma_ha.scenario import ChromaHaScenario


def chroma_ha(context: Context) -> "ChromaHaScenario":
    """Return what the scenario does with Chroma HA."""
    return cast("ChromaHaScenario", context.world.part("chroma_ha"))
