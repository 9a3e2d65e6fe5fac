"""How long exceptions take, hop by hop, alone and among many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import mean, quantiles

import allure

from support.core.causes import Cause
from support.core.errors import Failure
from support.core.tables import NARROW, table
from support.sentinai.client.events import STAGE_NAMES, STAGES, Event
from support.sentinai.observers.tenant import Chains
from support.sentinai.oracle import expected_flow
from support.sentinai.oracle.flow import Flow
from support.sentinai.tenant import Tenant

_PERCENTILES = (50, 95, 99)


@dataclass(frozen=True)
class Throughput:
    """How fast some exceptions went through.

    Attributes:
        seconds: from the first event to the last one; of one after the other, the sum of each.
        hops: how long each stage took, for each exception, in seconds.
    """

    seconds: float
    hops: Mapping[str, Sequence[float]]

    @property
    def count(self) -> int:
        """How many exceptions there were."""
        return len(self.hops[STAGE_NAMES[0]])

    @property
    def each(self) -> float:
        """The seconds that one exception took, on average of all that were under way."""
        return self.seconds / self.count


def throughput_of(chains: Chains) -> Throughput:
    """Return the throughput of exceptions that have all passed every stage."""
    moments = [event.at for chain in chains.values() for event in chain]
    hops = {stage: [_hop(stage, chain) for chain in chains.values()] for stage in STAGE_NAMES}
    return Throughput((max(moments) - min(moments)).total_seconds(), hops)


class Load:
    """Sends exceptions through, alone and many together, and compares how fast they are.

    Args:
        tenant: whose exceptions they are.
        flow: of the tenant.
    """

    def __init__(self, tenant: Tenant, flow: Flow) -> None:
        self._tenant = tenant
        self._flow = flow
        self._alone: Throughput | None = None
        self._together: Throughput | None = None

    def run_alone(self, count: int) -> None:
        """Send exceptions through, each with no other under way; a first one warms up."""
        for _ in range(1 + count):
            self._tenant.exceptions.submit()
            chains = self._pass(self._tenant.exceptions.names)
        chains.pop(self._tenant.exceptions.first)
        each = [throughput_of({exception: chain}) for exception, chain in chains.items()]
        self._alone = replace(throughput_of(chains), seconds=sum(one.seconds for one in each))

    def run_together(self, count: int) -> None:
        """Send many exceptions through at once; all must arrive, in order, once."""
        before = len(self._tenant.exceptions.names)
        self._tenant.exceptions.submit_at_once(count)
        self._together = throughput_of(
            self._pass(self._tenant.exceptions.names[before:], patience=count)
        )

    def expect_faster_than_alone(self, times: float) -> None:
        """Expect that many together take so many times less than one after the other."""
        assert self._alone is not None, "a sentence before this one measures it"
        assert self._together is not None, "a sentence before this one measures it"
        expect_faster(self._alone, self._together, times)

    def _pass(self, names: Sequence[str], patience: float = 0) -> dict[str, Sequence[Event]]:
        """Wait until exceptions have passed every stage, and return their events."""
        through = expected_flow.of_steps(len(self._tenant.playbook.steps))
        flows = dict.fromkeys(names, through)
        seen = self._flow.judge(flows, timelines=False, patience=patience)
        return {exception: seen.best(exception) for exception in names}


def report(alone: Throughput, together: Throughput) -> str:
    """Return what was measured as a table, and attach it."""
    rows = [
        (stage, *(1000 * value for value in (mean(alone.hops[stage]), *_percentiles(hops))))
        for stage, hops in together.hops.items()
    ]
    headings = ["ms in stage", "alone", *(f"p{percent}" for percent in _PERCENTILES)]
    summary = (
        f"{together.count} exceptions in {together.seconds:.2f} s:"
        f" {together.count / together.seconds:.1f} a second; one alone took {alone.each:.3f} s"
    )
    text = f"{summary}\n{table(headings, rows, NARROW)}"
    allure.attach(text, "Load")
    return text


def expect_faster(alone: Throughput, together: Throughput, times: float) -> None:
    """Expect many exceptions to take so many times less than one after the other.

    Raises:
        Failure: shows what was measured.
    """
    text = report(alone, together)
    ratio = alone.each / together.each
    if ratio < times:
        raise Failure(Cause.SLOW(f"Together only {ratio:.1f} times as fast as one by one:\n{text}"))


def _hop(stage: str, chain: Sequence[Event]) -> float:
    """Return the seconds from the end of the stage before until the end of this one."""
    made = {event.type: event.at for event in chain}
    at = STAGE_NAMES.index(stage)
    before = STAGES[STAGE_NAMES[at - 1]][-1] if at else STAGES[stage][0]
    return (made[STAGES[stage][-1]] - made[before]).total_seconds()


def _percentiles(values: Sequence[float]) -> list[float]:
    cuts = quantiles(values, n=100, method="inclusive")
    return [cuts[percent - 1] for percent in _PERCENTILES]
