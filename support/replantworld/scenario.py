"""What one scenario does with ReplantWorld: nouns that act, and oracles that judge."""

from support.replantworld.oracle.entries import EntriesOracle
from support.replantworld.space import Space
from support.replantworld.system import ReplantworldSystem
from support.run.plugin import Scene


class ReplantworldScenario:
    """The nouns of the sentences.

    Attributes:
        space: acts.
        entries: judges what is in it.

    Args:
        system: ReplantWorld.
        scene: of the scenario.
    """

    def __init__(self, system: ReplantworldSystem, scene: Scene) -> None:
        budget = system.settings.budget("entry")
        self.space = Space(system.client, scene)
        self.entries = EntriesOracle(self.space, system.client, budget, scene.timings)
