"""What one scenario works with: its sources, the collections fed from them, and their oracles."""

from functools import cached_property
from typing import Any

from support.airweave.connectors import CONNECTED, connector_of
from support.airweave.oracle.answers import AnswersOracle
from support.airweave.oracle.contents import ContentsOracle
from support.airweave.oracle.search import SearchOracle
from support.airweave.synced_collection import SyncedCollection
from support.airweave.system import AirweaveSystem
from support.bongos import SOURCES
from support.bongos.base import Bongo, Workspace
from support.core.content import Document
from support.core.errors import Failure
from support.core.waiting import eventually
from support.run.plugin import Scene


class AirweaveScenario:
    """What the sentences of a scenario reach: nouns that act, and oracles that judge.

    Everything is made when a sentence first speaks of it.

    Args:
        system: Airweave, its sources and its store.
        scene: of the scenario.
    """

    def __init__(self, system: AirweaveSystem, scene: Scene) -> None:
        self._system = system
        self._scene = scene
        self._source = ""
        self._opened: dict[str, Bongo[Any, Any]] = {}

    def open(self, source: str) -> Bongo[Any, Any]:
        """Let the scenario work in a source, and return that.

        Args:
            source: as a feature calls it, such as `a GitHub repo`.

        Raises:
            Failure: Airweave has no connector for it.
        """
        self._source = SOURCES[source]
        if source not in CONNECTED:
            file = f"support/airweave/connectors/{self._source}.py"
            raise Failure(f"Airweave cannot connect {source}: there is no {file}")
        return self.source

    @property
    def source(self) -> Bongo[Any, Any]:
        """The scenario's source, with a workspace of its own."""
        return self._bongo("main")

    @property
    def other_source(self) -> Bongo[Any, Any]:
        """The same source with another workspace."""
        return self._bongo("other")

    @property
    def elsewhere(self) -> list[Document]:
        """All documents that the scenario wrote outside of its own workspace."""
        others = [bongo for name, bongo in self._opened.items() if name != "main"]
        return [document for bongo in others for document in bongo.documents.values()]

    @cached_property
    def collection(self) -> SyncedCollection:
        """The collection that is fed from the source."""
        return self._collection("main", self.source)

    @cached_property
    def second_collection(self) -> SyncedCollection:
        """A second collection that is fed from the source."""
        return self._collection("second", self.source)

    @cached_property
    def other_collection(self) -> SyncedCollection:
        """A collection that is fed from the other workspace."""
        return self._collection("other", self.other_source)

    @cached_property
    def contents(self) -> ContentsOracle:
        """Judges what the collection holds."""
        return ContentsOracle(self.collection, self._system, self._scene.timings)

    @cached_property
    def second_contents(self) -> ContentsOracle:
        """Judges what the second collection holds."""
        return ContentsOracle(self.second_collection, self._system, self._scene.timings)

    @cached_property
    def other_contents(self) -> ContentsOracle:
        """Judges what the collection of the other workspace holds."""
        return ContentsOracle(self.other_collection, self._system, self._scene.timings)

    @cached_property
    def search(self) -> SearchOracle:
        """Judges what search in the collection brings."""
        return SearchOracle(self.collection, self._system, self._scene.timings)

    @cached_property
    def answers(self) -> AnswersOracle:
        """Judges what Airweave says of the collection, its connection and its jobs."""
        return AnswersOracle(self.collection, self._system, self._scene.timings)

    def expect_exactly_its_own(self) -> None:
        """Expect what the source holds, and nothing of what was written elsewhere or is no text."""
        self.contents.expect_everything()
        if self.elsewhere:
            self.search.expect_nothing_of(self.elsewhere)

    def expect_nothing_left(self) -> None:
        """Expect that neither source nor Airweave nor the store know anything of the scenario."""
        source = self.source
        eventually(
            lambda: [name for name in source.workspaces() if f"{self._scene.prefix}-" in name],
            until=lambda left: not left,
            budget=source.settings.budget("source"),
            waiting_for=f"{source.vendor} to list nothing of the scenario any more",
        )
        self.contents.expect_gone()

    def _bongo(self, suffix: str) -> Bongo[Any, Any]:
        if not self._source:
            raise Failure("This sentence needs a source: begin with Given a …")
        if suffix not in self._opened:
            sources, scene = self._system.sources, self._scene
            name = sources.workspace_name(self._source, f"{scene.prefix}-{suffix}")
            workspace = Workspace(name, scene.cleanup.register, scene.timings, scene.prefix)
            self._opened[suffix] = sources.open(self._source, workspace)
        return self._opened[suffix]

    def _collection(self, suffix: str, bongo: Bongo[Any, Any]) -> SyncedCollection:
        system, name = self._system, f"{self._scene.prefix}-{suffix}"
        connector = connector_of(bongo.source)(bongo)
        return SyncedCollection(name, connector, system.client, system.settings, self._scene)
