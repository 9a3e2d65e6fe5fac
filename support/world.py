"""What a run knows, and what one scenario of it knows."""

from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from behave.model import Table

from support.airweave import mirror
from support.airweave.client import Airweave
from support.airweave.generation import Ability
from support.airweave.index import Index
from support.airweave.mirror import Mirror
from support.api import ApiError
from support.bongos import SOURCES, bongo_of, github_faults
from support.bongos.base import BaseBongo, Place
from support.content import PLAIN, Author, Style
from support.errors import Failure
from support.names import new_run_id, run_of
from support.settings import Settings
from support.signals import uninterrupted
from support.targets import Target, airweave, open_airweave
from support.timings import RunTimings
from support.undo import Journal, Ledger, Thing
from support.waiting import Pace

_NOT_FOUND = 404


def _forget(kind: str, name: str) -> None:
    """Register nothing: what is only removed needs no undo."""


class Session:
    """What all scenarios of a run share. Whatever it opens is opened on first use.

    Attributes:
        left: what could not be removed.
        lost: whether the target stopped answering.
        interrupted: whether the run was stopped before its end.

    Args:
        settings: of the run.
        reports: folder for everything that the run writes.
        sources: what the run reads from, by Airweave's names.
    """

    def __init__(
        self, settings: Settings, reports: Path, sources: Iterable[str] = SOURCES.values()
    ) -> None:
        self._settings = settings
        self.reports = reports
        self.sources = sorted(sources)
        self.run = new_run_id()
        self.numbers = count(1)
        self.timings = RunTimings()
        self.left: list[Thing] = []
        self.lost = False
        self.interrupted = False
        self._targets: list[Target] = []
        self._accounts: dict[str, tuple[Any, Pace]] = {}

    @cached_property
    def target(self) -> Target:
        """The Airweave of this run."""
        target = airweave(self._settings, self.reports / "sandbox", self.sources)
        self._targets.append(target)
        return target

    @property
    def settings(self) -> Settings:
        """The settings, with the addresses of a sandbox filled in."""
        return self.target.settings

    @cached_property
    def airweave(self) -> Airweave:
        """The organisation that the run works in."""
        return open_airweave(self.settings)

    @cached_property
    def other_airweave(self) -> Airweave:
        """A second organisation of the same Airweave."""
        return open_airweave(self.settings, other=True)

    @cached_property
    def index(self) -> Index | None:
        """Airweave's vector store, if the settings name it."""
        if self.settings.qdrant_url is None:
            return None
        key = self.settings.qdrant_api_key
        secret = key.get_secret_value() if key else None
        return Index(str(self.settings.qdrant_url), secret, self.settings.request_timeout_s)

    def bongo(
        self,
        source: str,
        name: str,
        author: Author | None = None,
        register: Callable[[str, str], None] = _forget,
    ) -> BaseBongo:
        """Return a bongo for the home called `name`; the first of a source logs in."""
        kind = bongo_of(source)
        if source not in self._accounts:
            pace = Pace(self.settings.pause(kind.writes_a_second))
            self._accounts[source] = kind.client(self.settings), pace
        client, pace = self._accounts[source]
        place = Place(self.settings, client, name, author or Author(name), register, pace)
        return kind(place)

    @property
    def longest_pause(self) -> float:
        """The longest pause between two writes that a source of the run asks for, in seconds."""
        paces = [bongo_of(source).writes_a_second for source in self.sources]
        return max(map(self.settings.pause, paces), default=0.0)

    def log_in(self) -> None:
        """Log in to every source of the run, so that a mistake is told before the first scenario.

        A source that is not set up is left out; its scenarios are skipped with the reason.

        Raises:
            SetupError: a source refuses, or not one is set up.
        """
        is_ready = {source: not bongo_of(source).missing(self.settings) for source in self.sources}
        for source in self.sources:
            if is_ready[source] or not any(is_ready.values()):
                self.bongo(source, self.run)

    @cached_property
    def journal(self) -> Journal:
        """Where the run writes down what it makes."""
        address = str(self.settings.airweave_api_url) if self.target.is_live else ""
        return Journal(self.reports / "journal", self.run, address)

    def remove(self, thing: Thing) -> None:
        """Remove a thing that some run of ours made; one that is already gone is no error.

        Raises:
            Failure: it could not be removed, or its name is not that of a thing of ours.
        """
        if run_of(thing.name) is None:
            raise Failure(f"{thing} was not made by a run, and stays")
        source = thing.kind.split()[0]
        if thing.kind == mirror.COLLECTION:
            self._delete_collection(thing.name)
        elif source in SOURCES.values():
            self.bongo(source, thing.name).cleanup()
        else:
            raise Failure(f"Nobody knows how to remove a {thing.kind}")

    def things_of(self, run: str) -> list[Thing]:
        """Ask Airweave, and every source that is set up, for all that carries the name of `run`."""
        collections = [found.readable_id for found in self.airweave.collections(run)]
        things = [Thing(mirror.COLLECTION, name) for name in collections]
        for source in self.sources:
            kind = bongo_of(source)
            if not kind.missing(self.settings):
                homes = self.bongo(source, run).homes()
                things += [Thing(f"{source} {kind.home_kind}", home) for home in homes]
        return [thing for thing in things if run_of(thing.name) == run]

    def facts(self) -> dict[str, str]:
        """Return what this run is, for its header and for Allure."""
        store = "search and store" if self.settings.qdrant_url else "search only"
        return {
            "run": self.run,
            "target": self.target.origin,
            "generation": self.airweave.generation,
            "oracles": store,
        }

    def blind_spots(self) -> list[str]:
        """Return what the oracles could not look at, and why."""
        gaps = [str(limit) for limit in self.airweave.limits.values()]
        if self.settings.qdrant_url is None:
            gaps.append("the vector store, because QDRANT_URL is not set")
        for bongo in map(bongo_of, self._accounts):
            gaps += [f"{bongo.vendor}: {why}" for why in bongo.lacks.values()]
        return gaps

    def close(self) -> None:
        """Stop what was started for the run."""
        for target in self._targets:
            target.close()

    def _delete_collection(self, name: str) -> None:
        try:
            self.airweave.delete_collection(name)
        except ApiError as error:
            if error.status != _NOT_FOUND:
                raise


class World:
    """What one scenario knows.

    Args:
        session: the run.
        number: counts the scenarios of the run.
        scenario: its title.
    """

    def __init__(self, session: Session, number: int, scenario: str) -> None:
        self.session = session
        self._prefix = f"{session.run}-{number}"
        self.timings = session.timings.begin(scenario)
        self.ledger = Ledger(session.remove, session.journal)
        self.refusal: str | None = None
        self._source = ""

    def next(self, scenario: str) -> "World":
        """Return the world of the next scenario."""
        return World(self.session, next(self.session.numbers), scenario)

    def clean_up(self) -> None:
        """Remove everything that the scenario made."""
        with self.timings.phase("undo", entities=len(self.ledger.things)):
            self.ledger.undo()

    def end(self) -> None:
        """Clean up, whoever wants to stop the run meanwhile, and stop the clock.

        Raises:
            Failure: something stays, although the target is there.
        """
        try:
            with uninterrupted():
                self.clean_up()
        except Failure:
            if not self.session.lost:
                raise
        finally:
            self.session.left += self.ledger.things
            self.timings.finish()

    def close(self) -> None:
        """Stop what was started for the run."""
        self.session.close()

    @property
    def settings(self) -> Settings:
        """The settings of the run."""
        return self.session.settings

    def cannot(self, ability: Ability) -> str | None:
        """Say why Airweave lacks an ability; None if it has it."""
        limit = self.session.airweave.limits.get(ability)
        return limit.why if limit else None

    def open(self, source: str) -> None:
        """Let the scenario work in a source, in a home of its own.

        Args:
            source: as a feature calls it, such as `a GitHub repo`.
        """
        self._source = SOURCES[source]
        _ = self.bongo

    @cached_property
    def bongo(self) -> BaseBongo:
        """The scenario's source."""
        return self.open_bongo("main")

    @cached_property
    def other_bongo(self) -> BaseBongo:
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
        self, paths: Iterable[str], style: Style = PLAIN, bongo: BaseBongo | None = None
    ) -> None:
        """Create documents with words of their own, in the scenario's source or in another one."""
        paths = list(paths)
        with self.timings.phase("create", entities=len(paths)):
            (bongo or self.bongo).create_entities(paths, style)

    def update(self, paths: Iterable[str]) -> None:
        """Give documents new words."""
        paths = list(paths)
        with self.timings.phase("change", entities=len(paths)):
            self.bongo.update_entities(paths)

    def delete(self, paths: Iterable[str]) -> None:
        """Delete documents."""
        paths = list(paths)
        with self.timings.phase("change", entities=len(paths)):
            self.bongo.delete_entities(paths)

    def rename(self, path: str, new_path: str) -> None:
        """Move a document to another path."""
        with self.timings.phase("change", entities=1):
            self.bongo.rename_entity(path, new_path)

    def sync_without(self, path: str) -> None:
        """Sync while GitHub does not hand out a file; how that ends is up to Airweave."""
        with github_faults.withheld(self.settings, path):
            self.mirror.start_sync()
            self.mirror.wait_for_job()

    def expect_clean(self) -> None:
        """Expect that neither source nor Airweave nor the store know anything of the scenario."""
        left = [name for name in self.bongo.homes() if f"{self._prefix}-" in name]
        if left:
            raise Failure(f"{self.bongo.vendor} still has: {', '.join(left)}")
        self.mirror.expect_gone()

    def open_bongo(self, suffix: str) -> BaseBongo:
        """Return a bongo for a new home in the scenario's source."""
        name = f"{self._prefix}-{suffix}"
        home = bongo_of(self._source).home_name(self.settings, name)
        return self.session.bongo(self._source, home, Author(name), self.ledger.register)

    def open_mirror(self, suffix: str, bongo: BaseBongo) -> Mirror:
        """Return a collection, not yet made, that shall mirror what `bongo` writes."""
        return Mirror(
            f"{self._prefix}-{suffix}",
            bongo,
            self.session.airweave,
            self.session.index,
            self.ledger,
            self.timings,
            self.settings,
        )


class Context(Protocol):
    """What the suite uses of behave's context: the world, and the table of the step."""

    world: World
    table: Table | None


def column(context: Context, heading: str | None = None) -> list[str]:
    """Return a column of the step's table: the one under `heading`, else the last one."""
    if context.table is None:
        raise Failure("This sentence needs a table below it")
    return [row[heading or context.table.headings[-1]] for row in context.table]
