"""What a run knows, and what one scenario of it knows."""

from collections.abc import Iterable
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Protocol

from behave.model import Table
from github.Repository import Repository

from support.airweave import mirror
from support.airweave.client import Airweave
from support.airweave.index import Index
from support.airweave.mirror import Mirror
from support.api import ApiError
from support.bongos import github
from support.bongos.base import BaseBongo
from support.bongos.github import GitHubBongo
from support.content import PLAIN, Author, Style
from support.errors import Failure
from support.names import new_run_id, run_of
from support.settings import Settings
from support.signals import uninterrupted
from support.targets import Target, airweave, open_airweave
from support.timings import RunTimings
from support.undo import Journal, Ledger, Thing

TEST_FILES = ("docs/onboarding.md", "src/pricing.py", "config/roadmap.json")

_NOT_FOUND = 404


class Session:
    """What all scenarios of a run share. Whatever it opens is opened on first use.

    Attributes:
        left: what could not be removed.
        lost: whether the target stopped answering.
        interrupted: whether the run was stopped before its end.

    Args:
        settings: of the run.
        reports: folder for everything that the run writes.
    """

    def __init__(self, settings: Settings, reports: Path) -> None:
        self._settings = settings
        self.reports = reports
        self.run = new_run_id()
        self.numbers = count(1)
        self.timings = RunTimings()
        self.left: list[Thing] = []
        self.lost = False
        self.interrupted = False
        self._targets: list[Target] = []

    @cached_property
    def target(self) -> Target:
        """The Airweave of this run."""
        target = airweave(self._settings, self.reports / "sandbox")
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

    @cached_property
    def repository(self) -> Repository:
        """The GitHub repository of this run."""
        return github.open_repository(self.settings)

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
        match thing.kind:
            case mirror.COLLECTION:
                self._delete_collection(thing.name)
            case github.BRANCH:
                github.delete_branch(self.repository, thing.name)
            case _:
                raise Failure(f"Nobody knows how to remove a {thing.kind}")

    def things_of(self, run: str) -> list[Thing]:
        """Ask Airweave and GitHub for everything that carries the name of `run`."""
        collections = [found.readable_id for found in self.airweave.collections(run)]
        branches = github.branches(self.repository)
        things = [Thing(mirror.COLLECTION, name) for name in collections]
        things += [Thing(github.BRANCH, name) for name in branches]
        return [thing for thing in things if run_of(thing.name) == run]

    def facts(self) -> dict[str, str]:
        """Return what this run is, for its header and for Allure."""
        store = "search and store" if self.settings.qdrant_url else "search only"
        return {"run": self.run, "target": self.target.origin, "oracles": store}

    def blind_spots(self) -> list[str]:
        """Return what the oracles could not look at, and why."""
        if self.settings.qdrant_url is None:
            return ["the vector store, because QDRANT_URL is not set"]
        return []

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
