"""An operator of the scenario, who tests ReplantWorld by its management command."""

from support.core.causes import Cause
from support.core.errors import Failure
from support.core.timings import ScenarioTimings
from support.replantworld.client.command import CLEAN_UP, TESTS, Ended
from support.replantworld.observers.database import Kept
from support.replantworld.outages import Outages
from support.replantworld.system import ReplantworldSystem
from support.replantworld.witnesses import Seen, Witnesses


class Operating:
    """Runs the command, and remembers how it ended.

    Attributes:
        what: was tested.
        seen: by others while the latest test ran.
        before: what the database kept before it.

    Args:
        system: ReplantWorld.
        witnesses: who see what it does.
        outages: take chains away.
        timings: of the scenario.
    """

    def __init__(
        self,
        system: ReplantworldSystem,
        witnesses: Witnesses,
        outages: Outages,
        timings: ScenarioTimings,
    ) -> None:
        self.what = ""
        self.seen = Seen()
        self.before: Kept | None = None
        self._ended: list[Ended] = []
        self._system = system
        self._witnesses = witnesses
        self._outages = outages
        self._timings = timings

    @property
    def ended(self) -> list[Ended]:
        """How the commands have ended, in their order; there is one at least."""
        if not self._ended:
            raise Failure(Cause.SUITE("The operator has run no command"))
        return self._ended

    def test(self, what: str) -> None:
        """Have something tested; how that went is for others to judge."""
        self.what = what
        with self._witnesses.looking() as self.seen:
            self._run(TESTS[what])

    def test_afresh(self, what: str) -> None:
        """Clean up after earlier tests, look what the database keeps then, and test."""
        self.clean_up()
        self.before = self._system.database().kept()
        self.test(what)

    def test_during(self, chain: str, what: str) -> None:
        """Have something tested while a chain is away, and again when it is back."""
        self._outages.during(chain, lambda: self._run(TESTS[what]))
        self.test(what)

    def clean_up(self) -> None:
        """Clean up after tests."""
        self._run(CLEAN_UP)

    def _run(self, flag: str) -> None:
        with self._timings.phase("sync"):
            self._ended.append(self._system.command().run(flag))
