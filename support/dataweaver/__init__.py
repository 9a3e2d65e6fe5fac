"""DataWeaver: its client, the observers that look at it from outside, and their oracles."""

from typing import TYPE_CHECKING, cast

from support.run.world import Context

if TYPE_CHECKING:
    from support.dataweaver.scenario import DataWeaverScenario


def dataweaver(context: Context) -> "DataWeaverScenario":
    """Return what the scenario does with DataWeaver."""
    return cast("DataWeaverScenario", context.world.part("dataweaver"))
