"""A run that is too large for one history and one workflow, on a real Temporal."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from pydantic import AnyUrl
from temporalio import activity
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from support.parallel.processes import ProcessPool
from support.parallel.temporal.artifacts import Artifacts, RunOrder
from support.parallel.temporal.following import FollowedLane
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
from support.parallel.temporal.workflow import LaneWorkflow, RunWorkflow
from support.parallel.units import Unit
from support.run.settings import TemporalSettings
from tests.temporal import Server

ID = "dm-261121093000-3f9a1c"
UNITS = {
    number: Unit(number, f"a.feature:{number}", "A promise", "Promises", "a", number in (11, 13))
    for number in range(11, 18)
}
ORDER = RunOrder(ID, "abc", (), {}, {}, 2, 1, 60, 600, UNITS)


@activity.defn(name=SCENARIO)
async def play(errand: Errand) -> Ended:
    return Ended(errand.number, errand.attempt)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    started = Server(tmp_path)
    yield started
    started.kill()


async def played(server: Server, artifacts: Artifacts, folder: Path) -> list[list[Event]]:
    """Run all units; return what a starter hears of each lane that comes late."""
    client = await Client.connect(server.address)
    own = Seats(artifacts, "abc", "a worker", ProcessPool(), folder)
    async with Worker(
        client,
        task_queue="q",
        workflows=[RunWorkflow, LaneWorkflow],
        activities=[play, own.tasks, own.keep],
        workflow_runner=UnsandboxedWorkflowRunner(),
    ):
        plan = Plan(Terms(ID, False, 30, 600), [one.places for one in ORDER.lanes], True)
        await client.execute_workflow(RUN, plan, id=ID, task_queue="q")
        lanes = [
            FollowedLane(
                client.get_workflow_handle(name_of(ID, lane)), partial(artifacts.kept, ID, lane)
            )
            for lane, _ in enumerate(ORDER.lanes, 1)
        ]
        told = [[*await lane.news()] for lane in lanes]
        assert not any([await lane.news() or lane.rest() for lane in lanes])
        return told


def test_a_long_run_goes_on_in_lanes_and_new_histories(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("support.parallel.temporal.workflow.STRETCH", 2)
    monkeypatch.setattr("support.parallel.temporal.lanes.PLACES", 1)
    artifacts = Artifacts.of(TemporalSettings(artifacts_url=AnyUrl(tmp_path.as_uri())))
    artifacts.write(ORDER)
    told = asyncio.run(played(server, artifacts, tmp_path))
    ends = [[event.number for event in lane if event.ended] for lane in told]
    assert ends == [[12, 15, 17], [14, 16], [11, 13]], "one at a time in each lane"
    begun = Counter(event.number for lane in told for event in lane if not event.ended)
    assert begun == dict.fromkeys(UNITS, 1)
    histories = tmp_path / ID / "histories"
    assert [len([*(histories / lane).iterdir()]) for lane in "123"] == [2, 1, 1]
