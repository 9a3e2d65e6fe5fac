"""DataWeaver: its client, the observer that looks at it from outside, and their oracle."""

from typing import TYPE_CHECKING, cast

from support.run.world import Context

if TYPE_CHECKING:
    from support.dataweaver.scenario import DataweaverScenario


def dataweaver(context: Context) -> "DataweaverScenario":
    """Return what the scenario does with DataWeaver."""
    return cast("DataweaverScenario", context.world.part("dataweaver"))
