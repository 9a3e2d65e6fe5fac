"""A run that is too large for one history and one workflow, on a real Temporal."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pydantic import AnyUrl
from temporalio import activity
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowFailureError, WorkflowHandle
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from support.parallel.processes import ProcessPool
from support.parallel.temporal.artifacts import Artifacts, RunOrder
from support.parallel.temporal.following import FollowedShard, root_of
from support.parallel.temporal.payloads import (
    RUN,
    SCENARIO,
    Ended,
    Errand,
    Event,
    Plan,
    Terms,
    name_of,
)
from support.parallel.temporal.seats import Seats
from support.parallel.temporal.workflow import RunWorkflow, ShardWorkflow
from support.parallel.units import Unit
from support.run.settings import TemporalSettings
from tests.temporal import Server

ID = "dm-261121093000-3f9a1c"
UNITS = {
    number: Unit(number, f"a.feature:{number}", "A promise", "Promises", "a", number in (11, 13))
    for number in range(11, 18)
}
ORDER = RunOrder(ID, "abc", (), {}, {}, 2, 1, 60, 600, UNITS)


Play = Callable[[Errand], Awaitable[Ended]]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("temporal"))
    yield started
    started.kill()


@pytest.fixture
def artifacts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Artifacts:
    """Those of runs whose shards have one place each, and two scenarios in a history."""
    monkeypatch.setattr("support.parallel.temporal.workflow.STRETCH", 2)
    monkeypatch.setattr("support.parallel.temporal.shards.PLACES", 1)
    return Artifacts.of(TemporalSettings(artifacts_url=AnyUrl(tmp_path.as_uri())))


@asynccontextmanager
async def begun(
    client: Client, artifacts: Artifacts, run: str, play: Play, folder: Path
) -> AsyncIterator[WorkflowHandle[Any, Any]]:
    """Start a run whose scenarios a function plays; yield its handle while a worker works."""
    order = replace(ORDER, run=run)
    artifacts.write(order)
    own = Seats(artifacts, "abc", "a worker", ProcessPool(), folder)
    plan = Plan(Terms(run, False, 30, 600), [one.places for one in order.shards], True)
    async with Worker(
        client,
        task_queue=run,
        workflows=[RunWorkflow, ShardWorkflow],
        activities=[activity.defn(name=SCENARIO)(play), own.tasks, own.keep],
        workflow_runner=UnsandboxedWorkflowRunner(),
    ):
        yield await client.start_workflow(RUN, plan, id=run, task_queue=run)


def heard(client: Client, artifacts: Artifacts, run: str) -> list[FollowedShard]:
    """Return what hears each shard of a run."""
    return [
        FollowedShard(
            client.get_workflow_handle(name_of(run, shard)), partial(artifacts.kept, run, shard)
        )
        for shard in (1, 2, 3)
    ]


async def pass_at_once(errand: Errand) -> Ended:
    return Ended(errand.number, errand.attempt)


def test_a_long_run_goes_on_in_shards_and_new_histories(
    server: Server, artifacts: Artifacts, tmp_path: Path
) -> None:
    async def told() -> list[list[Event]]:
        client = await Client.connect(server.address)
        async with begun(client, artifacts, ID, pass_at_once, tmp_path) as run:
            await run.result()
            shards = heard(client, artifacts, ID)
            events = [[*await shard.news()] for shard in shards]
            assert not any([await shard.news() or shard.rest() for shard in shards])
            return events

    events = asyncio.run(told())
    ends = [[event.number for event in shard if event.ended] for shard in events]
    assert ends == [[12, 15, 17], [14, 16], [11, 13]], "one at a time in each shard"
    starts = Counter(event.number for shard in events for event in shard if not event.ended)
    assert starts == dict.fromkeys(UNITS, 1)
    histories = tmp_path / ID / "histories"
    assert [len([*(histories / shard).iterdir()]) for shard in "123"] == [2, 1, 1]


def test_all_shards_hear_what_ends_one_of_them(
    server: Server, artifacts: Artifacts, tmp_path: Path
) -> None:
    """The deployment is lost, then a person ends a shard, then the whole run."""

    async def all_hear() -> None:
        client = await Client.connect(server.address)
        await assert_none_begins_when_the_deployment_is_lost(client, artifacts, tmp_path)
        await assert_a_shard_that_is_ended_is_told(client, artifacts, tmp_path)

    asyncio.run(all_hear())


async def assert_none_begins_when_the_deployment_is_lost(
    client: Client, artifacts: Artifacts, folder: Path
) -> None:
    run_id = ID.replace("093000", "093001")
    other = client.get_workflow_handle(name_of(run_id, 2))
    met = asyncio.Barrier(2)
    begun_ones = []

    async def play(errand: Errand) -> Ended:
        begun_ones.append(errand.number)
        await met.wait()
        if errand.number == 12:
            return Ended(errand.number, errand.attempt, deployment_lost=True)
        async for event in other.fetch_history_events(wait_new_event=True):
            if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED:
                break
        return Ended(errand.number, errand.attempt)

    async with begun(client, artifacts, run_id, play, folder) as run:
        await run.result()
    assert sorted(begun_ones) == [12, 14]
    told = [shard.rest() for shard in heard(client, artifacts, run_id)]
    assert [[event.number for event in shard if event.ended] for shard in told] == [[12], [14], []]


async def assert_a_shard_that_is_ended_is_told(
    client: Client, artifacts: Artifacts, folder: Path
) -> None:
    run_id = ID.replace("093000", "093002")
    is_ended = asyncio.Event()

    async def play(errand: Errand) -> Ended:
        if errand.number == 12:
            await client.get_workflow_handle(name_of(run_id, 1)).terminate()
            is_ended.set()
        await is_ended.wait()
        return Ended(errand.number, errand.attempt)

    async with begun(client, artifacts, run_id, play, folder) as run:
        with pytest.raises(WorkflowFailureError) as failure:
            await run.result()
    assert str(root_of(failure.value)) == "Terminated"
    told = [shard.rest() for shard in heard(client, artifacts, run_id)]
    assert [[event.number for event in shard if event.ended] for shard in told] == [
        [],
        [14, 16],
        [],
    ]
