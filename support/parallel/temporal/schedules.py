"""Runs that Temporal starts by the clock: their workflow, and what one does with schedules."""

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from temporalio import activity, workflow
from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleHandle,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleSpec,
)
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError, TimeoutType
from temporalio.exceptions import TimeoutError as OutOfTime
from temporalio.service import RPCError, RPCStatusCode

from support.core.errors import SetupError
from support.core.names import run_id
from support.parallel.temporal.artifacts import Artifacts
from support.parallel.temporal.payloads import WORKER_ENDED
from support.parallel.temporal.revision import own_revision
from support.parallel.temporal.service import connect, followers_of, starters_of
from support.run.settings import TemporalSettings

OVERLAPS = {
    "skip": ScheduleOverlapPolicy.SKIP,
    "wait": ScheduleOverlapPolicy.BUFFER_ONE,
    "stop": ScheduleOverlapPolicy.CANCEL_OTHER,
    "both": ScheduleOverlapPolicy.ALLOW_ALL,
}
"""What happens when the last run still goes on."""

CHANGES: Mapping[str, Callable[[ScheduleHandle], Awaitable[None]]] = {
    "pause": ScheduleHandle.pause,
    "resume": ScheduleHandle.unpause,
    "trigger": ScheduleHandle.trigger,
    "delete": ScheduleHandle.delete,
}
"""What can be done to a schedule; a run of it that goes on is left alone."""

_SCHEDULED = "datamonkey-scheduled-run"
_START = "start"
_BEAT_S = 1.0
_LOST_S = 60.0
_LONGEST = timedelta(days=2)
_NOBODY = timedelta(minutes=10)  # for somebody to take it up; then the next run may start
_FOLLOWERS = 10


@dataclass(frozen=True)
class Timetable:
    """When runs start, and with which arguments of `python -m support run`.

    Attributes:
        every: between two of them; None if `cron` says when.
        cron: as cron writes it.
        jitter: by how much each may come later, so that not all start at once.
        overlap: one of `OVERLAPS`.
        arguments: kept by Temporal, and shown on its page.
    """

    every: timedelta | None
    cron: str
    jitter: timedelta
    overlap: str
    arguments: Sequence[str]


@dataclass(frozen=True)
class Start:
    """A run that a worker has to start, or to follow if another one did: its id and arguments."""

    run: str
    arguments: Sequence[str]


@workflow.defn(name=_SCHEDULED)
class ScheduledRun:
    """Has a worker start a run; the run itself is another workflow."""

    @workflow.run
    async def run(self, arguments: list[str], lost_after: float = _LOST_S) -> int:
        """Have it started and followed to its end, by another worker if one ends or is lost.

        Args:
            arguments: of `python -m support run`.
            lost_after: seconds of silence after which a worker counts as lost.

        Returns:
            Its exit code.
        """
        what = Start(run_id(workflow.now(), workflow.uuid4().hex[:6]), arguments)
        queue = None
        for _ in range(_FOLLOWERS):
            try:
                return await self._follow(what, queue, timedelta(seconds=lost_after))
            except ActivityError as error:
                queue = _queue_of_followers(error)
                if queue is None:
                    raise
        raise ApplicationError(f"{_FOLLOWERS} workers were lost with it", non_retryable=True)

    async def _follow(self, what: Start, queue: str | None, lost_after: timedelta) -> int:
        code: int = await workflow.execute_activity(
            _START,
            what,
            task_queue=queue,
            result_type=int,
            summary=" ".join(what.arguments),
            heartbeat_timeout=lost_after,
            schedule_to_start_timeout=_NOBODY,
            start_to_close_timeout=_LONGEST,
            retry_policy=RetryPolicy(maximum_attempts=1),
            cancellation_type=workflow.ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
        )
        return code


@activity.defn(name=_START)
async def start(what: Start) -> int:
    """Run `python -m support run` here, with the settings of this worker; return its exit code.

    Raises:
        ApplicationError: this worker has to end; the run goes on, and another one may follow it.
    """
    queue = followers_of(TemporalSettings.load(), own_revision())
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "support", "run", "--executor", "temporal", "--as", what.run),
        *what.arguments,
        stdin=asyncio.subprocess.PIPE,  # it closes with this worker, however that ends
    )
    ended = asyncio.create_task(process.wait())
    while not ended.done():
        try:
            activity.heartbeat(queue)
            await asyncio.wait({ended}, timeout=_BEAT_S)
        except asyncio.CancelledError:
            is_left = not _is_told_to_stop() and _goes_on_without(what.run)
            with suppress(ProcessLookupError):  # it has just ended
                process.send_signal(signal.SIGKILL if is_left else signal.SIGINT)
            if is_left:
                await ended
                raise ApplicationError(
                    "the worker was stopped", queue, type=WORKER_ENDED, non_retryable=True
                ) from None
    return ended.result()


def _queue_of_followers(error: ActivityError) -> str | None:
    """Return where those wait who may follow a run whose worker is gone; None if it is not gone."""
    cause = error.cause
    details: Sequence[object] = ()
    if isinstance(cause, ApplicationError) and cause.type == WORKER_ENDED:
        details = cause.details
    elif isinstance(cause, OutOfTime) and cause.type is TimeoutType.HEARTBEAT:
        details = cause.last_heartbeat_details
    return str(details[0]) if details else None


def _is_told_to_stop() -> bool:
    """Tell whether somebody wants the end of a run, and not only of its being followed here.

    A worker that was silent for too long is told to end, too: another one follows the run then.
    """
    details = activity.cancellation_details()
    return details is not None and details.cancel_requested


def _goes_on_without(run: str) -> bool:
    """Tell whether a run has begun, and can do without whoever started it."""
    try:
        order = Artifacts.of(TemporalSettings.load()).order_of(run)
    except SetupError:
        return False
    return all(place.is_live for place in order.deployments.values())


async def create(name: str, when: Timetable) -> None:
    """Make a schedule.

    Raises:
        SetupError: there is one of that name, or Temporal refuses.
    """
    settings = TemporalSettings.load()
    client = await connect(settings)
    action = ScheduleActionStartWorkflow(
        _SCHEDULED,
        args=[list(when.arguments), settings.worker_lost_s],
        id=name,
        task_queue=starters_of(settings),
    )
    spec = ScheduleSpec(
        intervals=[ScheduleIntervalSpec(every=when.every)] if when.every else [],
        cron_expressions=[when.cron] if when.cron else [],
        jitter=when.jitter,
    )
    policy = SchedulePolicy(overlap=OVERLAPS[when.overlap])
    try:
        await client.create_schedule(name, Schedule(action=action, spec=spec, policy=policy))
    except ScheduleAlreadyRunningError:
        raise SetupError(f"there is a schedule {name!r} already; delete it first") from None
    except RPCError as error:
        raise SetupError(f"Temporal refuses {name!r}: {error.message}") from None


async def listed() -> list[str]:
    """Return a line for each schedule: its name, whether it is paused, when it runs next."""
    client = await connect(TemporalSettings.load())
    return [await _described(client, one.id) async for one in await client.list_schedules()]


async def change(name: str, what: str) -> None:
    """Do one of `CHANGES` to a schedule.

    Raises:
        SetupError: there is none of that name, or Temporal refuses.
    """
    client = await connect(TemporalSettings.load())
    try:
        await CHANGES[what](client.get_schedule_handle(name))
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            raise SetupError(f"there is no schedule {name!r}") from None
        raise SetupError(f"Temporal refuses {name!r}: {error.message}") from None


async def _described(client: Client, name: str) -> str:
    found = await client.get_schedule_handle(name).describe()
    upcoming = found.info.next_action_times
    when = f"next at {upcoming[0]:%Y-%m-%d %H:%M:%S} UTC" if upcoming else "nothing to come"
    state = "paused" if found.schedule.state.paused else when
    return f"{name}: {state}, {found.info.num_actions} runs started"
