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
from temporalio.exceptions import ActivityError, ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from support.core.errors import SetupError
from support.core.names import run_id
from support.parallel.temporal.artifacts import Artifacts
from support.parallel.temporal.payloads import WORKER_ENDED
from support.parallel.temporal.service import connect, starters_of
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
_LOST = timedelta(seconds=60)
_LONGEST = timedelta(days=2)


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
    async def run(self, arguments: list[str]) -> int:
        """Have it started and followed to its end, by another worker if one has to end.

        Returns:
            Its exit code.
        """
        what = Start(run_id(workflow.now(), workflow.uuid4().hex[:6]), arguments)
        while True:
            try:
                return await self._follow(what)
            except ActivityError as error:
                cause = error.cause
                if not isinstance(cause, ApplicationError) or cause.type != WORKER_ENDED:
                    raise

    async def _follow(self, what: Start) -> int:
        code: int = await workflow.execute_activity(
            _START,
            what,
            result_type=int,
            summary=" ".join(what.arguments),
            heartbeat_timeout=_LOST,
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
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "support", "run", "--executor", "temporal", "--as", what.run),
        *what.arguments,
    )
    ended = asyncio.create_task(process.wait())
    while not ended.done():
        try:
            activity.heartbeat()
            await asyncio.wait({ended}, timeout=_BEAT_S)
        except asyncio.CancelledError:
            is_left = activity.is_worker_shutdown() and _goes_on_without(what.run)
            with suppress(ProcessLookupError):  # it has just ended
                process.send_signal(signal.SIGKILL if is_left else signal.SIGINT)
            if is_left:
                await ended
                raise ApplicationError(
                    "the worker was stopped", type=WORKER_ENDED, non_retryable=True
                ) from None
    return ended.result()


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
        _SCHEDULED, list(when.arguments), id=name, task_queue=starters_of(settings)
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
