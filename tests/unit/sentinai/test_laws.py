"""The laws of SentinAI: what calls carry, what events tell, and how records are compared."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import cast

import pytest

from support.sentinai.client.events import Event
from support.sentinai.exceptions import Submission
from support.sentinai.laws.calls import strange_calls
from support.sentinai.laws.events import (
    mixed_correlations,
    stray_failures,
    stray_feedback,
    unlike_events,
    untimely_events,
    untrue_events,
)
from support.sentinai.laws.executions import lost_answers, misjudged_errors
from support.sentinai.laws.records import flat, foreign_records, impossible_times, with_gaps
from support.sentinai.laws.statistics import disagreeing_statistics
from support.sentinai.observers.tenant import Observation
from support.sentinai.observers.tool_stub import Call, Tool
from support.sentinai.tenant import Tenant

NOW = datetime.now(UTC)
CONTENT = {"exceptionType": "PAYMENT", "amount": 1234567890.37, "sourceSystem": "ERP"}
RATE = {"autoResolutionRate": 0.5}
ORDER = {"task": "pay", "kind": "PAYMENT"}


@pytest.fixture
def tenant() -> Tenant:
    secrets = SimpleNamespace(shown_in=lambda text: ["the other's"] if "other" in text else [])
    submission = Submission(CONTENT, "E-1")
    return cast(
        Tenant,
        SimpleNamespace(
            name="T",
            tools={"pay": 1},
            credentials={"pay": "mine"},
            orders={"pay": [ORDER, {"task": "pay", "kind": "REFUND"}]},
            exceptions=SimpleNamespace(submissions=[submission], since=NOW),
            system=SimpleNamespace(secrets=secrets),
        ),
    )


def call(credential: str = "mine", tool: str = "pay", **rest: object) -> Call:
    headers = {"authorization": f"Bearer {credential}", **cast(dict[str, str], rest)}
    return Call(Tool("T", tool), "E-1", "x", dict(ORDER), headers, 0.0, worked=True)


def test_a_call_that_carries_its_own_breaks_nothing(tenant: Tenant) -> None:
    assert not list(strange_calls(tenant, [call(), call(**{"x-tenant-id": "T"})]))


@pytest.mark.parametrize(
    ("strange", "fault"),
    [
        (call("of the other"), "is called with the other's"),
        (call("nobody's"), "is called with no credential that it knows"),
        (call(tool="refund"), "is no tool of this tenant"),
        (call(**{"x-tenant-id": "U"}), "is called for the tenant U"),
        (replace(call(), body={"task": "steal"}), "stands in none of its playbooks"),
        (replace(call(), body={"task": "pay", "kind": "REFUND"}), "E-1, which is a PAYMENT"),
    ],
)
def test_a_call_that_carries_what_is_not_its_own_is_named(
    tenant: Tenant, strange: Call, fault: str
) -> None:
    (found,) = strange_calls(tenant, [strange])
    assert fault in found


def event(
    kind: str = "ExceptionIngested", seconds: float = 0, payload: Mapping[str, object] | None = None
) -> Event:
    return Event(kind, kind, "T", "E-1", NOW + timedelta(seconds=seconds), dict(payload or {}))


def seen(*events: Event, stored: Event | None = None) -> Observation:
    told = [stored] if stored else events
    return Observation({"E-1": events}, {"E-1": told}, {}, {})


def test_an_event_that_all_see_alike_wherever_it_stands_breaks_nothing() -> None:
    assert not unlike_events(seen(event(), stored=replace(event(), partition="exceptions/1")))


@pytest.mark.parametrize(
    ("other", "fault"),
    [
        (event(seconds=3), "not one at"),
        (event(payload={"amount": 12}), "not one payload"),
        (replace(event(), tenant="U"), "not one tenant"),
    ],
)
def test_an_event_that_is_told_differently_is_named(other: Event, fault: str) -> None:
    (found,) = unlike_events(seen(event(), stored=other))
    assert fault in found


def test_events_that_tell_what_was_submitted_break_nothing(tenant: Tenant) -> None:
    told = {"tenant_id": "T", "raw": [CONTENT], "sourceSystem": "ERP", "severity": None}
    later = event("FeedbackCaptured", 1, {"metrics": {"severity": "high"}})
    triaged = event("TriageCompleted", 0.5, {"severity": "HIGH"})
    assert not list(untrue_events(tenant, seen(event(payload=told), triaged, later)))


@pytest.mark.parametrize(("feedback", "is_stray"), [("x-1", False), ("x-2", True)])
def test_feedback_is_of_an_execution_of_its_exception(
    feedback: str, is_stray: bool, tenant: Tenant
) -> None:
    executed = event("ToolExecutionCompleted", 1, {"execution_id": "x-1"})
    told = event("FeedbackCaptured", 2, {"metrics": {"execution_id": feedback}})
    assert bool([*stray_feedback(tenant, seen(executed, told))]) is is_stray


def test_feedback_is_no_stray_where_nothing_else_names_executions(tenant: Tenant) -> None:
    told = event("FeedbackCaptured", 2, {"metrics": {"execution_id": "x-1"}})
    assert not [*stray_feedback(tenant, seen(event(), told))]


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({"raw": {"amount": 1234567890.0}}, "tells the amount 1234567890.0, and it is"),
        ({"tenant_id": "U"}, "tells the tenant U, and it is T"),
        ({"inside": [{"exceptionType": "REFUND"}]}, "tells the kind REFUND, and it is PAYMENT"),
        ({"source_system": "UNKNOWN"}, "tells the source UNKNOWN, and it is ERP"),
    ],
)
def test_events_that_tell_something_else_are_named(
    tenant: Tenant, told: dict[str, object], fault: str
) -> None:
    (found,) = untrue_events(tenant, seen(event(payload=told)))
    assert fault in found


def test_a_severity_that_changes_after_the_triage_is_named(tenant: Tenant) -> None:
    triaged = event("TriageCompleted", 0, {"severity": "HIGH"})
    (found,) = untrue_events(
        tenant, seen(triaged, event("FeedbackCaptured", 1, {"severity": "low"}))
    )
    assert "tells the severity LOW, and it is HIGH" in found


def test_events_before_their_causes_and_from_another_time_are_named(tenant: Tenant) -> None:
    (early,) = untimely_events(tenant, seen(event(), event("ExceptionNormalized", -2)))
    assert "is dated 0:00:02 before its ExceptionIngested" in early
    (strange,) = untimely_events(tenant, seen(event(seconds=7200)))
    assert "which cannot be" in strange
    clocks_differ = seen(event(), event("ExceptionNormalized", -0.1))
    assert not list(untimely_events(tenant, clocks_differ))


def test_a_cause_that_comes_again_is_none_of_what_was_done_before(tenant: Tenant) -> None:
    again, normalized = event(seconds=9), event("ExceptionNormalized", 1)
    assert not list(untimely_events(tenant, seen(event(), again, normalized)))
    second = event("ExceptionNormalized", 3)
    (early,) = untimely_events(tenant, seen(event(), again, normalized, second))
    assert "is dated 0:00:06 before its ExceptionIngested" in early


def retry(failed: str, number: int) -> Event:
    return replace(
        event("RetryScheduled", number, {"event_id": failed, "attempt": number}), id=f"R{number}"
    )


def test_retries_of_an_own_event_that_are_counted_one_by_one_break_nothing(tenant: Tenant) -> None:
    retried = [retry("ExceptionIngested", number) for number in (1, 2)]
    dead = event("DeadLettered", 3, {"original_event_id": "ExceptionIngested"})
    again = replace(retry("ExceptionIngested", 1), id="R3")
    assert not [*stray_failures(tenant, seen(event(), *retried, dead, again))]


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        (retry("ExceptionIngested", 2), "is told as number 2, and is number 1"),
        (retry("another", 1), "is of another, which is none of its events"),
    ],
)
def test_retries_of_others_or_miscounted_ones_are_named(
    tenant: Tenant, told: Event, fault: str
) -> None:
    (found,) = stray_failures(tenant, seen(event(), told))
    assert fault in found


def test_events_of_one_exception_belong_together(tenant: Tenant) -> None:
    first, unsaid = replace(event(), correlation="E-1"), event("TriageRequested")
    assert not [*mixed_correlations(tenant, seen(first, unsaid))]
    stray = replace(unsaid, correlation="E-2")
    (found,) = mixed_correlations(tenant, seen(first, stray))
    assert "Events of E-1 belong to E-1 and E-2" in found


def test_an_execution_shows_what_the_tool_answered() -> None:
    called = replace(call(), receipt="receipt-a", worked=True)
    done = {"execution_id": "x", "status": "succeeded"}
    shown = done | {"output_payload": {"receipt": "receipt-a"}}
    assert not [*lost_answers([shown, {"execution_id": "y"}], [called])]
    assert not [*lost_answers([done | {"status": "requested"}], [called])]
    (found,) = lost_answers([done | {"output_payload": None}], [called])
    assert "x does not show that the tool answered receipt-a" in found


@pytest.mark.parametrize(
    ("status", "error", "fault"),
    [
        ("succeeded", "too late", "x is told as succeeded by it, with the error 'too late'"),
        ("success", "too late", "x is told as success by it, with the error 'too late'"),
        ("failed", None, "x is told as failed by it, without an error"),
        ("error", "", "x is told as error by it, without an error"),
    ],
)
def test_an_error_is_told_of_failures_only(status: str, error: str | None, fault: str) -> None:
    execution = {"execution_id": "x", "status": status, "error_message": error}
    assert [*misjudged_errors([execution], "it")] == [fault]


def test_an_execution_that_is_under_way_may_tell_of_an_attempt() -> None:
    told = [{"status": "succeeded"}, {"status": "failed", "error_message": "too late"}]
    under_way = {"status": "running", "error_message": "the first attempt failed"}
    assert not [*misjudged_errors([*told, under_way], "it")]


def test_records_of_a_time_that_cannot_be_are_named() -> None:
    right = {"at": NOW, "sla_deadline": NOW + timedelta(days=1), "in.at": NOW - timedelta(days=1)}
    (found,) = impossible_times({"the list": {"x": right, "y": {"at": NOW - timedelta(1)}}}, NOW)
    assert found.startswith("y: the list tells at")


def test_records_of_others_are_named() -> None:
    (found,) = foreign_records(
        "T", "tools", [{"tenantId": "T"}, {"tenant_id": "U"}, {"tenantId": None}]
    )
    assert found == "T is shown tools of U"


def test_what_is_due_and_not_told_is_a_gap() -> None:
    assert with_gaps({"name": "a"}, {"name": "a", "version": 1}) == {
        "name": "a",
        "version": "absent",
    }


def test_records_are_compared_by_what_they_say() -> None:
    shown = {"at": "2026-01-01T01:00:00+01:00", "in": {"amount": 1.5, "none": None}, "list": [1]}
    stored = {"at": datetime(2026, 1, 1, tzinfo=UTC), "in": {"amount": Decimal("1.50")}}
    assert flat(shown) == flat({**stored, "list": [Decimal(1)], "empty": ""})


@pytest.mark.parametrize(
    ("shown", "faults"),
    [
        ({"exceptionCount": 2, "escalatedCount": 1, "autoResolutionCount": 1}, 1),
        ({"exceptionCount": 2, "escalatedCount": 1, "autoResolutionCount": 1, **RATE}, 0),
        ({"exceptionCount": 3, "escalatedCount": 0, "autoResolutionCount": 1, **RATE}, 2),
        ({}, 4),
    ],
)
def test_statistics_say_what_was_submitted_and_listed(
    shown: Mapping[str, object], faults: int
) -> None:
    listed = [SimpleNamespace(resolution_status=one) for one in ("ESCALATED", "RESOLVED")]
    client = SimpleNamespace(exceptions=lambda: listed, statistics=lambda: shown)
    exceptions = SimpleNamespace(names=["E-1", "E-2"], markers=[])
    tenant = SimpleNamespace(name="T", client=client, exceptions=exceptions)
    assert len(disagreeing_statistics(cast(Tenant, tenant))) == faults
