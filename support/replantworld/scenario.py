"""What one scenario does with ReplantWorld: nouns that act, and oracles that judge."""

from support.replantworld.collections import Collections
from support.replantworld.migration import Migration
from support.replantworld.oracle.arrival import Arrival
from support.replantworld.oracle.telling import Telling
from support.replantworld.outages import Outages
from support.replantworld.system import ReplantworldSystem
from support.run.plugin import Scene


class ReplantworldScenario:
    """The nouns of the sentences.

    Attributes:
        collections: what is on Sei.
        migration: asks ReplantWorld to migrate it.
        outages: takes chains and cache away.
        arrival: judges whether NFTs have arrived.
        telling: judges what is told of migrations.

    Args:
        system: ReplantWorld and its observers.
        scene: of the scenario.
    """

    def __init__(self, system: ReplantworldSystem, scene: Scene) -> None:
        budget = system.settings.budget("migration")
        self.collections = Collections(system.sei, scene)
        self.arrival = Arrival(system.observers, budget, scene.timings)
        self.migration = Migration(system.api, self.arrival, scene.timings)
        self.outages = Outages(system, scene)
        self.telling = Telling()
