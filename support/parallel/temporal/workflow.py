"""The run as Temporal sees it: workflows that survive whoever started it, and its server."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import (
    ActivityError,
    ApplicationError,
    CancelledError,
    TimeoutType,
)
from temporalio.exceptions import TimeoutError as OutOfTime

from support.parallel.temporal.payloads import (
    BEGIN_NO_MORE,
    KEEP,
    PROGRESS,
    RUN,
    SCENARIO,
    SHARD,
    TASKS,
    WORKER_ENDED,
    Ended,
    Errand,
    Event,
    Kept,
    News,
    Plan,
    Share,
    Stretch,
    Task,
    Terms,
    name_of,
)

_ATTEMPTS = 5
_ARTIFACTS = timedelta(minutes=1)  # for reading or writing there, before it is tried again

STRETCH = 2_000
"""Scenarios in one history: it may have 51,200 events, one scenario makes 6 of them, and as many
more for each worker that it loses. All that is told at once stays below Temporal's 2 MB, too."""


@workflow.defn(name=RUN)
class RunWorkflow:
    """Spreads a run over shards, workflows of their own: one alone is too slow for many seats."""

    def __init__(self) -> None:
        self._is_ending = False
        self._is_cancelled = False

    @workflow.run
    async def run(self, plan: Plan) -> None:
        """Run all shards; when it is cancelled, cancel them, and wait until they have ended.

        Raises:
            ChildWorkflowError: one of them did not come to its end; all others have.
        """
        work = asyncio.create_task(self._work(plan))
        try:
            await asyncio.shield(work)
        except asyncio.CancelledError:
            self._is_ending = self._is_cancelled = True
            await work

    @workflow.signal(name=BEGIN_NO_MORE)
    def begin_no_more(self) -> None:
        """Let all shards begin no more; what they have begun goes on."""
        self._is_ending = True

    async def _work(self, plan: Plan) -> None:
        shards = [Share(plan.terms, shard, places) for shard, places in enumerate(plan.places, 1)]
        isolated = [shards.pop()] if plan.has_isolated else []
        await self._run_all(shards)
        if not self._is_ending:
            await self._run_all(isolated)

    async def _run_all(self, shards: Sequence[Share]) -> None:
        """Run shards at once, each to its end, whatever becomes of others."""
        ends = await asyncio.gather(*map(self._run, shards), return_exceptions=True)
        for end in ends:
            if end is not None:
                raise end

    async def _run(self, share: Share) -> None:
        shard = await workflow.start_child_workflow(
            SHARD, share, id=name_of(share.terms.run, share.shard)
        )
        await workflow.wait_condition(lambda: self._is_ending or shard.done())
        if not shard.done():
            await _let_begin_no_more(shard)
        await workflow.wait_condition(lambda: self._is_cancelled or shard.done())
        shard.cancel()
        await shard


@workflow.defn(name=SHARD)
class ShardWorkflow:
    """Hands scenarios to workers, so many at a time; a red one is a result, and not tried again.

    Only what a lost worker had begun is begun again, and each attempt has a number, so that nothing
    is run twice without being said. A long shard goes on in a new history, when all has ended that
    was begun in the old one.
    """

    def __init__(self) -> None:
        self._told = 0
        self._events: list[Event] = []
        self._running: dict[int, workflow.ActivityHandle[Ended]] = {}
        self._taken = 0
        self._is_ending = False

    @workflow.run
    async def run(self, share: Share) -> None:
        """Run all, and write down how each ended that was begun.

        When it is cancelled, let the running ones undo, and begin no more.
        """
        self._told = share.told
        work = asyncio.create_task(self._work(share))
        try:
            await asyncio.shield(work)
        except asyncio.CancelledError:
            self._is_ending = True
            for handle in list(self._running.values()):
                handle.cancel()
            await work
        if work.result() and not self._is_ending:
            told = share.told + len(self._events)
            workflow.continue_as_new(replace(share, first=share.first + STRETCH, told=told))

    @workflow.signal(name=BEGIN_NO_MORE)
    def begin_no_more(self) -> None:
        """Begin no more; what has begun goes on."""
        self._is_ending = True

    @workflow.query(name=PROGRESS)
    def progress(self, known: int) -> News:
        """Return what has happened, but for the first `known` events."""
        return News(self._told, self._events[max(known - self._told, 0) :])

    async def _work(self, share: Share) -> bool:
        """Run a stretch of tasks, and write it down; return whether there are others."""
        tasks = await self._next(share)
        await self._begin_all(share, tasks[:STRETCH])
        await self._keep(share)
        return len(tasks) > STRETCH

    async def _next(self, share: Share) -> list[Task]:
        """Return the tasks of this history, and one more if there is one."""
        tasks: list[Task] = await workflow.execute_activity(
            TASKS,
            Stretch(share.terms.run, share.shard, share.first, STRETCH + 1),
            result_type=list[Task],
            start_to_close_timeout=_ARTIFACTS,
            retry_policy=RetryPolicy(maximum_attempts=_ATTEMPTS),
        )
        return tasks

    async def _keep(self, share: Share) -> None:
        await workflow.execute_activity(
            KEEP,
            Kept(share.terms.run, share.shard, share.told, self._events),
            start_to_close_timeout=_ARTIFACTS,
        )

    async def _begin_all(self, share: Share, tasks: Sequence[Task]) -> None:
        begun = []
        for task in tasks:
            await workflow.wait_condition(lambda: self._is_ending or self._taken < share.places)
            if self._is_ending:
                break
            self._taken += 1
            begun.append(asyncio.create_task(self._work_on(share.terms, task)))
        await asyncio.gather(*begun)

    async def _work_on(self, terms: Terms, task: Task) -> None:
        ended = await self._end_of(terms, task)
        self._events.append(Event(task.number, ended.attempt, ended))
        if ended.deployment_lost and not (terms.keeps_going or self._is_ending):
            self._is_ending = True
            await _let_begin_no_more(workflow.get_external_workflow_handle(terms.run))
        self._taken -= 1

    async def _end_of(self, terms: Terms, task: Task) -> Ended:
        """Return how a task ended, in whichever attempt."""
        for attempt in count(1):
            self._events.append(Event(task.number, attempt))
            try:
                return await self._attempt(terms, task, attempt)
            except ActivityError as error:
                is_last = self._is_ending or attempt == _ATTEMPTS
                if is_last or not _is_worker_lost(error):
                    return _without_result(task, attempt, error)
        raise AssertionError("some attempt is the last")

    async def _attempt(self, terms: Terms, task: Task, attempt: int) -> Ended:
        again = f" (attempt {attempt})" if attempt > 1 else ""
        handle = workflow.start_activity(
            SCENARIO,
            Errand(terms.run, task.number, attempt),
            result_type=Ended,
            summary=f"{task.title}{again}",
            heartbeat_timeout=timedelta(seconds=terms.lost_after),
            start_to_close_timeout=timedelta(seconds=terms.longest),
            retry_policy=RetryPolicy(maximum_attempts=1),  # who is tried again is decided here
            cancellation_type=workflow.ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
        )
        self._running[task.number] = handle
        try:
            ended: Ended = await handle
        finally:
            del self._running[task.number]
        return ended


async def _let_begin_no_more(
    who: "workflow.ChildWorkflowHandle[Any, Any] | workflow.ExternalWorkflowHandle[Any]",
) -> None:
    with suppress(ApplicationError):  # it has ended
        await who.signal(BEGIN_NO_MORE)


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
