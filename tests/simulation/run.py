"""One simulated run, and what there is to say about it."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from unittest.mock import patch

from temporalio import workflow

from support.parallel.temporal.payloads import (
    Ended,
    Errand,
    Event,
    Kept,
    News,
    Plan,
    Stretch,
    Task,
)
from support.parallel.temporal.workflow import RunWorkflow
from tests.simulation.clock import on_a_virtual_clock
from tests.simulation.plans import Load, Scenario
from tests.simulation.server import Answer, GoesOn, History, Server
from tests.simulation.sizes import of_all
from tests.simulation.workers import Faults, Workers

_LOST_AFTER_S = 30.0
_BEAT_S = 1.0
_LOOK_S = 0.5
_RUN = "dm-261123000000-000000"


@dataclass(frozen=True)
class Setting:
    """Where a run takes place.

    Attributes:
        workers: how many.
        seats: of each.
        faults: what goes wrong with them.
        pause: seconds between two writes to the account that all share.
        transaction: seconds in which Temporal writes down one thing of a workflow.
    """

    workers: int
    seats: int
    faults: Faults = field(default_factory=Faults)
    pause: float = 0.0
    transaction: float = 0.0

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
        ended: as its workflow told it.
        fates: what became of attempts.
        attempts: by scenario, in the order in which they were begun.
        deaths: of workers.
        histories: of the workflow's executions.
        most_pending: activities at a time.
        messages: between Temporal, the workers and the starter.
        largest: bytes of the largest thing told at once.
    """

    makespan: float
    bounds: dict[str, float]
    ended: Sequence[Ended]
    fates: Counter[str]
    attempts: dict[int, list[str]]
    deaths: int
    histories: Sequence[History]
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
    """What the workflow reads, and writes down."""

    def __init__(self, scenarios: Sequence[Scenario]) -> None:
        self._tasks = [Task(one.number, one.title, one.isolated) for one in scenarios]
        self.kept: list[Event] = []

    def answer(self, told: Stretch | Kept) -> Answer:
        """Do what an activity does."""
        if isinstance(told, Stretch):
            return self._tasks[told.first : told.first + told.most]
        self.kept += told.events
        return None


async def _play(plan: Plan, server: Server) -> tuple[RunWorkflow, list[Ended]]:
    """Run the workflow's own code in all its histories; return the last one, and its result."""
    with ExitStack() as replaced:
        for name in ("start_activity", "execute_activity", "wait_condition", "continue_as_new"):
            replaced.enter_context(patch.object(workflow, name, getattr(server, name)))
        while True:
            played = RunWorkflow()
            try:
                return played, await played.run(plan)
            except GoesOn as other:
                plan = other.plan


async def _simulate(scenarios: Sequence[Scenario], setting: Setting) -> Outcome:
    loop = asyncio.get_running_loop()
    artifacts = _Artifacts(scenarios)
    takes = _Account(scenarios, setting).takes
    server = Server(takes, artifacts.answer, setting.transaction)
    workers = Workers(setting.workers, setting.seats, setting.faults, server.wait_for_turn)
    server.workers = workers
    plan = _plan(setting)
    played, ended = await _play(plan, server)
    makespan = loop.time()
    tried: dict[int, list[str]] = {}
    for attempt in workers.attempts:
        tried.setdefault(attempt.errand.number, []).append(attempt.fate)
    everything: News = played.progress(0)
    turns = sum(one.kinds["WorkflowTaskStarted"] for one in server.histories)
    return Outcome(
        makespan,
        _bounds(scenarios, setting),
        [one.ended for one in artifacts.kept if one.ended] + ended,
        Counter(attempt.fate for attempt in workers.attempts),
        tried,
        workers.deaths,
        server.histories,
        server.most_pending,
        2 * turns
        + 2 * len(workers.attempts)
        + round(workers.busy_s / _BEAT_S + makespan / _LOOK_S),
        max(server.largest, of_all(ended), of_all(everything)),
    )


def _plan(setting: Setting) -> Plan:
    return Plan(
        _RUN,
        setting.places,
        False,
        _LOST_AFTER_S,
        3600.0,
    )


def _bounds(scenarios: Sequence[Scenario], setting: Setting) -> dict[str, float]:
    """Return what no plan can be faster than."""
    lengths = [max(one.seconds, one.writes * setting.pause) for one in scenarios]
    alone = sum(length for one, length in zip(scenarios, lengths, strict=True) if one.isolated)
    return {
        "longest": max(lengths),
        "work": (sum(lengths) - alone) / setting.places + alone,
        "writes": sum(one.writes for one in scenarios) * setting.pause,
    }
