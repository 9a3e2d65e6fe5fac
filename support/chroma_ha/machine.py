"""What Chroma HA believes that it uses of its machine, where the switches can say so."""

from contextlib import suppress

from support.chroma_ha.system import SWITCHES, USAGE, ChromaHaSystem
from support.core.waiting import WaitedInVain, eventually
from support.run.plugin import Scene

_RESOURCES = ("memory", "cpu", "disk")
_CALM = 50.0
_LEAST = 0.1
_SEEN = 2
"""One measurement may have been under way when the figures were set."""


class Machine:
    """Sets what is used; in the end it is the truth again.

    Args:
        system: Chroma HA.
        scene: of the scenario.
    """

    def __init__(self, system: ChromaHaSystem, scene: Scene) -> None:
        self._system = system
        self._scene = scene

    def use(self, resource: str, percent: float) -> None:
        """Have so much of a resource used, and half of all others."""
        self._scene.cleanup.register(SWITCHES, f"{self._scene.prefix}-usage")
        used = dict.fromkeys(_RESOURCES, _CALM) | {resource: percent}
        self._system.control().set(USAGE, used)

    def use_little(self, resource: str) -> None:
        """Have half of everything used, until it is measured."""
        self.use(resource, _CALM)
        self.wait_until_measured()

    def pass_bound(self, resource: str, bound: float) -> None:
        """Have just less than a bound used, just that much, and just more, until it is measured."""
        for percent in (bound - _LEAST, bound, bound + _LEAST):
            self.use(resource, round(percent, 1))
            self.wait_until_measured()

    def wait_until_measured(self, times: int = _SEEN) -> None:
        """Wait until what is used was measured; that it is in time is another promise."""
        database = self._system.database()
        last = database.last_measurement()
        with suppress(WaitedInVain):
            eventually(
                lambda: database.measurements(last),
                until=lambda seen: len(seen) >= times,
                budget=self._system.settings.budget("monitoring"),
                waiting_for="what is used to be measured",
            )
