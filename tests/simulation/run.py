"""One simulated run, and what there is to say about it."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from unittest.mock import patch

from temporalio import workflow

from support.parallel.temporal.payloads import Ended, Errand, Event, Plan, Task
from support.parallel.temporal.workflow import RunWorkflow
from tests.simulation.clock import on_a_virtual_clock
from tests.simulation.fleet import Faults, Fleet
from tests.simulation.plans import Load, Scenario
from tests.simulation.server import History, Server
from tests.simulation.sizes import of_all

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
        is_shared_evenly: whether each process takes its share of the account's limit, whoever else
            writes, as runs do today; otherwise each write waits for its turn only.
        transaction: seconds in which Temporal writes down one thing of a workflow.
    """

    workers: int
    seats: int
    faults: Faults = Faults()
    pause: float = 0.0
    is_shared_evenly: bool = True
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
        attempts: by scenario, in the order in which they were handed out.
        deaths: of workers.
        histories: of the workflow's executions.
        most_pending: activities at a time.
        messages: between Temporal, the workers and the starter.
        told: bytes of the plan, the result, and the answer to a starter that asks for all.
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
    told: dict[str, int]

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
        if self._setting.is_shared_evenly or not writing:
            return max(one.seconds, writing * self._setting.places)
        now = asyncio.get_running_loop().time()
        self._next = max(self._next, now) + writing
        return max(one.seconds, self._next - now)


async def _simulate(scenarios: Sequence[Scenario], setting: Setting) -> Outcome:
    loop = asyncio.get_running_loop()
    server = Server(_Account(scenarios, setting).takes, setting.transaction)
    fleet = Fleet(setting.workers, setting.seats, setting.faults, server.wait_for_turn)
    server.fleet = fleet
    plan = _plan(scenarios, setting)
    played = RunWorkflow()
    with (
        patch.object(workflow, "start_activity", server.start_activity),
        patch.object(workflow, "wait_condition", server.wait_condition),
    ):
        ended = await played.run(plan)
    makespan = loop.time()
    tried: dict[int, list[str]] = {}
    for attempt in fleet.attempts:
        tried.setdefault(attempt.errand.number, []).append(attempt.fate)
    everything: list[Event] = played.progress(0)
    turns = sum(one.kinds["WorkflowTaskStarted"] for one in server.histories)
    return Outcome(
        makespan,
        _bounds(scenarios, setting),
        ended,
        Counter(attempt.fate for attempt in fleet.attempts),
        tried,
        fleet.deaths,
        server.histories,
        server.most_pending,
        2 * turns + 2 * len(fleet.attempts) + round(fleet.busy_s / _BEAT_S + makespan / _LOOK_S),
        {"plan": of_all(plan), "result": of_all(ended), "progress": of_all(everything)},
    )


def _plan(scenarios: Sequence[Scenario], setting: Setting) -> Plan:
    pause = setting.pause * setting.places if setting.is_shared_evenly else 0.0
    return Plan(
        _RUN,
        [Task(one.number, one.title, one.isolated) for one in scenarios],
        setting.places,
        pause,
        False,
        _LOST_AFTER_S,
        3600.0,
    )


def _bounds(scenarios: Sequence[Scenario], setting: Setting) -> dict[str, float]:
    """Return what no plan can be faster than."""
    lengths = [max(one.seconds, one.writes * setting.pause) for one in scenarios]
    alone = sum(
        length for one, length in zip(scenarios, lengths, strict=True) if one.isolated
    )
    return {
        "longest": max(lengths),
        "work / seats": (sum(lengths) - alone) / setting.places + alone,
        "writes": sum(one.writes for one in scenarios) * setting.pause,
    }
