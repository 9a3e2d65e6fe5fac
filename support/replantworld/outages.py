"""Takes chains and cache away while ReplantWorld works, and brings them back."""

from collections.abc import Callable

from support.core.switches import DOWN, UP
from support.replantworld.system import ITSELF, SWITCHES, ReplantworldSystem
from support.run.plugin import Scene

SWITCHED = {"Sei": "sei", "Solana": "solana", "the cache": "redis"}


class Outages:
    """The switches; what was switched off is switched on again in the end.

    Args:
        system: ReplantWorld.
        scene: of the scenario.
    """

    def __init__(self, system: ReplantworldSystem, scene: Scene) -> None:
        self._system = system
        self._scene = scene

    def kill(self) -> None:
        """Kill ReplantWorld itself, and start it again."""
        self._scene.cleanup.register(SWITCHES, f"{self._scene.prefix}-switches")
        self._system.control().switch(ITSELF, DOWN)
        self._system.control().switch(ITSELF, UP)

    def during(self, part: str, act: Callable[[], None]) -> None:
        """Do something while a part of the deployment is away, and bring it back."""
        self._scene.cleanup.register(SWITCHES, f"{self._scene.prefix}-switches")
        self._system.control().switch(SWITCHED[part], DOWN)
        act()
        self._system.control().switch(SWITCHED[part], UP)
