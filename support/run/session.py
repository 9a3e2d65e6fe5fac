"""What all scenarios of a run share."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Self

from support.bongos import places_of
from support.core.errors import Failure
from support.core.limits import Limits
from support.core.names import new_run_id, run_of
from support.core.timings import RunTimings
from support.history.keeping import History, url_of
from support.history.settings import AlarmSettings, HistorySettings
from support.reporting.summary import Ending
from support.run.deployments import Sandbox, configured, reaching
from support.run.journal import Journal, Resource, note_removed, remaining
from support.run.plugin import Deployment, Plugin, System, Unmet
from support.run.registry import plugins
from support.run.settings import RunSettings

JOURNALS = "journal"
"""The folder, beside those of the runs, of what they made and have not removed."""


class Session:
    """What all scenarios of a run share; a context manager that closes what it has opened.

    Attributes:
        settings: of the run.
        reports: folder of all runs, with a folder of each and the journals.
        folder: of this run, for everything that it writes.
        tags: of the selected scenarios; they say which systems and sources the run needs.
        id: names everything that the run makes.
        limits: how to keep to those of accounts.
        began: when.
        alarms: who is told when something changes.
        history: where the run is kept.
        scenarios: how many there are, selected or not.
        numbers: counts those that are run.
        systems: what is open, by tag.
        deployments: where each of them lives.
        places: where the sources of the run are, by name, if anything of it stays there.
        left: what could not be removed.
        again: what was begun more than once, since those who worked on it were lost.
        unfinished: ends the scenarios that have begun and not ended.
        lost: whether a deployment stopped answering.
        interrupted: whether the run was stopped before its end.
    """

    journal: Journal

    def __init__(
        self, settings: RunSettings, reports: Path, tags: AbstractSet[str], run: str = ""
    ) -> None:
        self.settings = settings
        self.reports = reports
        self.tags = tags
        self.id = run or new_run_id()
        self.limits = Limits(settings.sharing)
        self.began = datetime.now(UTC)
        self.alarms = AlarmSettings.load()
        self.history = History(url_of(HistorySettings.load(), reports))
        self.folder = reports / self.id
        self.scenarios = 0
        self.numbers = count(1)
        self.timings = RunTimings.of_this_process()
        self.systems: dict[str, System] = {}
        self.deployments: dict[str, Deployment] = {}
        self.places: dict[str, str] = {}
        self.left: list[Resource] = []
        self.again: list[str] = []
        self.unfinished: list[Callable[[], None]] = []
        self.lost = False
        self.interrupted = False
        self._opened = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def known_bugs(self) -> AbstractSet[str]:
        """The bugs that the deployments are said to have."""
        return self.settings.known_bugs

    def open(self, *, rehearse: bool = True) -> None:
        """Reach all systems that the run needs, so that a mistake is told before all scenarios.

        Args:
            rehearse: whether scenarios follow, so that it is worth trying what only they need.

        Raises:
            SetupError: something does not answer or refuses.
        """
        for plugin in plugins(self.tags):
            plugin.check()
        self._find(plugins(self.tags))
        live = [place.address for place in self.deployments.values() if place.is_live]
        self.places = places_of(self.tags) if live else {}
        self.journal = Journal(self.reports / JOURNALS, self.id, " ".join(live), self.places)
        self._opened.enter_context(self.journal.kept_alive())
        for plugin in plugins(self.tags):
            with reaching(plugin):
                self._open(plugin)
                self.systems[plugin.tag].check()
                if rehearse:
                    self._rehearse(plugin)

    def join(self, deployments: Mapping[str, Deployment], journal: Journal) -> None:
        """Work in a run that another process has opened."""
        self.id, self.journal = journal.run, journal
        self.timings = RunTimings()
        self.folder = self.reports
        self.deployments = dict(deployments)
        for plugin in plugins(self.tags):
            self._open(plugin)

    def remove(self, resource: Resource) -> None:
        """Remove what some run of ours made; what is already gone is no error.

        Raises:
            Failure: it could not be removed, or its name is not that of a run's resource.
        """
        if run_of(resource.name) is None:
            raise Failure(f"{resource} was not made by a run, and stays")
        removers = (system.remover(resource.kind) for system in self.systems.values())
        remover = next(filter(None, removers), None)
        if remover is None:
            raise Failure(f"Nobody knows how to remove a {resource.kind}")
        remover(resource.name)

    def undo_lost(self, journals: Sequence[Path]) -> None:
        """Remove what others made who were lost; what cannot be removed stays in their journals."""
        for journal in journals:
            for resource in reversed(remaining(journal)):
                with suppress(Failure):
                    self.remove(resource)
                    note_removed(journal, resource)
                    self.journal.removed(resource)  # the other one may be a copy

    def resources_of(self, run: str) -> list[Resource]:
        """Ask the systems for all that carries the id of `run`."""
        found = [one for system in self.systems.values() for one in system.resources_of(run)]
        return [resource for resource in found if run_of(resource.name) == run]

    def unmet(self, tags: AbstractSet[str]) -> Unmet | None:
        """Return why a scenario with these tags cannot run here; None if it can."""
        reasons = (self._unmet_of(plugin, tags) for plugin in plugins(tags))
        return next(filter(None, reasons), None)

    @property
    def longest_pause(self) -> float:
        """The longest pause between two writes that an account asks for, in seconds."""
        return max((system.longest_pause for system in self.systems.values()), default=0.0)

    def facts(self) -> dict[str, str]:
        """Return what this run is, for its header and for Allure."""
        facts = {"run": self.id, "deployment": self._origin}
        for system in self.systems.values():
            facts |= system.facts()
        return facts

    def ending(self) -> Ending:
        """Return what the summary tells of the run."""
        gaps = [gap for system in self.systems.values() for gap in system.coverage_gaps()]
        outlives = any(place.is_live for place in self.deployments.values())
        return Ending(
            reports=self.folder,
            timings=self.timings,
            coverage_gaps=gaps,
            lost=self._origin if self.lost else "",
            keeps_going=self.settings.keep_going,
            interrupted=self.interrupted,
            left=list(map(str, self.left)),
            again=self.again,
            outlives=outlives,
            scenarios=self.scenarios,
            run=self.id,
            systems=",".join(self.systems),
            collector=self.settings.collector,
            metrics=self.settings.metrics_file,
            metrics_url=self.settings.secret("metrics_url") if self.settings.metrics_url else "",
        )

    def undo_unfinished(self) -> None:
        """Undo what scenarios made that were broken off before they could do it themselves.

        Raises:
            Failure: something stays, although its deployment is there.
        """
        for end in reversed(self.unfinished.copy()):
            end()

    def close(self) -> None:
        """Close the systems, and stop what was started for the run."""
        self._opened.close()

    @property
    def _origin(self) -> str:
        return " and ".join(map(str, self.deployments.values()))

    def _find(self, needed: list[Plugin]) -> None:
        """Find out where the systems live; sandboxes come up side by side."""
        sandboxes: dict[str, Sandbox] = {}
        for plugin in needed:
            live = configured(plugin)
            if live is not None:
                self.deployments[plugin.tag] = live
                continue
            sandbox = Sandbox(plugin, plugin.sandbox_options(self), self.folder / "sandbox")
            self._opened.callback(sandbox.close)
            sandboxes[plugin.tag] = sandbox
        self.deployments |= {tag: sandbox.wait() for tag, sandbox in sandboxes.items()}

    def _open(self, plugin: Plugin) -> None:
        opening = plugin.load("opener")(self, self.deployments[plugin.tag])
        self.systems[plugin.tag] = self._opened.enter_context(opening)

    def _rehearse(self, plugin: Plugin) -> None:
        system = self.systems[plugin.tag]
        system.rehearse()
        place = self.deployments[plugin.tag]
        self.deployments[plugin.tag] = replace(place, shared=system.shared())

    def _unmet_of(self, plugin: Plugin, tags: AbstractSet[str]) -> Unmet | None:
        """Look at the settings first, then at what the system has found out."""
        settings = plugin.settings.load(self.deployments[plugin.tag].filled)
        for tag, need in plugin.needs.items():
            if tag not in tags:
                continue
            if need.declined and getattr(settings, need.declined):
                return Unmet(f"@{tag}: {need.declined.upper()} is set", need.demandable)
            if getattr(settings, need.setting) is None:
                return Unmet(f"@{tag}: {need.setting.upper()} is not set", need.demandable)
        return self.systems[plugin.tag].unmet(tags)
