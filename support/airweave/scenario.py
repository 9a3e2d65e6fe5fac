"""What one scenario does with Airweave and its sources, and remembers between its sentences."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from support.airweave.synced_collection import Mirror
from support.airweave.system import AirweaveSystem
from support.bongos import SOURCES, bongo_of, github_faults
from support.bongos.base import BaseBongo
from support.core.content import PLAIN, Author, Style
from support.core.errors import Failure
from support.run.plugin import Scene


class AirweaveScenario:
    """The sources of the scenario, and the collections that mirror them.

    Attributes:
        refusal: why Airweave refused, if it did.

    Args:
        system: Airweave, its sources and its store.
        scene: of the scenario.
    """

    def __init__(self, system: AirweaveSystem, scene: Scene) -> None:
        self.system = system
        self.refusal: str | None = None
        self._source = ""
        self._prefix = scene.prefix
        self._cleanup = scene.cleanup
        self._timings = scene.timings

    def open(self, source: str) -> None:
        """Let the scenario work in a source, in a home of its own.

        Args:
            source: as a feature calls it, such as `a GitHub repo`.
        """
        self._source = SOURCES[source]
        _ = self.bongo

    @cached_property
    def bongo(self) -> BaseBongo[Any]:
        """The scenario's source."""
        return self.open_bongo("main")

    @cached_property
    def other_bongo(self) -> BaseBongo[Any]:
        """A second home in the same source."""
        return self.open_bongo("other")

    @cached_property
    def mirror(self) -> Mirror:
        """The collection that mirrors the source."""
        return self.open_mirror("main", self.bongo)

    @cached_property
    def second_mirror(self) -> Mirror:
        """A second collection on the same home."""
        return self.open_mirror("second", self.bongo)

    @cached_property
    def other_mirror(self) -> Mirror:
        """A collection that mirrors the other home."""
        return self.open_mirror("other", self.other_bongo)

    def create(
        self, paths: Iterable[str], style: Style = PLAIN, bongo: BaseBongo[Any] | None = None
    ) -> None:
        """Create documents with words of their own, in the scenario's source or in another one."""
        paths = list(paths)
        with self._timings.phase("create", entities=len(paths)):
            (bongo or self.bongo).create_entities(paths, style)

    def update(self, paths: Iterable[str]) -> None:
        """Give documents new words."""
        paths = list(paths)
        with self._timings.phase("change", entities=len(paths)):
            self.bongo.update_entities(paths)

    def delete(self, paths: Iterable[str]) -> None:
        """Delete documents."""
        paths = list(paths)
        with self._timings.phase("change", entities=len(paths)):
            self.bongo.delete_entities(paths)

    def rename(self, path: str, new_path: str) -> None:
        """Move a document to another path."""
        with self._timings.phase("change", entities=1):
            self.bongo.rename_entity(path, new_path)

    def sync_without(self, path: str) -> None:
        """Sync while GitHub does not hand out a file; how that ends is up to Airweave."""
        with github_faults.withheld(self.bongo.settings, path):
            self.mirror.start_sync()
            self.mirror.wait_for_job()

    def expect_clean(self) -> None:
        """Expect that neither source nor Airweave nor the store know anything of the scenario."""
        left = [name for name in self.bongo.homes() if f"{self._prefix}-" in name]
        if left:
            raise Failure(f"{self.bongo.vendor} still has: {', '.join(left)}")
        self.mirror.expect_gone()

    def open_bongo(self, suffix: str) -> BaseBongo[Any]:
        """Return a bongo for a new home in the scenario's source."""
        name = f"{self._prefix}-{suffix}"
        home = bongo_of(self._source).home_name(self.system.source_settings(self._source), name)
        return self.system.bongo(self._source, home, Author(name), self._cleanup.register)

    def open_mirror(self, suffix: str, bongo: BaseBongo[Any]) -> Mirror:
        """Return a collection, not yet made, that shall mirror what `bongo` writes."""
        return Mirror(
            f"{self._prefix}-{suffix}",
            bongo,
            self.system.client,
            self.system.index,
            self._cleanup,
            self._timings,
            self.system.settings,
        )
