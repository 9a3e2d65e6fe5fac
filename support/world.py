"""What a run knows, and what one scenario of it knows."""

from collections.abc import Collection, Iterable
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Protocol

from behave.model import Table
from github.Repository import Repository

from support.airweave.client import Airweave
from support.airweave.index import Index
from support.airweave.mirror import Mirror
from support.bongos import github
from support.bongos.base import BaseBongo
from support.bongos.github import GitHubBongo
from support.content import PLAIN, Author, Style
from support.errors import Failure
from support.names import new_run_id, run_of
from support.sentinai.scenario import SentinaiScenario
from support.sentinai.system import SentinaiSystem
from support.settings import Settings
from support.signals import uninterrupted
from support.systems import SYSTEMS, System
from support.targets import Target, airweave, open_airweave
from support.timings import RunTimings
from support.undo import Journal, Ledger, Thing

TEST_FILES = ("docs/onboarding.md", "src/pricing.py", "config/roadmap.json")


class Session:
    """What all scenarios of a run share. Whatever it opens is opened on first use.

    Attributes:
        left: what could not be removed.
        lost: whether the target stopped answering.
        interrupted: whether the run was stopped before its end.

    Args:
        settings: of the run.
        reports: folder for everything that the run writes.
        systems: the tags of the systems that the run needs.
    """

    def __init__(
        self, settings: Settings, reports: Path, systems: Collection[str] = ("airweave",)
    ) -> None:
        self._settings = settings
        self.reports = reports
        self.run = new_run_id()
        self.numbers = count(1)
        self.timings = RunTimings()
        self.left: list[Thing] = []
        self.lost = False
        self.interrupted = False
        self.systems: dict[str, System] = {
            tag: make(self) for tag, make in SYSTEMS.items() if tag in systems
        }
        self._targets: list[Target] = []

    def open(self, target: Target) -> Target:
        """Take in a target; the run closes it."""
        self._targets.append(target)
        return target

    @cached_property
    def target(self) -> Target:
        """The Airweave of this run."""
        return self.open(airweave(self.settings, self.reports / "sandbox"))

    @property
    def settings(self) -> Settings:
        """The settings, with what sandboxes filled in."""
        settings = self._settings
        for target in self._targets:
            values = {name: getattr(target.settings, name) for name in target.filled}
            settings = settings.model_copy(update=values)
        return settings

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

    @cached_property
    def repository(self) -> Repository:
        """The GitHub repository of this run."""
        return github.open_repository(self.settings)

    @property
    def sentinai(self) -> SentinaiSystem:
        """The SentinAI of this run."""
        system = self.systems["sentinai"]
        assert isinstance(system, SentinaiSystem)
        return system

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
        removers = {
            kind: remover
            for system in self.systems.values()
            for kind, remover in system.removers().items()
        }
        if thing.kind not in removers:
            raise Failure(f"Nobody knows how to remove a {thing.kind}")
        removers[thing.kind](thing.name)

    def things_of(self, run: str) -> list[Thing]:
        """Ask the systems for everything that carries the name of `run`."""
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
    def outlives(self) -> bool:
        """Whether a target outlives the run, and so whatever the run leaves in it."""
        return any(system.target.is_live for system in self.systems.values())

    @property
    def origin(self) -> str:
        """What the targets are, for people."""
        return " and ".join(system.target.origin for system in self.systems.values())

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

    @cached_property
    def sentinai(self) -> SentinaiScenario:
        """What the scenario does with SentinAI."""
        system = self.session.sentinai
        return SentinaiScenario(system, self._prefix, self.ledger, self.timings)

    @cached_property
    def repo(self) -> GitHubBongo:
        """The scenario's GitHub repo: a branch of its own."""
        return self.open_repo("main")

    @cached_property
    def other_repo(self) -> GitHubBongo:
        """A second branch of the same repository."""
        return self.open_repo("other")

    @cached_property
    def mirror(self) -> Mirror:
        """The collection that mirrors the repo."""
        return self.open_mirror("main", self.repo)

    @cached_property
    def second_mirror(self) -> Mirror:
        """A second collection on the same branch of the repo."""
        return self.open_mirror("second", self.repo)

    @cached_property
    def other_mirror(self) -> Mirror:
        """A collection that mirrors the other branch."""
        return self.open_mirror("other", self.other_repo)

    def create(self, repo: GitHubBongo, paths: Iterable[str], style: Style = PLAIN) -> None:
        """Create files with words of their own."""
        paths = list(paths)
        with self.timings.phase("create", entities=len(paths)):
            repo.create_entities(paths, style)

    def update(self, paths: Iterable[str]) -> None:
        """Give files of the repo new words."""
        paths = list(paths)
        with self.timings.phase("change", entities=len(paths)):
            self.repo.update_entities(paths)

    def delete(self, paths: Iterable[str]) -> None:
        """Delete files of the repo."""
        paths = list(paths)
        with self.timings.phase("change", entities=len(paths)):
            self.repo.delete_entities(paths)

    def rename(self, path: str, new_path: str) -> None:
        """Move a file of the repo."""
        with self.timings.phase("change", entities=1):
            self.repo.rename_entity(path, new_path)

    def expect_clean(self) -> None:
        """Expect that neither GitHub nor Airweave nor the store know anything of the scenario."""
        left = [name for name in github.branches(self.session.repository) if self._prefix in name]
        if left:
            raise Failure(f"GitHub still has: {', '.join(left)}")
        self.mirror.expect_gone()

    def open_repo(self, suffix: str) -> GitHubBongo:
        """Return a bongo for a new branch of the test repository."""
        settings = self.session.settings
        token = settings.github_personal_access_token
        assert token is not None, "checked when the repository was opened"
        return GitHubBongo(
            Author(f"{self._prefix}-{suffix}"),
            self.session.repository,
            token.get_secret_value(),
            f"{settings.github_test_branch}-{self._prefix}-{suffix}".lstrip("-"),
            self.ledger.register,
            settings.budget("source"),
        )

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


def column(context: Context, heading: str) -> list[str]:
    """Return one column of the step's table."""
    if context.table is None:
        raise Failure("This sentence needs a table below it")
    return [row[heading] for row in context.table]
