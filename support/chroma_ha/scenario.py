"""What one scenario does with Chroma HA: nouns that act, and oracles that judge."""

from support.chroma_ha.client.store import VectorStore
from support.chroma_ha.collection import COLLECTION, Collection
from support.chroma_ha.machine import Machine
from support.chroma_ha.oracle.alarms import Alarms
from support.chroma_ha.oracle.heartbeats import Heartbeats
from support.chroma_ha.oracle.monitoring import Monitoring
from support.chroma_ha.oracle.reading import Reading
from support.chroma_ha.oracle.replication import Replication
from support.chroma_ha.oracle.status import StatusOracle
from support.chroma_ha.oracle.traffic import Traffic
from support.chroma_ha.oracle.waiting import Waiting
from support.chroma_ha.oracle.work import Work
from support.chroma_ha.outages import Outages
from support.chroma_ha.start import Start
from support.chroma_ha.system import REPLICA, ChromaHaSystem
from support.chroma_ha.users import Users
from support.run.plugin import Scene


class ChromaHaScenario:
    """The nouns of the sentences.

    Attributes:
        collection: that the scenario is about.
        neighbour: another one, which nobody touches.
        recipe: the recipe of the product's own guide.
        outages: takes servers, balancer and database away.
        replication: judges what balancer and servers hold.
        reading: judges what is read through the balancer.
        status: judges what the balancer tells of the servers.
        waiting: judges what it tells of writes that a server still lacks.
        traffic: sends requests, and judges how they are counted and shared.
        machine: sets what is used of it.
        start: tries how it starts with other settings.
        monitoring: judges what is kept of that, and what is recommended.
        alarms: listens while servers die and anything runs short, and judges what people are told.
        work: has workers share tasks, and judges how they do them.
        heartbeats: has workers die, and judges who gives signs of life.
        users: work at the same time.

    Args:
        system: Chroma HA and its observers.
        scene: of the scenario.
    """

    def __init__(self, system: ChromaHaSystem, scene: Scene) -> None:
        self.collection = Collection(system.store, scene, "main")
        self.neighbour = Collection(system.store, scene, "neighbour")
        self.recipe = Recipe(system, scene)
        self.outages = Outages(system, scene)
        self.replication = Replication(system, scene.timings)
        self.reading = Reading(system)
        self.status = StatusOracle(system)
        self.waiting = Waiting(system)
        self.traffic = Traffic(system)
        self.machine = Machine(system, scene)
        self.start = Start(system)
        self.monitoring = Monitoring(system)
        self.alarms = Alarms(system, self.outages, self.machine)
        self.work = Work(system, self.outages)
        self.heartbeats = Heartbeats(system, self.outages)
        self.users = Users(system.store, self.collection)
        self._system = system

    @property
    def replica(self) -> VectorStore:
        """The replica itself; only where the settings name it."""
        return self._system.servers[REPLICA]


class Recipe:
    """The recipe that the product's guide tells people to try.

    Attributes:
        collection: the name of the one that it makes.
        brought: what its query brought, texts by name.

    Args:
        system: Chroma HA.
        scene: of the scenario.
    """

    def __init__(self, system: ChromaHaSystem, scene: Scene) -> None:
        self.collection = f"{scene.prefix}-recipe"
        self.brought: dict[str, str] = {}
        self._store = system.store
        self._cleanup = scene.cleanup

    def follow(self) -> None:
        """Follow it."""
        self._cleanup.register(COLLECTION, self.collection)
        self.brought = self._store.follow_recipe(self.collection)
