"""How long exceptions take, hop by hop, alone and among many."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import mean, quantiles

import allure

from support.core.errors import Failure
from support.core.tables import NARROW, table
from support.sentinai.client.events import STAGES, THROUGH, Event
from support.sentinai.oracle.chain import Chains
from support.sentinai.tenant import Desk

_PERCENTILES = (50, 95, 99)


@dataclass(frozen=True)
class Pace:
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
        return len(self.hops[THROUGH[0]])

    @property
    def each(self) -> float:
        """The seconds that one exception took, on average of all that were under way."""
        return self.seconds / self.count


def pace_of(chains: Chains) -> Pace:
    """Return the pace of exceptions that have all passed every stage."""
    moments = [event.at for chain in chains.values() for event in chain]
    hops = {stage: [_hop(stage, chain) for chain in chains.values()] for stage in THROUGH}
    return Pace((max(moments) - min(moments)).total_seconds(), hops)


def run_alone(desk: Desk, count: int) -> Pace:
    """Send exceptions through, each with no other under way; a first one warms up."""
    for _ in range(1 + count):
        desk.post_some(1)
        desk.expect(timelines=False)
    chains = _chains(desk, list(desk.courses)[1:])
    each = [pace_of({exception: chain}) for exception, chain in chains.items()]
    return replace(pace_of(chains), seconds=sum(pace.seconds for pace in each))


def run_together(desk: Desk, count: int) -> Pace:
    """Send many exceptions through at once; all must arrive, in order, once."""
    before = len(desk.courses)
    desk.post_at_once(count)
    desk.expect(timelines=False, patience=count)
    return pace_of(_chains(desk, list(desk.courses)[before:]))


def report(alone: Pace, together: Pace) -> str:
    """Return the figures as a table, and attach them."""
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


def expect_faster_than_alone(alone: Pace, together: Pace, times: float) -> None:
    """Expect many exceptions to take so many times less than one after the other.

    Raises:
        Failure: shows the figures.
    """
    text = report(alone, together)
    ratio = alone.each / together.each
    if ratio < times:
        raise Failure(f"Together only {ratio:.1f} times as fast as one by one:\n{text}")


def _chains(desk: Desk, exceptions: Iterable[str]) -> Chains:
    view = desk.look()
    return {exception: view.best(exception) for exception in exceptions}


def _hop(stage: str, chain: Sequence[Event]) -> float:
    """Return the seconds from the end of the stage before until the end of this one."""
    made = {event.type: event.at for event in chain}
    at = THROUGH.index(stage)
    before = STAGES[THROUGH[at - 1]][-1] if at else STAGES[stage][0]
    return (made[STAGES[stage][-1]] - made[before]).total_seconds()


def _percentiles(values: Sequence[float]) -> list[float]:
    cuts = quantiles(values, n=100, method="inclusive")
    return [cuts[percent - 1] for percent in _PERCENTILES]
