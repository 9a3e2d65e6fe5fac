"""The sources of a run: each is logged in to once, when it is first used."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from support.bongos import SOURCES, bongo_of
from support.bongos.base import Account, Bongo, Workspace
from support.bongos.settings import SourceSettings
from support.core.limits import Limits
from support.core.names import is_of


class Sources:
    """What a run reads from and writes to.

    Attributes:
        names: of the sources.

    Args:
        names: of the sources.
        filled: variables that a sandbox fills in.
        limits: how to keep to those of the accounts.
    """

    def __init__(self, names: Iterable[str], filled: Mapping[str, str], limits: Limits) -> None:
        self.names = sorted(names)
        self._filled = filled
        self._limits = limits
        self._accounts: dict[str, Account[Any, Any]] = {}

    def missing(self, source: str) -> str | None:
        """Return the variable without which a source cannot be reached, if it is not set."""
        return bongo_of(source).missing(self._settings(source))

    def ready(self) -> list[str]:
        """Return the sources that are set up."""
        return [source for source in self.names if not self.missing(source)]

    def used(self) -> list[str]:
        """Return the sources that were logged in to."""
        return [*self._accounts]

    def lacking(self, source: str) -> Mapping[str, str]:
        """Return what a source cannot do, and why."""
        return bongo_of(source).lacking(self._settings(source))

    def log_in(self, source: str) -> Account[Any, Any]:
        """Return the account at a source.

        Raises:
            SetupError: the source is not set up, refuses or does not answer.
        """
        if source not in self._accounts:
            settings = self._settings(source)
            secrets = [value for _, value in settings.secrets()]
            limiter = self._limits.limiter(source, secrets, self._pause(source))
            self._accounts[source] = bongo_of(source).log_in(settings, limiter)
        return self._accounts[source]

    def open(self, source: str, workspace: Workspace) -> Bongo[Any, Any]:
        """Return a bongo for a workspace, which it makes with its first document."""
        return bongo_of(source)(self.log_in(source), workspace)

    def workspace_name(self, source: str, name: str) -> str:
        """Return what a workspace is called in a source, given a name that tells whose it is."""
        return bongo_of(source).workspace_name(self._settings(source), name)

    def remover(self, kind: str) -> Callable[[str], None] | None:
        """Return what removes what a source holds, by the kind under which it was registered.

        Removing what is already gone is no error.
        """
        source, _, what = kind.partition(" ")
        if source not in SOURCES.values():
            return None
        return lambda name: self.open(source, Workspace(name)).remove_resource(what)

    def made_by(self, run: str) -> list[tuple[str, str]]:
        """Ask every source that is set up for what a run made; return kinds and names."""
        return [
            (kind, name)
            for source in self.ready()
            for kind, name in self.open(source, Workspace("")).resources()
            if self._is_of(run, source, name)
        ]

    @property
    def longest_pause(self) -> float:
        """The longest pause between two writes that an account asks for, in seconds."""
        return self._limits.pause(max(map(self._pause, self.names), default=0.0))

    def _is_of(self, run: str, source: str, name: str) -> bool:
        """Tell whether a name is just what the run calls something in this source."""
        own = name[name.rfind(run) :] if run in name else ""
        return is_of(run, own) and self.workspace_name(source, own) == name

    def _settings(self, source: str) -> SourceSettings:
        return bongo_of(source).settings_type.load(self._filled)

    def _pause(self, source: str) -> float:
        """Return the pause between two writes that an account asks for."""
        return self._settings(source).pause(bongo_of(source).writes_a_second)
