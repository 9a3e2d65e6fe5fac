"""What a run knows, and what one scenario of it knows."""

from collections.abc import Iterable
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Protocol

from behave.model import Table

from support import targets
from support.airweave.generation import Ability
from support.airweave.mirror import Mirror
from support.airweave.system import AirweaveSystem
from support.bongos import SOURCES, bongo_of, github_faults
from support.bongos.base import BaseBongo
from support.content import PLAIN, Author, Style
from support.errors import Failure
from support.names import new_run_id, run_of
from support.sentinai.scenario import SentinaiScenario
from support.sentinai.system import SentinaiSystem
from support.settings import Settings
from support.signals import uninterrupted
from support.systems import SYSTEMS, System
from support.targets import Target
from support.timings import RunTimings
from support.undo import Journal, Ledger, Thing


class Session:
    """What all scenarios of a run share. Whatever it opens is opened on first use.

    Attributes:
        left: what could not be removed.
        lost: whether the target stopped answering.
        interrupted: whether the run was stopped before its end.

    Args:
        settings: of the run.
        reports: folder for everything that the run writes.
        used: the tags of the systems and sources that the run needs.
    """

    def __init__(
        self, settings: Settings, reports: Path, used: Iterable[str] = (*SYSTEMS, *SOURCES.values())
    ) -> None:
        self._settings = settings
        self.reports = reports
        self.used = frozenset(used)
        self.run = new_run_id()
        self.numbers = count(1)
        self.timings = RunTimings()
        self.left: list[Thing] = []
        self.lost = False
        self.interrupted = False
        self._targets: list[Target] = []
        self.systems: dict[str, System] = {
            tag: system(self) for tag, system in SYSTEMS.items() if tag in self.used
        }

    @property
    def settings(self) -> Settings:
        """The settings, with what sandboxes filled in."""
        settings = self._settings
        for target in self._targets:
            values = {name: getattr(target.settings, name) for name in target.filled}
            settings = settings.model_copy(update=values)
        return settings

    @property
    def airweave(self) -> AirweaveSystem:
        """The Airweave of this run."""
        system = self.systems["airweave"]
        assert isinstance(system, AirweaveSystem)
        return system

    @property
    def sentinai(self) -> SentinaiSystem:
        """The SentinAI of this run."""
        system = self.systems["sentinai"]
        assert isinstance(system, SentinaiSystem)
        return system

    def reach(self, name: str, *options: str) -> Target:
        """Return the configured deployment of a system, or a sandbox that the run closes.

        Args:
            name: the system's.
            options: for the sandbox.

        Raises:
            SetupError: the sandbox cannot be started.
        """
        target = targets.reach(name, self.settings, self.reports / "sandbox", *options)
        self._targets.append(target)
        return target

    def log_in(self) -> None:
        """Reach everything that the run needs, so that a mistake is told before all scenarios.

        Raises:
            SetupError: something does not answer or refuses.
        """
        for system in self.systems.values():
            system.log_in()

    @property
    def longest_pause(self) -> float:
        """The longest pause between two writes that an account asks for, in seconds."""
        return max(system.longest_pause for system in self.systems.values())

    @cached_property
    def journal(self) -> Journal:
        """Where the run writes down what it makes."""
        live = [system.address for system in self.systems.values() if system.target.is_live]
        return Journal(self.reports / "journal", self.run, " ".join(live))

    def remove(self, thing: Thing) -> None:
        """Remove a thing that some run of ours made; one that is already gone is no error.

        Raises:
            Failure: it could not be removed, or its name is not that of a thing of ours.
        """
        if run_of(thing.name) is None:
            raise Failure(f"{thing} was not made by a run, and stays")
        removers = [system.remover(thing.kind) for system in self.systems.values()]
        remover = next(filter(None, removers), None)
        if remover is None:
            raise Failure(f"Nobody knows how to remove a {thing.kind}")
        remover(thing.name)

    def things_of(self, run: str) -> list[Thing]:
        """Ask the systems for all that carries the name of `run`."""
        things = [thing for system in self.systems.values() for thing in system.things_of(run)]
        return [thing for thing in things if run_of(thing.name) == run]

    def facts(self) -> dict[str, str]:
        """Return what this run is, for its header and for Allure."""
        facts = {"run": self.run, "target": self.origin}
        for system in self.systems.values():
            facts |= system.facts()
        return facts

    def blind_spots(self) -> list[str]:
        """Return what the oracles could not look at, and why."""
        return [gap for system in self.systems.values() for gap in system.blind_spots()]

    @property
    def origin(self) -> str:
        """What the targets are, for people."""
        return " and ".join(system.target.origin for system in self.systems.values())

    @property
    def outlives(self) -> bool:
        """Whether a target outlives the run, and so whatever the run leaves in it."""
        return any(system.target.is_live for system in self.systems.values())

    def close(self) -> None:
        """Stop what was started for the run."""
        for system in self.systems.values():
            system.close()
        for target in self._targets:
            target.close()


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
        return self.session.airweave.cannot(ability)

    @cached_property
    def sentinai(self) -> SentinaiScenario:
        """What the scenario does with SentinAI."""
        system = self.session.sentinai
        return SentinaiScenario(system, self._prefix, self.ledger, self.timings)

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
        return self.session.airweave.bongo(self._source, home, Author(name), self.ledger.register)

    def open_mirror(self, suffix: str, bongo: BaseBongo) -> Mirror:
        """Return a collection, not yet made, that shall mirror what `bongo` writes."""
        return Mirror(
            f"{self._prefix}-{suffix}",
            bongo,
            self.session.airweave.client,
            self.session.airweave.index,
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
