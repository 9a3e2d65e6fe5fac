"""A run that was started by the clock: who follows it when a worker is gone, and who stops it."""

import asyncio
import signal
from functools import partial
from pathlib import Path
from unittest.mock import Mock

import pytest
from temporalio.activity import ActivityCancellationDetails as Reason
from temporalio.client import WorkflowHandle
from temporalio.exceptions import ActivityError, ApplicationError, TimeoutType
from temporalio.exceptions import TimeoutError as OutOfTime
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import ActivityEnvironment

from support.parallel.temporal import schedules
from support.parallel.temporal.executor import TemporalExecutor
from support.parallel.temporal.payloads import WORKER_ENDED
from support.parallel.temporal.schedules import Start, start

RUN = "dm-261121093000-3f9a1c"
INTERRUPTED = -signal.SIGINT


async def cancelled(reason: Reason) -> int:
    """Start a run, cancel the activity as soon as it goes on, and return how the run ended."""
    environment, goes_on = ActivityEnvironment(), asyncio.Event()
    environment.on_heartbeat = lambda *_: goes_on.set()
    work = asyncio.create_task(environment.run(start, Start(RUN, [])))
    await goes_on.wait()
    environment.cancel(cancellation_details=reason)
    return int(await work)


@pytest.fixture(autouse=True)
def run_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a run be one that does nothing, and that can do without whoever started it."""
    begin = partial(asyncio.create_subprocess_exec, "sleep", "600")
    monkeypatch.setattr(asyncio, "create_subprocess_exec", lambda *_, stdin: begin(stdin=stdin))
    monkeypatch.setattr(schedules, "_goes_on_without", lambda run: run == RUN)


def test_who_wants_the_end_of_a_run_stops_it() -> None:
    assert asyncio.run(cancelled(Reason(cancel_requested=True))) == INTERRUPTED


@pytest.mark.parametrize("reason", [Reason(not_found=True), Reason(worker_shutdown=True)])
def test_who_may_no_longer_follow_a_run_leaves_it_to_others(reason: Reason) -> None:
    with pytest.raises(ApplicationError) as told:
        asyncio.run(cancelled(reason))
    assert told.value.type == WORKER_ENDED
    (queue,) = told.value.details
    assert queue.startswith("datamonkey-schedules-"), "those of the same checkout"


def test_a_run_that_needs_its_starter_is_stopped_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(schedules, "_goes_on_without", lambda _: False)
    assert asyncio.run(cancelled(Reason(worker_shutdown=True))) == INTERRUPTED


def failed(cause: BaseException) -> ActivityError:
    error = ActivityError(
        "",
        scheduled_event_id=1,
        started_event_id=2,
        identity="",
        activity_type="",
        activity_id="",
        retry_state=None,
    )
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("cause", "queue"),
    [
        (OutOfTime("", type=TimeoutType.HEARTBEAT, last_heartbeat_details=["q"]), "q"),
        (OutOfTime("", type=TimeoutType.HEARTBEAT, last_heartbeat_details=[]), None),
        (OutOfTime("", type=TimeoutType.SCHEDULE_TO_START, last_heartbeat_details=[]), None),
        (ApplicationError("", "q", type=WORKER_ENDED), "q"),
        (ApplicationError("", "q"), None),
    ],
)
def test_only_who_is_gone_is_followed_by_others(cause: BaseException, queue: str | None) -> None:
    assert schedules._queue_of_followers(failed(cause)) == queue


@pytest.mark.parametrize("was_begun", [False, True])
def test_what_its_starter_was_lost_with_is_started_and_what_was_begun_is_not_begun_again(
    was_begun: bool, tmp_path: Path
) -> None:
    shared, session, handle = Mock(), Mock(id=RUN, folder=tmp_path), Mock(spec=WorkflowHandle)
    shared.artifacts.was_begun.return_value = was_begun
    handle.describe.side_effect = RPCError("", RPCStatusCode.NOT_FOUND, b"")
    executor = TemporalExecutor(Mock(), [], [], session, 1, shared, joins=True)
    if was_begun:
        with pytest.raises(RPCError):
            asyncio.run(executor._is_known(handle))
    else:
        assert not asyncio.run(executor._is_known(handle))
