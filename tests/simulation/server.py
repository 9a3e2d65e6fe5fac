"""A Temporal that only counts: it plays the workflows' own code, and does what they ask for."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any, NoReturn
from unittest.mock import patch

from temporalio import workflow
from temporalio.exceptions import (
    ActivityError,
    ApplicationError,
    CancelledError,
    ChildWorkflowError,
    FailureError,
    TerminatedError,
    TimeoutType,
)
from temporalio.exceptions import TimeoutError as OutOfTime

from support.parallel.temporal.payloads import (
    BEGIN_NO_MORE,
    Ended,
    Errand,
    Kept,
    Plan,
    Share,
    Stretch,
    Task,
)
from support.parallel.temporal.workflow import RunWorkflow, ShardWorkflow
from tests.simulation.sizes import event, of_all, payload
from tests.simulation.workers import Attempt, Faults, Workers

_TURN_S = 0.02
"""From something new to the end of the workflow's turn; all that comes meanwhile is in one turn."""

_LOST_TURN_S = 10.0
"""After which a turn is taken again whose worker has died, as Temporal has it by default."""

_STEPS = 4
"""Turns of the loop in which all that a workflow's code does at once is done."""


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
        share: for it.
    """

    def __init__(self, share: Share) -> None:
        super().__init__()
        self.share = share


@dataclass(frozen=True)
class Pace:
    """How fast Temporal writes down what happens: one thing after the other.

    Attributes:
        workflow: seconds for one thing that happens to one workflow.
        server: seconds for one thing, whichever workflow it happens to.
    """

    workflow: float = 0.0
    server: float = 0.0


@dataclass(eq=False)
class _Waiting:
    condition: Callable[[], bool]
    waiter: "asyncio.Future[None]"


class Server:
    """What all workflows have in common.

    Args:
        ends: tells how an attempt ended that is done.
        takes: tells how long an attempt takes that begins now.
        answers: what the workflows ask of the artifacts.
        pace: of what is written down.
        faults: what goes wrong.
    """

    def __init__(
        self,
        ends: Callable[[Attempt], Ended],
        takes: Callable[[Errand], float],
        answers: Callable[[Stretch | Kept], Answer],
        pace: Pace,
        faults: Faults,
    ) -> None:
        self.loop = asyncio.get_running_loop()
        self.dice = random.Random(f"server {faults.seed}")  # noqa: S311  nothing to guess here
        self.ends, self.takes, self.answers = ends, takes, answers
        self.pace, self.faults = pace, faults
        self.free_at = 0.0
        self.workers: Workers
        self.workflows: dict[str, Workflow] = {}
        self.of_attempts: dict[Attempt, Workflow] = {}

    def begin(self, attempt: Attempt, what: Callable[[], None]) -> None:
        """Do something when it is written down that an attempt begins."""
        self.of_attempts[attempt].wait_for_turn(what)

    def start(self, name: str, plan: Plan | Share) -> "Workflow":
        """Start a workflow."""
        self.workflows[name] = started = Workflow(self, name, plan)
        return started

    def terminate(self, name: str) -> None:
        """End a workflow at once, as a person can."""
        self.workflows[name].terminate()

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Let workflows find this server instead of Temporal's own."""
        with ExitStack() as replaced:
            for name in (
                "start_activity",
                "execute_activity",
                "wait_condition",
                "continue_as_new",
                "start_child_workflow",
                "get_external_workflow_handle",
            ):
                replaced.enter_context(patch.object(workflow, name, _of_current(name)))
            yield


_playing: ContextVar["Workflow"] = ContextVar("workflow")


def _of_current(name: str) -> Callable[..., object]:
    """Return what does what a workflow asks for, for the one whose code calls it."""

    def do(*words: object, **options: object) -> object:
        return getattr(_playing.get(), name)(*words, **options)

    return do


class _Handle(asyncio.Future[Any]):
    """Something that is under way; to cancel it is to ask for its end.

    Args:
        ask: asks for it.
    """

    def __init__(self, ask: Callable[[], None]) -> None:
        super().__init__()
        self._ask = ask

    def cancel(self, msg: object = None) -> bool:
        """Ask for its end."""
        if not self.done():
            self._ask()
        return not self.done()

    def give_up(self) -> None:
        """Let nobody wait for it any longer."""
        super().cancel()


class _ChildHandle(_Handle):
    """A child of a workflow, for that.

    Args:
        ask: asks for its end.
        signal: tells it something.
    """

    def __init__(self, ask: Callable[[], None], signal: Callable[[str], Any]) -> None:
        super().__init__(ask)
        self.signal = signal


@dataclass(frozen=True)
class _ExternalHandle:
    signal: Callable[[str], Any]


class Workflow:
    """One workflow, in all its histories.

    Args:
        server: that it is on.
        name: its id.
        plan: what it has to do.
    """

    def __init__(self, server: Server, name: str, plan: Plan | Share) -> None:
        self._server, self._loop, self.name = server, server.loop, name
        self._free_at = 0.0
        self._news: list[Callable[[], None]] = []
        self._conditions: list[_Waiting] = []
        self._pending: dict[Attempt, _Handle] = {}
        self._played: RunWorkflow | ShardWorkflow
        self.histories = [History()]
        self.most_pending = 0
        self.largest = 0
        self.has_ended = False
        self._add_told("WorkflowExecutionStarted", plan)
        self.end = asyncio.create_task(self._play(plan))

    async def _play(self, plan: Plan | Share) -> None:
        """Run the workflow's own code in all its histories."""
        _playing.set(self)
        try:
            await self._play_all(plan)
        finally:
            self.has_ended = True

    async def _play_all(self, plan: Plan | Share) -> None:
        while True:
            try:
                if isinstance(plan, Plan):
                    self._played = run = RunWorkflow()
                    return await run.run(plan)
                self._played = shard = ShardWorkflow()
                return await shard.run(plan)
            except GoesOn as other:
                plan = other.share

    def wait_for_turn(self, what: Callable[[], None]) -> None:
        """Do something when all that came before is written down."""
        self._loop.call_at(self._write(), what)

    def _write(self, things: int = 1) -> float:
        """Write down what happens; return when that is done."""
        now, pace = self._loop.time(), self._server.pace
        self._server.free_at = max(self._server.free_at, now) + things * pace.server
        own = max(self._free_at, now) + things * pace.workflow
        self._free_at = max(own, self._server.free_at)
        return self._free_at

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
        attempt = Attempt(
            errand,
            lambda: self._server.takes(errand),
            heartbeat_timeout.total_seconds(),
            lambda one: self.wait_for_turn(lambda: self._end(ended, one)),
        )
        ended = _Handle(partial(self._server.workers.stop, attempt))
        self._server.of_attempts[attempt] = self
        self._history.add("ActivityTaskScheduled", len(summary), _size_of(errand))
        self._pending[attempt] = ended
        self.most_pending = max(self.most_pending, len(self._pending))
        self._server.workers.take(attempt)
        return ended

    async def execute_activity(
        self, _name: str, told: Stretch | Kept, *, start_to_close_timeout: timedelta, **_: object
    ) -> Answer:
        """Answer what the workflow asks of the artifacts, again where a worker dies with that."""
        done = asyncio.Event()
        self._add_told("ActivityTaskScheduled", told)
        self.wait_for_turn(lambda: self._happen(done.set))
        await done.wait()
        answer = self._server.answers(told)
        while self._fails(self._server.faults.cuts):
            await asyncio.sleep(start_to_close_timeout.total_seconds())
            answer = self._server.answers(told)
        self._history.add("ActivityTaskStarted")
        self._add_told("ActivityTaskCompleted", answer)
        return answer

    def continue_as_new(self, share: Share) -> NoReturn:
        """Begin another history."""
        self.histories.append(History())
        self._add_told("WorkflowExecutionStarted", share)
        raise GoesOn(share)

    async def wait_condition(self, condition: Callable[[], bool]) -> None:
        """Wait as a workflow does: what it waits for is looked at when something has happened."""
        if not condition():
            waiting = _Waiting(condition, self._loop.create_future())
            self._conditions.append(waiting)
            await waiting.waiter

    async def start_child_workflow(
        self,
        _name: str,
        share: Share,
        *,
        id: str,  # noqa: A002  Temporal's own word
    ) -> _ChildHandle:
        """Start another workflow, and wait until it has begun."""
        begun = asyncio.Event()
        self._add_told("StartChildWorkflowExecutionInitiated", share)

        def start() -> None:
            child = self._server.start(id, share)
            child.end.add_done_callback(lambda end: self._hear_end(handle, end))
            self._history.add("ChildWorkflowExecutionStarted")
            self.wait_for_turn(lambda: self._happen(begun.set))

        handle = _ChildHandle(lambda: self._ask_for_end(id), partial(self._signal, id))
        self.wait_for_turn(start)
        await begun.wait()
        return handle

    def get_external_workflow_handle(self, name: str) -> _ExternalHandle:
        """Return how another workflow is reached."""
        return _ExternalHandle(partial(self._signal, name))

    def cancel(self) -> None:
        """Ask for its end."""
        self._history.add("WorkflowExecutionCancelRequested")
        self.wait_for_turn(lambda: self._happen(self._be_cancelled))

    def terminate(self) -> None:
        """End it at once, as a person can; what it has begun is stopped, and tells nobody."""
        for attempt, ended in self._pending.items():
            attempt.tell = lambda _: None
            self._server.workers.stop(attempt)
            ended.give_up()
        for waiting in self._conditions:
            waiting.waiter.cancel()
        self._conditions.clear()

    @property
    def _history(self) -> History:
        return self.histories[-1]

    def _fails(self, share: float) -> bool:
        return share > 0 and self._server.dice.random() < share

    def _add_told(self, kind: str, told: object) -> None:
        size = of_all(told)
        self._history.add(kind, told=size)
        self.largest = max(self.largest, size)

    def _ask_for_end(self, name: str) -> None:
        self._history.add("RequestCancelExternalWorkflowExecutionInitiated")
        self.wait_for_turn(self._server.workflows[name].cancel)

    def _hear_end(self, handle: _ChildHandle, end: "asyncio.Task[None]") -> None:
        def told() -> None:
            failure = _ended_by_somebody() if end.cancelled() else end.exception()
            if failure:
                handle.set_exception(failure)
            else:
                handle.set_result(None)

        self._history.add("ChildWorkflowExecutionCompleted")
        self.wait_for_turn(lambda: self._happen(told))

    async def _signal(self, name: str, signal: str) -> None:
        """Tell another workflow something, and wait until it has heard it."""
        assert signal == BEGIN_NO_MORE
        heard: asyncio.Future[bool] = self._loop.create_future()
        other = self._server.workflows[name]
        self._history.add("SignalExternalWorkflowExecutionInitiated")

        def arrive() -> None:
            self._history.add("ExternalWorkflowExecutionSignaled")
            other._history.add("WorkflowExecutionSignaled")
            other._happen(other._hear)
            is_there = not other.has_ended
            self.wait_for_turn(lambda: self._happen(lambda: heard.set_result(is_there)))

        other.wait_for_turn(arrive)
        if not await heard:
            raise ApplicationError("there is no such workflow")

    def _be_cancelled(self) -> None:
        self.end.cancel()

    def _hear(self) -> None:
        """Hear a signal, in the history that goes on then."""
        self._played.begin_no_more()

    def _end(self, ended: _Handle, attempt: Attempt) -> None:
        del self._pending[attempt]
        self._history.add("ActivityTaskStarted")
        if attempt.fate in ("done", "stopped"):
            answer = self._server.ends(attempt)
            self._history.add("ActivityTaskCompleted", told=_size_of(answer))
            self._happen(lambda: ended.set_result(answer))
        else:
            self._history.add("ActivityTaskTimedOut")
            self._happen(lambda: ended.set_exception(_failed(attempt)))

    def _happen(self, what: Callable[[], None]) -> None:
        self._news.append(what)
        if len(self._news) == 1:
            lost = _LOST_TURN_S if self._fails(self._server.faults.turns) else 0.0
            self._loop.call_later(_TURN_S + lost, self._take_turn)

    def _take_turn(self) -> None:
        for kind in ("WorkflowTaskScheduled", "WorkflowTaskStarted", "WorkflowTaskCompleted"):
            self._history.add(kind)
        self._write(2)
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
            one.waiter.set_result(None)
        if fulfilled:
            self._loop.call_soon(self._look, _STEPS)


def _size_of(one: Errand | Ended) -> int:
    """Return the bytes of one, which are those of all whose number is as long."""
    return payload(replace(one, number=10 ** (len(str(one.number)) - 1)))


def _failed(attempt: Attempt) -> ActivityError:
    cause: FailureError = CancelledError("never begun")
    if attempt.fate != "never begun":
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


def _ended_by_somebody() -> ChildWorkflowError:
    error = ChildWorkflowError(
        "ended",
        namespace="",
        workflow_id="",
        run_id="",
        workflow_type="",
        initiated_event_id=0,
        started_event_id=0,
        retry_state=None,
    )
    error.__cause__ = TerminatedError("terminated")
    return error
