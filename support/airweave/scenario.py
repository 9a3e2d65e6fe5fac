"""What one scenario works with: its sources, the collections fed from them, and their oracles."""

from functools import cached_property
from typing import Any

from support.airweave.connectors import CONNECTED, connector_of
from support.airweave.oracle.answers import AnswersOracle
from support.airweave.oracle.contents import ContentsOracle
from support.airweave.oracle.laws import LawOracle
from support.airweave.oracle.scale import ScaleOracle
from support.airweave.oracle.search import SearchOracle
from support.airweave.synced_collection import SyncedCollection, sync_together
from support.airweave.system import AirweaveSystem
from support.airweave.walker import Walker
from support.bongos import SOURCES
from support.bongos.base import Bongo, Workspace
from support.core.causes import Cause, together
from support.core.content import FEW_SENTENCES, Document, many_paths
from support.core.errors import Failure
from support.core.waiting import eventually
from support.laws.bystanders import Bystander
from support.run.plugin import Scene

_OTHER = "main-other"
"""Begins as the main one is called: whoever looks at beginnings alone takes it for that."""


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
        self._bystanders: list[Bystander] = []
        self.crowd: list[SyncedCollection] = []
        system.client.secrets.forget()

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
        return self._bongo(_OTHER)

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
        return self._collection(_OTHER, self.other_source)

    @cached_property
    def neighbour(self) -> SyncedCollection:
        """The other workspace as another source of the collection."""
        return self._collection("main", self.other_source, beside=self.collection)

    @cached_property
    def neighbour_contents(self) -> ContentsOracle:
        """Judges what the collection holds of the other workspace."""
        return ContentsOracle(self.neighbour, self._system, self._scene.timings)

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
    def scale(self) -> ScaleOracle:
        """Judges the collection of a source that holds a great many documents."""
        return ScaleOracle(self.collection, self._system, self._scene.timings)

    @cached_property
    def search(self) -> SearchOracle:
        """Judges what search in the collection brings."""
        return SearchOracle(self.collection, self._system, self._scene.timings)

    @cached_property
    def answers(self) -> AnswersOracle:
        """Judges what Airweave says of the collection, its connection and its jobs."""
        return AnswersOracle(self.collection, self._system, self._scene.timings)

    @cached_property
    def laws(self) -> LawOracle:
        """Judges the collection by laws that no other look can judge."""
        return LawOracle(self.collection, self._system, self._scene.timings)

    def expect_outcome_only(self) -> None:
        """Expect of a random history of files that nothing but its outcome is seen."""
        settings = self._system.settings
        walker = Walker(self._place, self._fresh, self._system.known_bugs)
        budget = settings.budget("walk")
        walker.expect_outcome_only(settings.walk_steps, self._system.walk_seed, budget)

    def fill(self, source: str) -> None:
        """Open a source and write as many documents into it as the settings ask for."""
        paths = many_paths(self._system.settings.scale_documents)
        self.open(source).create(paths, FEW_SENTENCES)

    def change_some(self) -> None:
        """Give every tenth of the many documents new words, and delete every fifth."""
        paths = [*self.source.documents]
        self.source.update(paths[::10], FEW_SENTENCES)
        self.source.delete(paths[1::5])

    def expect_sample(self) -> None:
        """Expect that search finds a random sample of what is in the source, and nothing past."""
        self.scale.expect_sample(self._system.sample_seed)

    def _place(self, name: str) -> tuple[Bongo[Any, Any], SyncedCollection, ContentsOracle]:
        bongo = self._bongo(name)
        collection = self._collection(name, bongo)
        return bongo, collection, ContentsOracle(collection, self._system, self._scene.timings)

    def _fresh(self, name: str, bongo: Bongo[Any, Any]) -> ContentsOracle:
        """Return the judge of a new collection that was just fed from a workspace."""
        collection = self._collection(name, bongo)
        collection.sync()
        contents = ContentsOracle(collection, self._system, self._scene.timings)
        contents.expect_everything()
        return contents

    def expect_change_refused(self, subject: str) -> None:
        """Expect that a change of the connection was refused, and that it works as before."""
        self.answers.expect_change_refused(subject)
        self.collection.sync()
        self.contents.expect_no_change()

    def settle_neighbours(self) -> None:
        """Let others be found, in the same collection and in another, that nobody will touch."""
        third = self._collection("third", self._bongo("third"))
        self.other_source.create(["docs/kitchen.md", "src/recipes.py"])
        self._bongo("third").create(["docs/garden.md"])
        for made in (self.neighbour, third):
            made.sync()
            contents = ContentsOracle(made, self._system, self._scene.timings)
            contents.expect_everything()
            bystander = Bystander(f"what {made.connector.bongo.workspace} feeds", contents.snapshot)
            bystander.remember()
            self._bystanders.append(bystander)

    def begin_anew(self) -> None:
        """Delete the collection and forget it: the next sync makes another one of its name."""
        self.collection.delete()
        self.contents.expect_gone()
        del self.collection, self.contents

    def gather(self, count: int) -> None:
        """Let as many further workspaces hold one document each, with a collection of its own.

        Their names hold a slash, as those of branches often do.
        """
        self.crowd = [self.collection]
        for number in range(count):
            bongo = self._bongo(f"crowd/{number}")
            bongo.create([f"docs/of-branch-{number}.md"])
            self.crowd.append(self._collection(f"crowd{number}", bongo))

    def sync_both_together(self) -> None:
        """Bring the collections of both workspaces up to date at the same time."""
        sync_together([self.collection, self.other_collection])

    def sync_crowd(self) -> None:
        """Bring all collections of the crowd up to date at the same time."""
        sync_together(self.crowd)

    def expect_crowd_kept_apart(self) -> None:
        """Expect that each collection of the crowd shows what its own workspace holds."""
        for collection in self.crowd:
            ContentsOracle(collection, self._system, self._scene.timings).expect_everything()

    def expect_neighbours_untouched(self) -> None:
        """Expect that those who were settled are as they were."""
        if not self._bystanders:
            raise Failure(Cause.SUITE("There is nobody to look at: no neighbours were settled"))
        if changes := [change for one in self._bystanders for change in one.changes()]:
            raise Failure(together(changes))

    def expect_pages_to_be_whole(self) -> None:
        """Expect that pages of everything that the scenario made are the whole."""
        self.laws.expect_pages([self.collection, self.other_collection])

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
            raise Failure(Cause.SUITE("This sentence needs a source: begin with Given a …"))
        if suffix not in self._opened:
            sources, scene = self._system.sources, self._scene
            name = sources.workspace_name(self._source, f"{scene.prefix}-{suffix}")
            workspace = Workspace(name, scene.cleanup.register, scene.timings, scene.prefix)
            self._opened[suffix] = sources.open(self._source, workspace)
        return self._opened[suffix]

    def _collection(
        self, suffix: str, bongo: Bongo[Any, Any], beside: SyncedCollection | None = None
    ) -> SyncedCollection:
        system, name = self._system, f"{self._scene.prefix}-{suffix}"
        connector = connector_of(bongo.source)(bongo)
        return SyncedCollection(
            name, connector, system.client, system.settings, self._scene, beside
        )
