"""A run that is too long for one history of a workflow, on a real Temporal."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import AnyUrl
from temporalio import activity
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from support.parallel.processes import ProcessPool
from support.parallel.temporal.artifacts import Artifacts, RunOrder
from support.parallel.temporal.payloads import PROGRESS, RUN, SCENARIO, Ended, Errand, News, Plan
from support.parallel.temporal.seats import Seats
from support.parallel.temporal.workflow import RunWorkflow
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


async def played(server: Server, artifacts: Artifacts, folder: Path) -> tuple[list[Ended], News]:
    """Run all units; return the result, and what the workflow still tells afterwards."""
    client = await Client.connect(server.address)
    own = Seats(artifacts, "abc", "a worker", ProcessPool(), folder)
    async with Worker(
        client,
        task_queue="q",
        workflows=[RunWorkflow],
        activities=[play, own.tasks, own.keep],
        workflow_runner=UnsandboxedWorkflowRunner(),
    ):
        plan = Plan(ID, 2, False, 30, 600)
        handle = await client.start_workflow(RUN, plan, id=ID, task_queue="q")
        await handle.result()
        last = client.get_workflow_handle(ID, result_type=list[Ended])
        return await last.result(), await last.query(PROGRESS, 0, result_type=News)


def test_a_long_run_goes_on_in_new_histories(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("support.parallel.temporal.workflow.STRETCH", 3)
    artifacts = Artifacts.of(TemporalSettings(artifacts_url=AnyUrl(tmp_path.as_uri())))
    artifacts.write(ORDER)
    result, news = asyncio.run(played(server, artifacts, tmp_path))
    kept = artifacts.kept(ID)
    assert [one.number for one in result] == [17], "the others belong to earlier histories"
    assert news.told == len(kept) == 12
    told = [*kept, *news.events]
    assert Counter(event.number for event in told if event.ended) == dict.fromkeys(UNITS, 1)
    assert Counter(event.number for event in told if not event.ended) == dict.fromkeys(UNITS, 1)
