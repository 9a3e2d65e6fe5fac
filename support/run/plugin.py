"""What a system must bring along to be tested here, and what the run gives it.

A system is one folder at each level and one name in `registry.py`. Its `plugin.py` says what
these contracts ask for, and loads nothing of the system before a run opens it.
"""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, Literal, Protocol

from support.core.errors import SetupError
from support.core.limits import Limits
from support.core.loading import load
from support.core.settings import PatientSettings
from support.core.timings import ScenarioTimings
from support.run.journal import Journal, Resource
from support.run.undo import CleanupStack

_STEPS = Path(__file__).parents[2] / "steps"


@dataclass(frozen=True)
class Need:
    """What a scenario that carries a `@needs_…` cannot do without: a setting.

    Attributes:
        setting: the field of the system's settings that must be set.
        declined: the field by which a user says that such scenarios are not wanted.
        demandable: whether `REQUIRE` may insist; not on what only a sandbox offers.
    """

    setting: str
    declined: str = ""
    demandable: bool = True


@dataclass(frozen=True)
class Unmet:
    """Why a scenario cannot run, and whether `REQUIRE` may insist that it can."""

    reason: str
    demandable: bool


@dataclass(frozen=True)
class KnownBug:
    """A bug of a product.

    Attributes:
        reason: what is wrong, and where that is known from.
        diagnosis: a regular expression that the message of the failing scenario matches.
        is_sporadic: whether it shows only now and then, as a race does, or what a product guesses;
            then a scenario that passes is no news.
    """

    reason: str
    diagnosis: str
    is_sporadic: bool = False


@dataclass(frozen=True)
class Deployment:
    """Where a system under test lives: the user's own, or a sandbox started for the run.

    Attributes:
        name: the system's, for people.
        address: its URL, by which the journal knows it again.
        is_live: whether it outlives the run, and so whatever the run leaves in it.
        filled: the variables that a sandbox fills in, for this system and no other.
        shared: what the process that opened the run tells all others of it (see `System.shared`).
    """

    name: str
    address: str
    is_live: bool
    filled: Mapping[str, str] = field(default_factory=dict)
    shared: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __str__(self) -> str:
        return f"{self.name} at {self.address}" if self.is_live else f"{self.name} sandbox"


class Run(Protocol):
    """What a run tells a system that it opens.

    Attributes:
        id: names everything that the run makes.
        tags: of all selected scenarios.
        journal: for whatever is made before the first scenario.
        limits: how to keep to those of accounts.
    """

    id: str
    tags: AbstractSet[str]
    journal: Journal
    limits: Limits

    @property
    def known_bugs(self) -> AbstractSet[str]:
        """The bugs that the deployments are said to have."""


class System(Protocol):
    """A system under test while a run has it open."""

    def check(self) -> None:
        """Call everything once that scenarios need, so that a mistake is told before them.

        Raises:
            SetupError: something is not set or refuses.
            Failure: the system does not answer as it should.
        """

    def rehearse(self) -> None:
        """Try once, with something of the run's own, what no single call can show.

        Raises:
            SetupError: it does not work.
            Failure: the system does not answer as it should.
        """

    def shared(self) -> dict[str, str]:
        """Return what the run's other processes must know of what this one opened or found."""

    def unmet(self, tags: AbstractSet[str]) -> Unmet | None:
        """Return why a scenario with these tags cannot run here, as found out; None if it can."""

    @property
    def generation(self) -> str:
        """Which of its generations the product is, by the name that it has in the settings."""

    def facts(self) -> dict[str, str]:
        """Return what people should know about it, for the header of the run."""

    def coverage_gaps(self) -> list[str]:
        """Return what its oracles could not look at, and why."""

    @property
    def longest_pause(self) -> float:
        """The longest pause between two writes that an account of it asks for, in seconds."""

    def remover(self, kind: str) -> Callable[[str], None] | None:
        """Return what removes a resource of this kind, given its name; None if it has no such.

        Removing what is already gone is no error.
        """

    def resources_of(self, run: str) -> list[Resource]:
        """Return everything in it that carries the id of `run`."""


@dataclass(frozen=True)
class Scene:
    """What a scenario gives the systems that it works with.

    Attributes:
        prefix: begins the names of everything that the scenario makes.
        cleanup: where all of that is registered before it is made.
        timings: of the scenario.
    """

    prefix: str
    cleanup: CleanupStack
    timings: ScenarioTimings


@dataclass(frozen=True)
class Plugin:
    """A system that a run can hold to its promises.

    What would load the system is named as `module:name`, and imported when a run opens it.

    Attributes:
        tag: what its features carry; its folders have that name.
        name: what people call it.
        settings: the variables by which it is reached.
        url: the field that says where it answers; without it a sandbox is started.
        key: the field with which one logs in to it.
        opener: opens the `System` for a `Run`, given its `Deployment`: a context manager.
        scenario: makes what a scenario does with it, given the `System` and the `Scene`.
        sandbox_options: what the command line of its sandbox is told.
        tags: further tags that its features may carry.
        needs: by tag, the settings that scenarios cannot do without.
        abilities: tags that ask for what `System.unmet` has found out.
        known_bugs: by id, as in `@bug_<id>`.
        parameter_types: by name, as in `{source:Source}`, the pattern of what it stands for.
        further_settings: groups of variables that it shares with others, such as its sources'.
        further_modules: by tag, what it imports besides for scenarios that carry the tag.

    Raises:
        SetupError: it names a field that its settings do not have.
    """

    tag: str
    name: str
    settings: type[PatientSettings]
    url: str
    key: str
    opener: str
    scenario: str
    sandbox_options: Callable[[Run], list[str]] = lambda _: []
    tags: AbstractSet[str] = frozenset()
    needs: Mapping[str, Need] = field(default_factory=dict)
    abilities: AbstractSet[str] = frozenset()
    known_bugs: Mapping[str, KnownBug] = field(default_factory=dict)
    parameter_types: Mapping[str, str] = field(default_factory=dict)
    further_settings: tuple[type[PatientSettings], ...] = ()
    further_modules: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        named = {self.url: "url", self.key: "key"}
        for tag, need in self.needs.items():
            named |= dict.fromkeys(filter(None, (need.setting, need.declined)), f"@{tag}")
        for setting, use in named.items():
            if setting not in self.settings.model_fields:
                group = self.settings.__name__
                raise SetupError(f"{self.file} names {setting} ({use}), but {group} has no such")

    @property
    def file(self) -> str:
        """Where it is written, for messages."""
        return f"support/{self.tag}/plugin.py"

    def load(self, what: Literal["opener", "scenario"]) -> Any:  # noqa: ANN401  what it names
        """Import what is named as opener or scenario.

        Raises:
            SetupError: there is no such.
        """
        name: str = getattr(self, what)
        return load(name, f"{self.file} names {name} as its {what}")

    def check(self) -> None:
        """Look whether it is whole, so that what is missing is told before all scenarios.

        Raises:
            SetupError: it has no sentences, or names what does not exist.
        """
        if not any((_STEPS / self.tag).glob("*.py")):
            raise SetupError(f"steps/{self.tag} holds no sentences for the features of {self.name}")
        self.load("opener")
        self.load("scenario")

    def modules(self, tags: AbstractSet[str]) -> list[str]:
        """Return the modules that scenarios with these tags will make a run import."""
        own = (name.partition(":")[0] for name in (self.opener, self.scenario))
        further = [names for tag, names in self.further_modules.items() if tag in tags]
        return [*own, *chain.from_iterable(further)]
