"""Jobs: their states, their troubles, and what deleting does to them."""

import httpx
import pytest
from qdrant_client import models
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_fixed

from tests.sandbox.conftest import Bench, Branch
from tests.sandboxes import qdrant_of

FOR_EVER_SLOW = [{"kind": "slow", "seconds": 0.5}]


def points(bench: Bench, sync_id: str | None = None) -> int:
    """Count the points of the collection, or of one sync, in the vector store."""
    key, value = "airweave_collection_id", bench.collection.id
    if sync_id:
        key, value = "airweave_system_metadata.sync_id", sync_id
    condition = models.FieldCondition(key=key, match=models.MatchValue(value=value))
    client = qdrant_of(bench.sandbox)
    return client.count("airweave_vectors_256", count_filter=models.Filter(must=[condition])).count


def wait_until_no_points(bench: Bench, sync_id: str | None = None) -> None:
    for attempt in Retrying(
        retry=retry_if_exception_type(AssertionError),
        stop=stop_after_delay(10),
        wait=wait_fixed(0.02),
    ):
        with attempt:
            assert points(bench, sync_id) == 0


def test_a_job_runs_and_is_listed_newest_first(bench: Bench, branch: Branch) -> None:
    connection = bench.connect(branch)
    first = bench.finished(connection)
    assert first.status == "completed"
    assert first.duration_seconds is not None
    assert first.duration_seconds >= 0

    second = bench.sdk.source_connections.run(connection.id)
    assert second.status == "pending"
    bench.finished(connection)
    jobs = bench.sdk.source_connections.get_source_connection_jobs(connection.id)
    assert [job.id for job in jobs] == [second.id, first.id]
    (newest,) = bench.sdk.source_connections.get_source_connection_jobs(connection.id, limit=1)
    assert newest.id == second.id


def test_one_job_at_a_time(bench: Bench, branch: Branch, api: httpx.Client) -> None:
    connection = bench.connect(branch)
    answer = api.post(
        f"/source-connections/{connection.id}/run",
        headers={"X-API-Key": bench.sandbox["AIRWEAVE_API_KEY"]},
    )
    assert answer.status_code == 400
    assert "already" in answer.json()["detail"]
    bench.finished(connection)


def test_states_of_connection_and_collection(
    bench: Bench, branch: Branch, github_faults: httpx.Client
) -> None:
    connection = bench.connect(branch)
    assert connection.status == "syncing"
    assert bench.finished(connection).status == "completed"
    assert bench.sdk.source_connections.get(connection.id).status == "active"
    assert bench.sdk.collections.get(bench.id).status == "ACTIVE"

    github_faults.put("/faults", json=[{"kind": "bad_gateway"}])
    bench.sdk.source_connections.run(connection.id)
    assert bench.finished(connection).status == "failed"
    assert bench.sdk.source_connections.get(connection.id).status == "error"
    assert bench.sdk.collections.get(bench.id).status == "ERROR"


@pytest.mark.parametrize("kind", ["rate_limit_429", "rate_limit_403", "bad_gateway", "cut"])
def test_passing_trouble_is_waited_out(
    bench: Bench, branch: Branch, github_faults: httpx.Client, kind: str
) -> None:
    branch.commit({"docs/a.md": "walrus"})
    connection = bench.connect(branch)
    bench.finished(connection)

    github_faults.put("/faults", json=[{"kind": kind, "times": 2, "retry_after": 0}])

    assert bench.sync(connection, force=True) == (0, 0, 0)
    assert bench.paths() == {"start.md", "docs/a.md"}


def test_lasting_trouble_fails_the_job_and_deletes_nothing(
    bench: Bench, branch: Branch, github_faults: httpx.Client
) -> None:
    branch.commit({"docs/a.md": "walrus"})
    connection = bench.connect(branch)
    bench.finished(connection)

    github_faults.put("/faults", json=[{"kind": "bad_gateway", "path": "/contents/docs"}])
    bench.sdk.source_connections.run(connection.id, force_full_sync=True)
    job = bench.finished(connection)
    assert job.status == "failed"
    assert "502" in (job.error or "")
    assert "/contents/docs" in (job.error or "")
    assert bench.paths() == {"start.md", "docs/a.md"}

    github_faults.delete("/faults")
    branch.commit({"docs/a.md": None})
    assert bench.sync(connection) == (0, 0, 2)


def test_a_late_listing_of_commits_hides_nothing(
    bench: Bench, branch: Branch, github_faults: httpx.Client
) -> None:
    connection = bench.connect(branch)
    bench.finished(connection)

    github_faults.put("/faults", json=[{"kind": "late_commit", "seconds": 3600}])
    branch.commit({"a.md": "walrus"})

    assert bench.sync(connection) == (1, 0, 0)


def test_a_vanished_branch_fails_the_job_by_name(bench: Bench, branch: Branch) -> None:
    connection = bench.connect(branch)
    bench.finished(connection)
    reference = branch.repository.get_git_ref(f"heads/{branch.name}")
    head = branch.head
    reference.delete()
    try:
        bench.sdk.source_connections.run(connection.id)
        job = bench.finished(connection)
        assert job.status == "failed"
        assert branch.name in (job.error or "")
        assert bench.paths() == {"start.md"}
    finally:
        branch.repository.create_git_ref(f"refs/heads/{branch.name}", head)


def test_a_waiting_job_is_cancelled_at_once(bench: Bench, branch: Branch) -> None:
    connection = bench.connect(branch)
    bench.finished(connection)
    job = bench.sdk.source_connections.run(connection.id)

    assert bench.sdk.source_connections.cancel_job(connection.id, job.id).status == "cancelled"
    assert bench.sync(connection) == (0, 0, 0)


def test_a_running_job_is_cancelled_on_its_way(
    bench: Bench, branch: Branch, github_faults: httpx.Client, api: httpx.Client
) -> None:
    connection = bench.connect(branch)
    bench.finished(connection)
    github_faults.put("/faults", json=FOR_EVER_SLOW)
    job = bench.sdk.source_connections.run(connection.id, force_full_sync=True)
    wait_until_running(bench, connection.id)

    assert bench.sdk.source_connections.cancel_job(connection.id, job.id).status == "cancelling"
    assert bench.finished(connection).status == "cancelled"

    again = api.post(
        f"/source-connections/{connection.id}/jobs/{job.id}/cancel",
        headers={"X-API-Key": bench.sandbox["AIRWEAVE_API_KEY"]},
    )
    assert again.status_code == 400
    assert bench.paths() == {"start.md"}


def wait_until_running(bench: Bench, connection_id: str) -> None:
    for attempt in Retrying(
        retry=retry_if_exception_type(AssertionError),
        stop=stop_after_delay(10),
        wait=wait_fixed(0.01),
    ):
        with attempt:
            jobs = bench.sdk.source_connections.get_source_connection_jobs(connection_id)
            assert jobs[0].status == "running"


def test_deleting_a_connection_removes_its_points_only(bench: Bench, branch: Branch) -> None:
    first, second = bench.connect(branch), bench.connect(branch)
    bench.finished(first)
    bench.finished(second)
    assert points(bench) == 4

    assert bench.sdk.source_connections.delete(first.id).id == first.id

    wait_until_no_points(bench, first.sync_id)
    assert points(bench) == 2


def test_deleting_a_collection_stops_its_jobs_and_removes_its_points(
    bench: Bench, branch: Branch, github_faults: httpx.Client
) -> None:
    connection = bench.connect(branch)
    bench.finished(connection)
    github_faults.put("/faults", json=FOR_EVER_SLOW)
    bench.sdk.source_connections.run(connection.id, force_full_sync=True)
    wait_until_running(bench, connection.id)

    bench.sdk.collections.delete(bench.id)
    wait_until_no_points(bench)
    bench.sdk.collections.create(name="Test collection", readable_id=bench.id)
