"""One simulated run, and what there is to say about it."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf

from support.parallel.temporal.artifacts import RunOrder
from support.parallel.temporal.payloads import (
    Ended,
    Errand,
    Event,
    Kept,
    Plan,
    Stretch,
    Terms,
    name_of,
)
from support.parallel.units import Unit
from tests.simulation.clock import on_a_virtual_clock
from tests.simulation.plans import Load, Scenario
from tests.simulation.server import Answer, History, Pace, Server
from tests.simulation.workers import Attempt, Faults, Workers

_LOST_AFTER_S = 30.0
_BEAT_S = 1.0
_LOOK_S = 0.5
_ANSWER_S = 0.01
_RUN = "dm-261123000000-000000"


@dataclass(frozen=True)
class Setting:
    """Where a run takes place.

    Attributes:
        workers: how many.
        seats: of each.
        faults: what goes wrong with them.
        pause: seconds between two writes to the account that all share.
        pace: of Temporal.
        keeps_going: whether others begin when the deployment is lost.
        lost_at: when the deployment is lost that every second scenario is about.
        cancelled_at: when somebody asks for the end of the run.
        terminated_at: when somebody ends its first shard.
    """

    workers: int
    seats: int
    faults: Faults = field(default_factory=Faults)
    pause: float = 0.0
    pace: Pace = field(default_factory=Pace)
    keeps_going: bool = False
    lost_at: float = inf
    cancelled_at: float = inf
    terminated_at: float = inf

    @property
    def places(self) -> int:
        """How many scenarios run at a time."""
        return self.workers * self.seats


@dataclass(frozen=True)
class Outcome:
    """What a run came to.

    Attributes:
        makespan: seconds from its start to its end.
        bounds: seconds that it cannot be shorter than, by what bounds it.
        failure: why its workflow did not come to its end; empty if it did.
        ended: as its shards have written it down.
        begun: scenarios that those have begun.
        fates: what became of attempts.
        attempts: by scenario, in the order in which they were begun.
        spans: when each attempt began and ended.
        deaths: of workers.
        coordinator: the history of the run's own workflow.
        histories: of its shards.
        shards: how many there were.
        most_pending: activities of one shard at a time.
        messages: between Temporal, the workers and the starter.
        largest: bytes of the largest thing told at once.
    """

    makespan: float
    bounds: dict[str, float]
    failure: str
    ended: Sequence[Ended]
    begun: Sequence[int]
    fates: Counter[str]
    attempts: dict[int, list[str]]
    spans: Sequence[tuple[int, float, float]]
    deaths: int
    coordinator: History
    histories: Sequence[History]
    shards: int
    most_pending: int
    messages: int
    largest: int

    @property
    def efficiency(self) -> float:
        """How much of the time was needed."""
        return max(self.bounds.values()) / self.makespan

    @property
    def binds(self) -> str:
        """What it is that bounds it."""
        return max(self.bounds, key=lambda name: self.bounds[name])


def simulate(load: Load, setting: Setting) -> Outcome:
    """Run a load in virtual time; the same one, in the same setting, always does the same."""
    return on_a_virtual_clock(_simulate(load.drawn(), setting))


class _Account:
    """How long the writes of scenarios take."""

    def __init__(self, scenarios: Sequence[Scenario], setting: Setting) -> None:
        self._scenarios = {one.number: one for one in scenarios}
        self._setting = setting
        self._next = 0.0

    def takes(self, errand: Errand) -> float:
        """Return how long a scenario takes that begins now."""
        one = self._scenarios[errand.number]
        writing = one.writes * self._setting.pause
        if not writing:
            return one.seconds
        now = asyncio.get_running_loop().time()
        self._next = max(self._next, now) + writing
        return max(one.seconds, self._next - now)


class _Artifacts:
    """What the workflows read, and write down."""

    def __init__(self, order: RunOrder) -> None:
        self._order = order
        self._kept: dict[tuple[int, int], Sequence[Event]] = {}

    def answer(self, told: Stretch | Kept) -> Answer:
        """Do what an activity does."""
        if isinstance(told, Stretch):
            return self._order.tasks(told)
        before = sum(
            len(self._kept[one])
            for one in self._kept
            if one < (told.shard, told.told) and one[0] == told.shard
        )
        assert told.told == before, "a history follows on the last one"
        self._kept[told.shard, told.told] = [*told.events]
        return None

    @property
    def events(self) -> list[Event]:
        """What all histories have told, shard by shard."""
        return [event for _, events in sorted(self._kept.items()) for event in events]


async def _simulate(scenarios: Sequence[Scenario], setting: Setting) -> Outcome:
    loop = asyncio.get_running_loop()
    order = _order(scenarios, setting)
    artifacts = _Artifacts(order)

    def end_of(attempt: Attempt) -> Ended:
        one, is_stopped = attempt.errand, attempt.fate == "stopped"
        is_lost = loop.time() >= setting.lost_at and one.number % 2 == 0
        return Ended(one.number, one.attempt, stopped=is_stopped, deployment_lost=is_lost)

    takes = _Account(scenarios, setting).takes
    server = Server(end_of, takes, artifacts.answer, setting.pace, setting.faults)
    server.workers = workers = Workers(setting.workers, setting.seats, setting.faults, server.begin)
    terms = Terms(_RUN, setting.keeps_going, _LOST_AFTER_S, 3600.0)
    places = [shard.places for shard in order.shards]
    with server.in_place():
        run = server.start(_RUN, Plan(terms, places, order.shards[-1].isolated))
        if setting.cancelled_at < inf:
            loop.call_at(setting.cancelled_at, run.cancel)
        if setting.terminated_at < inf:
            loop.call_at(setting.terminated_at, server.terminate, name_of(_RUN, 1))
        (end,) = await asyncio.gather(run.end, return_exceptions=True)
    makespan = loop.time()
    tried: dict[int, list[str]] = {}
    for attempt in workers.attempts:
        tried.setdefault(attempt.errand.number, []).append(attempt.fate)
    shards = [one for one in server.workflows.values() if one is not run]
    histories = [history for shard in shards for history in shard.histories]
    turns = sum(one.kinds["WorkflowTaskStarted"] for one in [*run.histories, *histories])
    return Outcome(
        makespan,
        _bounds(scenarios, setting),
        str(end or ""),
        [event.ended for event in artifacts.events if event.ended],
        [event.number for event in artifacts.events if not event.ended],
        Counter(attempt.fate for attempt in workers.attempts),
        tried,
        [(one.errand.number, one.begun, one.ended) for one in workers.attempts],
        workers.deaths,
        run.histories[0],
        histories,
        len(shards),
        max(one.most_pending for one in shards),
        2 * turns
        + 2 * len(workers.attempts)
        + round(workers.busy_s / _BEAT_S + makespan / max(_LOOK_S / len(shards), _ANSWER_S)),
        max(one.largest for one in server.workflows.values()),
    )


def _order(scenarios: Sequence[Scenario], setting: Setting) -> RunOrder:
    units = {one.number: Unit(one.number, "", one.title, "", "", one.isolated) for one in scenarios}
    return RunOrder(_RUN, "", (), {}, {}, setting.places, 1, 0.0, 0.0, units)


def _bounds(scenarios: Sequence[Scenario], setting: Setting) -> dict[str, float]:
    """Return what no plan can be faster than."""
    lengths = [max(one.seconds, one.writes * setting.pause) for one in scenarios]
    alone = sum(length for one, length in zip(scenarios, lengths, strict=True) if one.isolated)
    return {
        "longest": max(lengths),
        "work": (sum(lengths) - alone) / setting.places + alone,
        "writes": sum(one.writes for one in scenarios) * setting.pause,
    }
