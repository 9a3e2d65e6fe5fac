"""What one scenario does with SentinAI."""

from functools import cached_property

from support.sentinai.desk import Desk
from support.sentinai.system import SentinaiSystem
from support.timings import ScenarioTimings
from support.undo import Ledger


class SentinaiScenario:
    """The tenants of the scenario, and what it remembers between its sentences.

    Args:
        system: SentinAI and its observers.
        prefix: begins the names of everything that the scenario makes.
        ledger: where all of that is registered for undo.
        timings: of the scenario.
    """

    def __init__(
        self, system: SentinaiSystem, prefix: str, ledger: Ledger, timings: ScenarioTimings
    ) -> None:
        self.system = system
        self._prefix = prefix
        self._ledger = ledger
        self._timings = timings

    @cached_property
    def desk(self) -> Desk:
        """The tenant that the scenario is about."""
        return self.open_desk("main")

    @cached_property
    def other_desk(self) -> Desk:
        """Another tenant of the same SentinAI."""
        return self.open_desk("other")

    def open_desk(self, suffix: str) -> Desk:
        """Return a tenant, not yet made."""
        name = f"{self._prefix}-{suffix}"
        return Desk(self.system, name, self._ledger, self._timings)
