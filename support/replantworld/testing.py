"""Tests of the scenario that ReplantWorld runs on itself."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from support.core.causes import Cause
from support.core.errors import Failure
from support.core.timings import ScenarioTimings
from support.replantworld.client.api import ReplantworldApi
from support.replantworld.client.reports import Report
from support.replantworld.client.runner import KINDS
from support.replantworld.witnesses import Seen, Witnesses

SIZE = {"batches": 20}
"""With how many NFTs something is tested, where that are more than a few."""

FEW = 3
"""With how many something is tested where a few do."""


@dataclass(frozen=True)
class Trial:
    """A test, and what others saw of it.

    Attributes:
        what: was tested.
        report: what is told of it.
        size: how many NFTs it was to be tested with.
        seen: by others meanwhile.
    """

    what: str
    report: Report
    size: int = FEW
    seen: Seen = field(default_factory=Seen)


class Testing:
    """Has ReplantWorld test itself, and remembers what is told of that.

    Attributes:
        trials: the tests, in the order in which they were told.

    Args:
        api: ReplantWorld.
        witnesses: who see what it does.
        timings: of the scenario.
    """

    def __init__(
        self, api: ReplantworldApi, witnesses: Witnesses, timings: ScenarioTimings
    ) -> None:
        self.trials: list[Trial] = []
        self._api = api
        self._witnesses = witnesses
        self._timings = timings

    @property
    def latest(self) -> Trial:
        """The latest test."""
        if not self.trials:
            raise Failure(Cause.SUITE("Nothing was tested"))
        return self.trials[-1]

    def run(self, what: str) -> None:
        """Have something tested; how that went is for others to judge."""
        with self._timings.phase("sync"):
            size = SIZE.get(what, FEW)
            report = self._api.run_test(KINDS[what], size)
        self.trials.append(Trial(what, report, size))

    def run_seen(self, what: str) -> None:
        """Do the same, and count what wallet and cache have done meanwhile."""
        with self._witnesses.looking() as seen:
            self.run(what)
        self.trials[-1] = replace(self.latest, seen=seen)

    def run_each(self, subjects: Sequence[str]) -> None:
        """Have several things tested, one after the other."""
        for what in subjects:
            self.run(what)

    def run_at_once(self, what: str, times: int) -> None:
        """Have something tested several times at the same time."""
        kind = KINDS[what]

        def ask(_: int) -> Report:
            return self._api.run_test(kind, FEW)

        with ThreadPoolExecutor(times) as pool:
            self.trials += [Trial(what, report) for report in pool.map(ask, range(times))]
