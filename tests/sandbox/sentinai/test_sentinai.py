"""The sandbox of SentinAI keeps the promises that the suite demands."""

from collections.abc import Callable

import httpx
import psycopg
import pytest

from tests.conftest import Settings
from tests.sandbox.sentinai.conftest import Bench, eventually

STEP = [
    "StepExecutionRequested",
    "ToolExecutionRequested",
    "ToolExecutionCompleted",
    "FeedbackCaptured",
]
CHAIN = [
    "ExceptionIngested",
    "ExceptionNormalized",
    "TriageRequested",
    "TriageCompleted",
    "PolicyEvaluationRequested",
    "PlaybookMatched",
    "PolicyEvaluationCompleted",
]


def test_an_exception_goes_all_the_way(bench: Bench) -> None:
    exception = bench.post(exceptionId="mine")
    assert exception == "mine"
    bench.wait(exception)
    eventually(lambda: len(bench.events(exception)) == len(CHAIN) + 2 * len(STEP))
    assert bench.events(exception)[: len(CHAIN)] == CHAIN
    assert sorted(bench.tool.executions.values()) == [1, 1]


def test_an_exception_without_an_id_is_known_by_the_one_that_was_given_to_it(bench: Bench) -> None:
    exception = bench.post()
    bench.wait(exception)
    assert bench.events(exception)[0] == "ExceptionIngested"


def test_a_batch_is_taken_as_a_whole(bench: Bench) -> None:
    batch = [{"exceptionType": "PAYMENT_FAILED", "exceptionId": f"b{n}"} for n in range(3)]
    path = f"/exceptions/{bench.tenant}"
    answer = bench.answer("POST", path, json={"exceptions": batch})
    assert answer["exceptionIds"] == ["b0", "b1", "b2"]
    for exception in answer["exceptionIds"]:
        bench.wait(exception)


def test_a_repeated_request_has_no_second_effect(bench: Bench) -> None:
    first = bench.post(key="k", amount=1)
    assert bench.post(key="k", amount=1) == first
    bench.wait(first)
    assert bench.tool.executions.total() == 2
    other = {"exception": {"exceptionType": "OTHER"}}
    headers = {"Idempotency-Key": "k"}
    refused = bench.http.post(f"/exceptions/{bench.tenant}", json=other, headers=headers)
    assert refused.status_code == 409


def test_the_same_id_again_is_the_same_exception(bench: Bench) -> None:
    bench.wait(bench.post(exceptionId="mine"))
    bench.post(exceptionId="mine")
    bench.wait(bench.post(exceptionId="next"))
    assert bench.events("mine").count("ExceptionIngested") == 1


def test_a_failing_tool_is_retried(bench: Bench) -> None:
    bench.tool.failures = 2
    exception = bench.post()
    bench.wait(exception)
    assert sorted(bench.tool.executions.values()) == [1, 3]
    assert bench.events(exception).count("RetryScheduled") == 2
    assert bench.metric('sentinai_retries_total{worker_type="tool"}') == 2


def test_a_tool_that_never_works_ends_in_a_dead_letter(bench: Bench) -> None:
    bench.tool.failures = 1000
    bench.wait(bench.post(), "ESCALATED")
    (letter,) = bench.letters()
    assert letter["status"] == "pending"
    assert letter["retry_count"] == 3
    assert "answered 500" in letter["failure_reason"]
    assert bench.tool.executions.total() == 4
    assert bench.metric("sentinai_dlq_size") == 1


def test_a_dead_letter_that_is_retried_is_processed_again(bench: Bench) -> None:
    bench.tool.failures = 1000
    exception = bench.post()
    bench.wait(exception, "ESCALATED")
    bench.tool.failures = 0
    place = f"/ops/dlq/{bench.letters()[0]['id']}"
    bench.answer("POST", f"{place}/retry")
    bench.wait(exception)
    assert bench.answer("GET", place)["status"] == "succeeded"
    assert bench.http.post(f"{place}/discard").status_code == 409


def test_a_discarded_letter_is_done_with(bench: Bench) -> None:
    bench.tool.failures = 1000
    bench.wait(bench.post(), "ESCALATED")
    place = f"/ops/dlq/{bench.letters()[0]['id']}"
    assert bench.answer("POST", f"{place}/discard?actor=me")["discarded_by"] == "me"
    assert bench.http.post(f"{place}/retry").status_code == 409


@pytest.mark.parametrize(
    "path", ["/exceptions/{}", "/metrics/{}", "/ops/dlq?tenant_id={}", "/api/tools?tenant_id={}"]
)
def test_a_foreign_key_opens_nothing(bench: Bench, sentinai: Settings, path: str) -> None:
    headers = {"X-API-KEY": sentinai["SENTINAI_OTHER_API_KEY"]}
    answer = bench.http.get(path.format(bench.tenant), headers=headers | {"Authorization": ""})
    assert answer.status_code == 403


def test_a_suspended_and_an_unknown_tenant_are_refused(
    bench: Bench, sentinai: Settings, token: Callable[[str], dict[str, str]]
) -> None:
    admin = {"X-API-KEY": sentinai["SENTINAI_ADMIN_API_KEY"], "Authorization": ""}
    status = f"/admin/tenants/{bench.tenant}/status"
    bench.answer("PATCH", status, json={"status": "SUSPENDED"}, headers=admin)
    body = {"exception": {"error": "x"}}
    assert bench.http.post(f"/exceptions/{bench.tenant}", json=body).status_code == 403
    unknown = bench.http.post("/exceptions/nobody", json=body, headers=token("nobody"))
    assert unknown.status_code == 403


def test_personal_data_is_not_stored(bench: Bench, sentinai: Settings) -> None:
    secret = "jane@example.com"
    exception = bench.post(email=secret, capacity=5)
    bench.wait(exception)
    query = {"tenant_id": bench.tenant}
    found = bench.answer("GET", f"/exceptions/{exception}/events", params=query)
    assert secret not in str(found)
    assert found["items"][0]["payload"]["raw_payload"]["capacity"] == 5
    with psycopg.connect(sentinai["DATABASE_URL"]) as connection:
        waiting = connection.execute("select envelope::text from outbox").fetchall()
    assert secret not in str(waiting)


def test_a_worker_that_is_killed_during_its_work_loses_nothing(
    bench: Bench, sentinai_saboteur: httpx.Client
) -> None:
    bench.tool.gate.clear()
    exception = bench.post()
    assert bench.tool.called.wait(10)
    sentinai_saboteur.post("/workers/tool/kill").raise_for_status()
    bench.tool.gate.set()
    assert "tool" not in ready_kinds(bench)
    sentinai_saboteur.put("/workers", json={"tool": 1}).raise_for_status()
    bench.wait(exception)
    assert sorted(bench.tool.executions.values()) == [1, 2]  # the same execution, asked for again
    assert bench.events(exception).count("ToolExecutionCompleted") == 2
    assert "tool" in ready_kinds(bench)


def ready_kinds(bench: Bench) -> set[str]:
    """Return the kinds of workers that are reported as ready."""
    workers = bench.answer("GET", "/ops/workers/health")["workers"]
    return {worker["worker_type"] for worker in workers if worker["readyz_ok"]}


def test_several_workers_of_a_kind_share_the_work(
    bench: Bench, sentinai_saboteur: httpx.Client
) -> None:
    shown = sentinai_saboteur.put("/workers", json={"tool": 2, "publisher": 2}).json()
    assert [len(shown[kind]) for kind in ("tool", "publisher")] == [2, 2]
    exceptions = [bench.post() for _ in range(10)]
    for exception in exceptions:
        bench.wait(exception)
    assert set(bench.tool.executions.values()) == {1}


def test_what_is_posted_without_a_broker_is_delivered_later(
    bench: Bench, sentinai_saboteur: httpx.Client
) -> None:
    sentinai_saboteur.put("/broker", json={"up": False}).raise_for_status()
    try:
        exception = bench.post()
    finally:
        sentinai_saboteur.put("/broker", json={"up": True}).raise_for_status()
    bench.wait(exception)


def test_unknown_defects_and_kinds_are_refused(sentinai_saboteur: httpx.Client) -> None:
    assert sentinai_saboteur.put("/sabotage", json=["nonsense"]).status_code == 422
    assert sentinai_saboteur.put("/workers", json={"nonsense": 1}).status_code == 422
    assert sentinai_saboteur.put("/workers", json={"tool": 99}).status_code == 422
