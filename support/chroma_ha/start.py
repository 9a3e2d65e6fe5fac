"""Starts Chroma HA on trial, with other settings than its own."""

from collections.abc import Mapping
from dataclasses import dataclass

from support.chroma_ha.system import STARTS, ChromaHaSystem
from support.core.causes import Cause
from support.core.errors import Failure


@dataclass(frozen=True)
class Outcome:
    """What became of a start.

    Attributes:
        started: whether it served.
        told: what it said meanwhile.
    """

    started: bool
    told: str


class Start:
    """Starts one more beside the one that runs, and ends it at once.

    Args:
        system: Chroma HA.
    """

    def __init__(self, system: ChromaHaSystem) -> None:
        self._system = system
        self._tried: dict[str, str] = {}
        self._outcome = Outcome(started=False, told="")

    def attempt(self, setting: str, value: str) -> None:
        """Start one with this value of a setting."""
        self._tried = {setting: value}
        self._outcome = self._start(self._tried)

    def expect_refused(self) -> None:
        """Expect it not to have started, and to have said for which setting.

        Raises:
            Failure: it runs, or said nothing of the setting, or tells a secret.
        """
        ((setting, value),) = self._tried.items()
        self._system.secrets.judge("Chroma HA, when it starts,", self._outcome.told)
        if self._outcome.started:
            raise Failure(Cause.ACCEPTED(f"{setting} = {value!r} was taken"))
        if setting not in self._outcome.told:
            told = f"{setting} = {value!r} was refused, and not named: {self._outcome.told[-300:]}"
            raise Failure(Cause.MISREPORTED(told))

    def expect_possible(self) -> None:
        """Expect one to start with the settings as they are: what was refused was the one.

        Raises:
            Failure: it does not.
        """
        if not (outcome := self._start({})).started:
            raise Failure(Cause.REFUSED(f"It does not start at all: {outcome.told[-300:]}"))

    def _start(self, settings: Mapping[str, str]) -> Outcome:
        answer = self._system.control().set(STARTS, settings)
        return Outcome(bool(answer["started"]), str(answer["told"]))
