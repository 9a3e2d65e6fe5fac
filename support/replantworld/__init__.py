"""ReplantWorld: its client, the observers of both chains and the database, and their oracles."""

from typing import TYPE_CHECKING, cast

from support.run.world import Context

if TYPE_CHECKING:
    from support.replantworld.scenario import ReplantworldScenario


def replantworld(context: Context) -> "ReplantworldScenario":
    """Return what the scenario does with ReplantWorld."""
    return cast("ReplantworldScenario", context.world.part("replantworld"))
