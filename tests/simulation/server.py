"""A Temporal that only counts: it plays the workflow's own code, and hands out what it asks for."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import NoReturn

from temporalio.exceptions import ActivityError, TimeoutType
from temporalio.exceptions import TimeoutError as OutOfTime

from support.parallel.temporal.payloads import Ended, Errand, Kept, Plan, Stretch, Task
from tests.simulation.sizes import event, of_all, payload
from tests.simulation.workers import Attempt, Workers

_TURN_S = 0.02
"""From something new to the end of the workflow's turn; all that comes meanwhile is in one turn."""

_STEPS = 4
"""Turns of the loop in which all that the workflow's code does at once is done."""


Answer = list[Task] | None
"""What is in the artifacts; None if something was written there."""


@dataclass
class History:
    """What Temporal keeps of one execution of a workflow.

    Attributes:
        events: how many.
        size: their bytes.
        kinds: how many of each.
    """

    events: int = 0
    size: int = 0
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, title: int = 0, told: int = 0) -> None:
        """Write an event down."""
        self.events += 1
        self.size += event(kind, title, told)
        self.kinds[kind] += 1


class GoesOn(Exception):
    """A workflow goes on in another history.

    Args:
        plan: for it.
    """

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.plan = plan


@dataclass(eq=False)
class _Waiting:
    condition: Callable[[], bool]
    waiter: "asyncio.Future[bool]"


class Server:
    """What a workflow finds in `temporalio.workflow`, one execution after the other.

    Args:
        takes: tells how long an attempt takes that begins now.
        answers: what the workflow asks of the artifacts.
        transaction: seconds in which Temporal writes down one thing of a workflow; it does so one
            after the other.
    """

    def __init__(
        self,
        takes: Callable[[Errand], float],
        answers: Callable[[Stretch | Kept], Answer],
        transaction: float,
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._takes, self._answers, self._transaction = takes, answers, transaction
        self._free_at = 0.0
        self._news: list[Callable[[], None]] = []
        self._conditions: list[_Waiting] = []
        self._pending = 0
        self.workers: Workers
        self.histories = [History()]
        self.most_pending = 0
        self.largest = 0

    def wait_for_turn(self, what: Callable[[], None]) -> None:
        """Do something when all that came before is written down."""
        self._free_at = max(self._free_at, self._loop.time()) + self._transaction
        self._loop.call_at(self._free_at, what)

    def start_activity(
        self,
        _name: str,
        errand: Errand,
        *,
        summary: str,
        heartbeat_timeout: timedelta,
        **_: object,
    ) -> "asyncio.Future[Ended]":
        """Have an attempt made."""
        ended: asyncio.Future[Ended] = self._loop.create_future()
        self._history.add("ActivityTaskScheduled", len(summary), _size_of(errand))
        self._pending += 1
        self.most_pending = max(self.most_pending, self._pending)
        self.workers.take(
            Attempt(
                errand,
                lambda: self._takes(errand),
                heartbeat_timeout.total_seconds(),
                lambda is_done: self.wait_for_turn(lambda: self._end(ended, errand, is_done)),
            )
        )
        return ended

    async def execute_activity(self, _name: str, told: Stretch | Kept, **_: object) -> Answer:
        """Answer what the workflow asks of the artifacts."""
        done = asyncio.Event()
        self._add_told("ActivityTaskScheduled", told)
        self.wait_for_turn(lambda: self._happen(done.set))
        await done.wait()
        answer = self._answers(told)
        self._history.add("ActivityTaskStarted")
        self._add_told("ActivityTaskCompleted", answer)
        return answer

    def continue_as_new(self, plan: Plan) -> NoReturn:
        """Begin another history."""
        self.histories.append(History())
        raise GoesOn(plan)

    async def wait_condition(
        self, condition: Callable[[], bool], *, timeout: float | None = None
    ) -> None:
        """Wait as a workflow does: what it waits for is looked at when something has happened."""
        if condition():
            return
        waiting = _Waiting(condition, self._loop.create_future())
        self._conditions.append(waiting)
        if timeout is not None:
            self._history.add("TimerStarted")
            self._loop.call_later(timeout, self._ring, waiting)
        if not await waiting.waiter:
            raise TimeoutError

    @property
    def _history(self) -> History:
        return self.histories[-1]

    def _add_told(self, kind: str, told: object) -> None:
        size = of_all(told)
        self._history.add(kind, told=size)
        self.largest = max(self.largest, size)

    def _end(self, ended: "asyncio.Future[Ended]", errand: Errand, is_done: bool) -> None:
        self._pending -= 1
        self._history.add("ActivityTaskStarted")
        answer = Ended(errand.number, errand.attempt)
        if is_done:
            self._history.add("ActivityTaskCompleted", told=_size_of(answer))
            self._happen(lambda: ended.set_result(answer))
        else:
            self._history.add("ActivityTaskTimedOut")
            self._happen(lambda: ended.set_exception(_lost()))

    def _ring(self, waiting: _Waiting) -> None:
        def rung() -> None:
            if not waiting.waiter.done():
                self._conditions.remove(waiting)
                waiting.waiter.set_result(False)

        if not waiting.waiter.done():
            self._history.add("TimerFired")
            self.wait_for_turn(lambda: self._happen(rung))

    def _happen(self, what: Callable[[], None]) -> None:
        self._news.append(what)
        if len(self._news) == 1:
            self._loop.call_later(_TURN_S, self._take_turn)

    def _take_turn(self) -> None:
        for kind in ("WorkflowTaskScheduled", "WorkflowTaskStarted", "WorkflowTaskCompleted"):
            self._history.add(kind)
        self._free_at = max(self._free_at, self._loop.time()) + 2 * self._transaction
        news, self._news = self._news, []
        for one in news:
            one()
        self._loop.call_soon(self._look, _STEPS)

    def _look(self, steps: int) -> None:
        """Let the workflow's code do what it can, then see who waits for what is true now."""
        if steps:
            self._loop.call_soon(self._look, steps - 1)
            return
        fulfilled = [one for one in self._conditions if one.condition()]
        for one in fulfilled:
            self._conditions.remove(one)
            one.waiter.set_result(True)
        if fulfilled:
            self._loop.call_soon(self._look, _STEPS)


def _size_of(one: Errand | Ended) -> int:
    """Return the bytes of one, which are those of all whose number is as long."""
    return payload(replace(one, number=10 ** (len(str(one.number)) - 1)))


def _lost() -> ActivityError:
    cause = OutOfTime("silent", type=TimeoutType.HEARTBEAT, last_heartbeat_details=[])
    error = ActivityError(
        "lost",
        scheduled_event_id=0,
        started_event_id=0,
        identity="",
        activity_type="",
        activity_id="",
        retry_state=None,
    )
    error.__cause__ = cause
    return error
