"""The run as Temporal sees it: a workflow that survives whoever started it, and its server."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import count

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError, CancelledError, TimeoutType
from temporalio.exceptions import TimeoutError as OutOfTime

from support.parallel.temporal.payloads import (
    KEEP,
    PROGRESS,
    RUN,
    SCENARIO,
    TASKS,
    WORKER_ENDED,
    Ended,
    Errand,
    Event,
    Kept,
    News,
    Plan,
    Stretch,
    Task,
)

_ATTEMPTS = 5
_ARTIFACTS = timedelta(minutes=1)  # for reading or writing there, before it is tried again

STRETCH = 2_000
"""Scenarios in one history: it may have 51,200 events, one scenario makes 6 of them, and as many
more for each worker that it loses. All that is told at once stays below Temporal's 2 MB, too."""


@workflow.defn(name=RUN)
class RunWorkflow:
    """Hands scenarios to workers, so many at a time; a red one is a result, and not tried again.

    Only what a lost worker had begun is begun again, and each attempt has a number, so that nothing
    is run twice without being said. A long run goes on in a new history, when all has ended that
    was begun in the old one.
    """

    def __init__(self) -> None:
        self._told = 0
        self._events: list[Event] = []
        self._running: dict[int, workflow.ActivityHandle[Ended]] = {}
        self._taken = 0
        self._is_ending = False

    @workflow.run
    async def run(self, plan: Plan) -> list[Ended]:
        """Run all; when it is cancelled, let the running ones undo, and begin no more.

        Returns:
            How those ended that were begun in the last history.
        """
        self._told = plan.told
        work = asyncio.create_task(self._work(plan))
        try:
            await asyncio.shield(work)
        except asyncio.CancelledError:
            self._is_ending = True
            for handle in list(self._running.values()):
                handle.cancel()
            await work
        if work.result() and not self._is_ending:
            told = plan.told + len(self._events)
            workflow.continue_as_new(replace(plan, first=plan.first + STRETCH, told=told))
        return [event.ended for event in self._events if event.ended]

    @workflow.query(name=PROGRESS)
    def progress(self, known: int) -> News:
        """Return what has happened, but for the first `known` events."""
        return News(self._told, self._events[max(known - self._told, 0) :])

    async def _work(self, plan: Plan) -> bool:
        """Run a stretch of tasks; return whether there are others, and all is written down."""
        tasks = await self._next(plan)
        await self._begin_all(plan, tasks[:STRETCH])
        if goes_on := len(tasks) > STRETCH and not self._is_ending:
            await self._keep(plan)
        return goes_on

    async def _next(self, plan: Plan) -> list[Task]:
        """Return the tasks of this history, and one more if there is one."""
        tasks: list[Task] = await workflow.execute_activity(
            TASKS,
            Stretch(plan.run, plan.first, STRETCH + 1),
            result_type=list[Task],
            start_to_close_timeout=_ARTIFACTS,
            retry_policy=RetryPolicy(maximum_attempts=_ATTEMPTS),
        )
        return tasks

    async def _keep(self, plan: Plan) -> None:
        await workflow.execute_activity(
            KEEP,
            Kept(plan.run, plan.told, self._events),
            start_to_close_timeout=_ARTIFACTS,
        )

    async def _begin_all(self, plan: Plan, tasks: Sequence[Task]) -> None:
        begun = []
        for task in tasks:
            await self._place_for(task, plan.places)
            if self._is_ending:
                break
            self._taken += 1
            begun.append(asyncio.create_task(self._work_on(plan, task)))
        await asyncio.gather(*begun)

    async def _place_for(self, task: Task, places: int) -> None:
        most = 1 if task.isolated else places
        await workflow.wait_condition(lambda: self._is_ending or self._taken < most)

    async def _work_on(self, plan: Plan, task: Task) -> None:
        ended = await self._end_of(plan, task)
        self._events.append(Event(task.number, ended.attempt, ended))
        if ended.deployment_lost and not plan.keeps_going:
            self._is_ending = True
        self._taken -= 1

    async def _end_of(self, plan: Plan, task: Task) -> Ended:
        """Return how a task ended, in whichever attempt."""
        for attempt in count(1):
            self._events.append(Event(task.number, attempt))
            try:
                return await self._attempt(plan, task, attempt)
            except ActivityError as error:
                is_last = self._is_ending or attempt == _ATTEMPTS
                if is_last or not _is_worker_lost(error):
                    return _without_result(task, attempt, error)
        raise AssertionError("some attempt is the last")

    async def _attempt(self, plan: Plan, task: Task, attempt: int) -> Ended:
        again = f" (attempt {attempt})" if attempt > 1 else ""
        handle = workflow.start_activity(
            SCENARIO,
            Errand(plan.run, task.number, attempt),
            result_type=Ended,
            summary=f"{task.title}{again}",
            heartbeat_timeout=timedelta(seconds=plan.lost_after),
            start_to_close_timeout=timedelta(seconds=plan.longest),
            retry_policy=RetryPolicy(maximum_attempts=1),  # who is tried again is decided here
            cancellation_type=workflow.ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
        )
        self._running[task.number] = handle
        try:
            ended: Ended = await handle
        finally:
            del self._running[task.number]
        return ended


def _is_worker_lost(error: ActivityError) -> bool:
    cause = error.cause
    if isinstance(cause, OutOfTime):
        return cause.type is TimeoutType.HEARTBEAT
    return isinstance(cause, ApplicationError) and cause.type == WORKER_ENDED


def _without_result(task: Task, attempt: int, error: ActivityError) -> Ended:
    cause = error.cause
    if isinstance(cause, CancelledError):
        return Ended(task.number, attempt, problem="the run was stopped", begun=False)
    if _is_worker_lost(error):
        return Ended(task.number, attempt, problem="its worker was lost")
    if isinstance(cause, OutOfTime):
        return Ended(task.number, attempt, problem="its worker took too long")
    said = cause.message if isinstance(cause, ApplicationError) else str(cause)
    return Ended(task.number, attempt, problem=f"its worker could not do it: {said}")
