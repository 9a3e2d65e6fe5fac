"""What all scenarios of a run share."""

from collections.abc import Iterable
from functools import cached_property
from itertools import count
from pathlib import Path

from support import targets
from support.airweave.system import AirweaveSystem
from support.bongos import SOURCES
from support.errors import Failure
from support.names import new_run_id, run_of
from support.sentinai.system import SentinaiSystem
from support.settings import Settings
from support.systems import SYSTEMS, System
from support.targets import Target
from support.timings import RunTimings
from support.undo import Journal, Thing


class Session:
    """What all scenarios of a run share. Whatever it opens is opened on first use.

    Attributes:
        settings: of the run, with what sandboxes filled in.
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
        self.settings = settings
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
        filled = {name: getattr(target.settings, name) for name in target.filled}
        self.settings = self.settings.model_copy(update=filled)
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
        return max((system.longest_pause for system in self.systems.values()), default=0.0)

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
