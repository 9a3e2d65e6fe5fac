"""What a starter hears of shards: each event once, and an end of each scenario in any case."""

import asyncio
from multiprocessing import Pipe
from pathlib import Path
from unittest.mock import AsyncMock, Mock

import pytest
from temporalio.client import (
    WorkflowExecutionStatus,
    WorkflowFailureError,
    WorkflowQueryRejectedError,
)
from temporalio.exceptions import TerminatedError
from temporalio.service import RPCError, RPCStatusCode

from support.parallel.temporal import executor
from support.parallel.temporal.artifacts import RunOrder
from support.parallel.temporal.executor import TemporalExecutor
from support.parallel.temporal.following import FollowedShard
from support.parallel.temporal.payloads import Ended, Event, News
from support.parallel.units import Result, Unit
from support.reporting.outcomes import LOST

RUN = "dm-261121093000-3f9a1c"
EVENTS = [Event(number, 1) for number in range(10, 16)]
AWAY = RPCError("", RPCStatusCode.UNAVAILABLE, b"")
OVER = WorkflowQueryRejectedError(WorkflowExecutionStatus.COMPLETED)


def test_each_event_of_a_shard_is_heard_once_in_whichever_history() -> None:
    kept: list[Event] = []
    answers = [News(0, EVENTS[:2]), AWAY, News(3, EVENTS[3:4]), News(3, []), OVER]
    handle = Mock(query=AsyncMock(side_effect=answers))
    shard = FollowedShard(handle, lambda: kept)

    def heard() -> list[Event]:
        return [*asyncio.run(shard.news())]

    assert heard() == EVENTS[:2]
    kept += EVENTS[:3]
    assert heard() == []
    assert heard() == EVENTS[2:4]
    assert heard() == []
    kept += EVENTS[3:]
    assert heard() == EVENTS[4:]
    assert heard() == shard.rest() == []


def test_who_comes_late_hears_all_of_a_shard_that_has_ended() -> None:
    shard = FollowedShard(Mock(query=AsyncMock(side_effect=AWAY)), lambda: EVENTS)
    assert asyncio.run(shard.news()) == []
    assert shard.rest() == EVENTS
    assert shard.rest() == []


def test_all_that_is_left_has_an_end_when_somebody_has_ended_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    units = [Unit(number, "a.feature:1", "", "", "", number == 12) for number in (10, 11, 12)]
    told = [Event(10, 1), Event(10, 1, Ended(10, 1, problem="its worker was lost")), Event(11, 1)]
    handle = Mock(
        result=AsyncMock(side_effect=WorkflowFailureError(cause=TerminatedError("by Ada"))),
        query=AsyncMock(side_effect=AWAY),
        describe=AsyncMock(),
    )
    client = Mock(start_workflow=AsyncMock(), get_workflow_handle=lambda _: handle)
    monkeypatch.setattr(executor, "connect", AsyncMock(return_value=client))
    shared = Mock()
    last = Event(12, 1, Ended(12, 1, problem="its worker took too long"))
    shared.artifacts.kept = lambda _, shard: told if shard == 1 else [last]
    session = Mock(id=RUN, folder=tmp_path, lost=False, interrupted=False)
    run = TemporalExecutor(Mock(), [], [], session, 2, shared)
    run._units = {unit.number: unit for unit in units}
    run._order = RunOrder(RUN, "", (), {}, {}, 2, 1, 0, 0, run._units)
    monkeypatch.setattr(run, "_plan", Mock())
    results: list[Result] = []
    signals, _nobody = Pipe()
    asyncio.run(run._follow(signals, results.append, lambda _: None))
    assert {one.outcome.status for one in results} == {LOST}
    assert [(one.unit.number, one.outcome.message) for one in results] == [
        (10, "its worker was lost"),
        (12, "its worker took too long"),
        (11, "Temporal ended the run: by Ada"),
    ]
