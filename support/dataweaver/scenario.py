"""What one scenario does with DataWeaver: nouns that act, and oracles that judge."""

from support.core.causes import Cause
from support.core.errors import Failure
from support.dataweaver.connectors import Connectors
from support.dataweaver.crowd import Crowd
from support.dataweaver.extractions import Extractions
from support.dataweaver.oracle.connectors import ConnectorsOracle
from support.dataweaver.oracle.discovery import DiscoveryOracle
from support.dataweaver.oracle.extraction import ExtractionOracle
from support.dataweaver.oracle.set_ups import SetUpOracle
from support.dataweaver.oracle.syncing import SyncOracle
from support.dataweaver.oracle.testing import TestingOracle
from support.dataweaver.oracle.visits import VisitsOracle
from support.dataweaver.oracle.workload import WorkloadOracle
from support.dataweaver.set_ups import SetUps
from support.dataweaver.sources import source_of
from support.dataweaver.sources.base import Source
from support.dataweaver.sources.database import DatabaseSource
from support.dataweaver.syncs import Syncs
from support.dataweaver.system import DataWeaverSystem
from support.dataweaver.visits import Visits
from support.run.plugin import Scene


class DataWeaverScenario:
    """The nouns of the sentences.

    Attributes:
        connectors: are set up, changed and deleted.
        kept: judges them.
        tests: judges what testing them says.
        discovery: judges what they discover.
        extractions: make files of what is in a source.
        files: judges those.
        syncs: bring what has changed.
        brought: judges that.
        set_ups: set business scenarios up.
        planned: judges those.
        visits: to the page that people see.
        shown: judges that.
        crowd: people who work at the same time.
        workload: judges what they were answered.

    Args:
        system: DataWeaver.
        scene: of the scenario.
    """

    def __init__(self, system: DataWeaverSystem, scene: Scene) -> None:
        system.secrets.forget()
        self.connectors = Connectors(system.client, system.secrets, scene)
        self.kept = ConnectorsOracle(system, self.connectors)
        self.tests = TestingOracle(system, self.connectors)
        self.discovery = DiscoveryOracle(system, self.connectors)
        self.extractions = Extractions(system.client, self.connectors)
        self.files = ExtractionOracle(system, self.extractions)
        self.syncs = Syncs(system.client, self.connectors)
        self.brought = SyncOracle(system, self.connectors, self.syncs)
        self.set_ups = SetUps(system.client, system.set_up, scene)
        self.planned = SetUpOracle(system, self.set_ups)
        self.visits = Visits(system, self.connectors, self.set_ups, scene)
        self.shown = VisitsOracle(system, self.connectors, self.set_ups, self.visits)
        self.crowd = Crowd(system.direct, scene)
        self.workload = WorkloadOracle(system, self.crowd)
        self._system = system
        self._scene = scene
        self._source: Source | None = None

    @property
    def source(self) -> Source:
        """The source that the scenario is about."""
        if self._source is None:
            raise Failure(
                Cause.SUITE("This sentence is about a source, and the scenario names none")
            )
        return self._source

    @property
    def database(self) -> DatabaseSource:
        """The same, where its tables are those of a database."""
        if not isinstance(self.source, DatabaseSource):
            raise Failure(Cause.SUITE("This sentence is about a database or a laboratory"))
        return self.source

    def open(self, place: str) -> Source:
        """Open a source of the scenario's own, and put test data there."""
        self._source = source_of(place)(self._system.sources, self._scene)
        self._source.fill()
        return self._source

    def connect(self, place: str) -> None:
        """Do the same, and connect DataWeaver with it."""
        self.connectors.connect(self.open(place))

    def open_empty(self, place: str) -> DatabaseSource:
        """Open a database or a laboratory of the scenario's own, with nothing in it yet."""
        self._source = source_of(place)(self._system.sources, self._scene)
        return self.database

    def choose(self) -> None:
        """Connect DataWeaver with the source, and make data sources of all that is in it."""
        self.connectors.connect(self.source)
        self.extractions.choose(self.source, self.source.tables())

    def schedule(self) -> None:
        """Let the connector sync as often as DataWeaver can."""
        self.connectors.schedule(self._system.settings.shortest_schedule)
