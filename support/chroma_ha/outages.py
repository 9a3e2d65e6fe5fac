"""Takes servers, balancer and database away and brings them back."""

from collections.abc import Callable

from support.chroma_ha.system import SWITCHES, ChromaHaSystem
from support.core.switches import DOWN, UP
from support.run.plugin import Scene


class Outages:
    """The switches; what was switched off is switched on again in the end.

    Args:
        system: Chroma HA.
        scene: of the scenario.
    """

    def __init__(self, system: ChromaHaSystem, scene: Scene) -> None:
        self._system = system
        self._scene = scene
        self._away: list[str] = []

    def take(self, name: str, state: str = DOWN) -> None:
        """Kill something, or freeze it; it stays so."""
        if not self._away:
            self._scene.cleanup.register(SWITCHES, f"{self._scene.prefix}-switches")
        self._away.append(name)
        self._system.control().switch(name, state)

    def bring_back(self) -> None:
        """Bring back whatever is away."""
        while self._away:
            self._system.control().switch(self._away.pop(), UP)

    def bring(self, name: str) -> None:
        """Bring back one of those that are away."""
        self._away.remove(name)
        self._system.control().switch(name, UP)

    def during(self, name: str, act: Callable[[], None], state: str = DOWN) -> None:
        """Do something while a server is away, once the status shows that, and bring it back.

        That the status shows it in time is another promise: here nothing depends on it.
        """
        self.take(name, state)
        self._system.let_be_noticed(lambda healthy: not healthy.get(name, True))
        act()
        self.bring_back()

    def restart(self, name: str) -> None:
        """Kill something and start it again."""
        self._system.control().switch(name, DOWN)
        self._system.control().switch(name, UP)
