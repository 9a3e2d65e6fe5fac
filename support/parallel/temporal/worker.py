"""A worker: takes scenarios of all runs of its revision, until it is told to end."""

import asyncio
import os
import signal
import socket
from contextlib import suppress
from datetime import timedelta
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from support.core.errors import SetupError
from support.core.secrecy import say
from support.parallel.processes import ProcessPool, warm_up
from support.parallel.temporal.artifacts import Artifacts
from support.parallel.temporal.revision import own_revision
from support.parallel.temporal.schedules import ScheduledRun, start
from support.parallel.temporal.seats import BEAT_S, Seats
from support.parallel.temporal.service import (
    connect,
    followers_of,
    going_on,
    identity_of,
    queue_of,
    refuse_the_refused,
    starters_of,
)
from support.parallel.temporal.workflow import RunWorkflow, ShardWorkflow
from support.run.deployments import configured
from support.run.registry import plugins
from support.run.settings import TemporalSettings

_WATCHED = "support.parallel.temporal.watched"
_BEAT = timedelta(seconds=BEAT_S)
_LOOK_S = 5.0  # how long a worker may not know that it is let in no more
_STUCK = timedelta(seconds=2)  # after which another worker takes over the workflow of a dead one


async def serve(seats: int) -> None:
    """Work until SIGINT or SIGTERM; what runs then undoes what it made, and is run elsewhere.

    Args:
        seats: how many scenarios to run at a time.

    Raises:
        SetupError: Temporal or the artifacts cannot be reached, a system's settings are not usable,
            the runs that go on are of another revision, or Temporal lets nobody in any more who has
            the key of this worker.
    """
    settings = TemporalSettings.load()
    artifacts, revision = Artifacts.of(settings), own_revision()
    warm_up([*_modules(), artifacts.module])
    host, process = socket.gethostname(), os.getpid()
    client = await connect(settings, identity_of(host, process, seats))
    await _refuse_others(client, settings, revision)
    with ProcessPool() as pool, TemporaryDirectory(prefix="datamonkey-") as folder:
        own = Seats(artifacts, revision, f"{host} {process}", pool, Path(folder))
        await _work(client, settings, own, seats)


async def _work(client: Client, settings: TemporalSettings, own: Seats, seats: int) -> None:
    queue = queue_of(settings, own.revision)
    worker = Worker(
        client,
        task_queue=queue,
        workflows=[RunWorkflow, ShardWorkflow],
        activities=[own.play, own.tasks, own.keep],
        # The workflow imports nothing that could differ between two times that it is replayed.
        workflow_runner=UnsandboxedWorkflowRunner(),
        max_concurrent_activities=seats,
        max_heartbeat_throttle_interval=_BEAT,
        default_heartbeat_throttle_interval=_BEAT,
        sticky_queue_schedule_to_start_timeout=_STUCK,
    )
    starter = Worker(
        client,
        task_queue=starters_of(settings),
        workflows=[ScheduledRun],
        activities=[start],
        workflow_runner=UnsandboxedWorkflowRunner(),
        max_heartbeat_throttle_interval=_BEAT,
        default_heartbeat_throttle_interval=_BEAT,
    )
    follower = Worker(
        client,
        task_queue=followers_of(settings, own.revision),
        activities=[start],
        max_heartbeat_throttle_interval=_BEAT,
        default_heartbeat_throttle_interval=_BEAT,
    )
    async with worker, starter, follower:
        say(f"Worker {own.name}: {seats} seats, revision {own.revision}, queue {queue}")
        await _told_to_end(client)
        say("Stopping: what runs undoes what it made.")


def _modules() -> list[str]:
    """Return what scenarios will import: of the systems that the settings name, or else of all."""
    named = [one for one in plugins() if configured(one)] or plugins()
    of_each = [one.modules(one.further_modules.keys()) for one in named]
    return [_WATCHED, *chain.from_iterable(of_each)]


async def _refuse_others(client: Client, settings: TemporalSettings, revision: str) -> None:
    going = await going_on(client, settings)
    if going and all(one.revision != revision for one in going):
        raise SetupError(
            f"this checkout is of revision {revision}, and run {going[0].run}, which goes on, of"
            f" {going[0].revision}: check the same one out here"
        )


async def _told_to_end(client: Client) -> None:
    """Wait for SIGINT or SIGTERM.

    Raises:
        SetupError: Temporal lets this worker in no more; its library would go on in vain.
    """
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    while not told.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(told.wait(), _LOOK_S)
        await refuse_the_refused(client)
