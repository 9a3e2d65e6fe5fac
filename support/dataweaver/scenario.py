"""What one scenario does with DataWeaver: nouns that act, and oracles that judge."""

from support.dataweaver.oracle.entries import EntriesOracle
from support.dataweaver.space import Space
from support.dataweaver.system import DataweaverSystem
from support.run.plugin import Scene


class DataweaverScenario:
    """The nouns of the sentences.

    Attributes:
        space: acts.
        entries: judges what is in it.

    Args:
        system: DataWeaver.
        scene: of the scenario.
    """

    def __init__(self, system: DataweaverSystem, scene: Scene) -> None:
        budget = system.settings.budget("entry")
        self.space = Space(system.client, scene)
        self.entries = EntriesOracle(self.space, system.client, budget, scene.timings)
