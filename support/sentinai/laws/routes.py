"""Whatever route is asked, and whoever looks: all say of an exception what was submitted."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from support.core.causes import Cause
from support.laws.agreement import Telling, disagreements
from support.sentinai.client.events import Event
from support.sentinai.client.packs import Playbook
from support.sentinai.exceptions import Submission
from support.sentinai.laws.records import counts, flat, impossible_times, with_gaps
from support.sentinai.observers.database import DatabaseObserver
from support.sentinai.tenant import Tenant

_SINGLE, _LIST = "its status", "the list"
_SEVERITY_IS_KNOWN = "TriageCompleted"
_MILLISECONDS = 3  # digits

# What only the status of one exception tells.
_OF_ONE = {"auditTrail", "pipelineResult"}
# Two words for one thing.
_IN_PROGRESS = {"ANALYZING": "IN_PROGRESS"}


def disagreeing_routes(tenant: Tenant, names: Mapping[str, str]) -> list[str]:
    """Return where routes and the store disagree about exceptions, a sentence each.

    Args:
        tenant: whose exceptions they are.
        names: by the name of each that a caller was told, that under which SentinAI tells of it.
    """
    exceptions = names.values()
    # Whether a tenant is told of others' exceptions, too, is judged where that is promised.
    listed = [
        one
        for one in tenant.client.list_exceptions()
        if one["exceptionId"] in exceptions and one["tenantId"] == tenant.name
    ]
    told: dict[str, Telling] = {
        "what was submitted": _submitted(tenant, names),
        _SINGLE: {name: _shown(tenant.client.show_exception(name)) for name in exceptions},
        _LIST: {str(one["exceptionId"]): _shown(one) for one in listed},
        **_histories(tenant, exceptions),
    }
    if tenant.observer.database is not None:
        told["the store"] = dict(_stored(tenant, tenant.observer.database, exceptions))
    for exception in list(exceptions)[:1]:  # others are alike
        told |= _playbook(tenant, exception)
    counts = Counter(str(one["exceptionId"]) for one in listed)
    wrong: list[str] = [
        (Cause.DUPLICATED if counts[name] else Cause.LOST)(f"{name}: listed {counts[name]} times")
        for name in exceptions
        if counts[name] != 1
    ]
    return [*wrong, *disagreements(told), *impossible_times(told, tenant.exceptions.since)]


def _playbook(tenant: Tenant, exception: str) -> dict[str, Telling]:
    """Return what is told of the playbook that an exception follows, and how that was set up."""
    shown = tenant.client.show_playbook_of(exception)
    told = {
        "currentPlaybookId": shown["playbookId"],
        "currentStep": shown["currentStep"],
        "name": shown["playbookName"],
        "version": shown["playbookVersion"],
        "conditions": shown["conditions"],
        "steps": [f"{step['stepOrder']} {step['actionType']}" for step in shown["steps"]],
    }
    due: dict[str, object] = {}
    if made := tenant.numbers.get(str(shown["playbookId"])):
        steps = [f"{order} {made.tool}" for order, _ in enumerate(made.steps, start=1)]
        due = {**as_made(made), "steps": steps}
    return {
        "its playbook": {exception: with_gaps(flat(told), due)},
        "who set that up": {exception: due | ({"exceptionType": made.kind} if made else {})},
    }


def as_made(playbook: Playbook) -> dict[str, object]:
    """Return what must be told of a playbook, wherever it is told."""
    made = {"name": playbook.name, "version": playbook.version, "conditions": playbook.conditions}
    return flat(made)


def _submitted(tenant: Tenant, names: Mapping[str, str]) -> Telling:
    submitted = {made.known_as: made for made in tenant.exceptions.submissions}
    return {told: _due(tenant, submitted[name]) for name, told in names.items()}


def _due(tenant: Tenant, submission: Submission) -> dict[str, object]:
    content = submission.content
    domain = content.get("context", {}).get("domain")
    due = {
        "tenantId": tenant.name,
        "exceptionType": submission.kind,
        "sourceSystem": content.get("sourceSystem"),
        "normalizedContext": {"domain": domain, "amount": content.get("amount")},
    }
    return flat(due)


def _shown(record: Mapping[str, Any]) -> dict[str, object]:
    told = flat({name: value for name, value in record.items() if name not in _OF_ONE})
    status = str(told["resolutionStatus"])
    return told | {"resolutionStatus": _IN_PROGRESS.get(status, status)}


def _stored(
    tenant: Tenant, database: DatabaseObserver, exceptions: Collection[str]
) -> Iterator[tuple[str, dict[str, object]]]:
    for row in database.exceptions(tenant.name):
        if row["exception_id"] in exceptions:
            context = {name: row[name] for name in ("domain", "entity", "amount", "sla_deadline")}
            record = {
                "exceptionId": row["exception_id"],
                "tenantId": row["tenant_id"],
                "exceptionType": row["type"],
                "severity": str(row["severity"]).upper(),
                "resolutionStatus": str(row["status"]).upper(),
                "sourceSystem": row["source_system"],
                "timestamp": row["created_at"],
                "normalizedContext": context,
                "currentPlaybookId": row["current_playbook_id"],
                "currentStep": row["current_step"],
            }
            yield row["exception_id"], _shown(record)


def _histories(tenant: Tenant, exceptions: Collection[str]) -> dict[str, Telling]:
    """Return what the timelines tell, and the traces, which sum them up."""
    timelines = {name: tenant.client.timeline(name) for name in exceptions}
    traces = {name: _summed_up(tenant.client.trace(name)) for name in exceptions}
    return {
        "its timeline": {name: _summary(events) for name, events in timelines.items()},
        "its trace": traces,
        "its triage": {name: _triage(events) for name, events in timelines.items()},
    }


def _summed_up(summary: Mapping[str, Any]) -> dict[str, object]:
    seconds = round(float(summary.get("duration_seconds") or 0), _MILLISECONDS)
    types = counts(summary["event_types"])
    return flat({**summary, "event_types": types, "duration_seconds": seconds})


def _summary(events: Sequence[Event]) -> dict[str, object]:
    """Return what a trace must say of a timeline."""
    moments = [event.at for event in events]
    lasted = max(moments) - min(moments) if moments else timedelta()
    return _summed_up(
        {
            "total_events": len(events),
            "event_types": Counter(event.type for event in events),
            "first_event_timestamp": min(moments, default=None),
            "last_event_timestamp": max(moments, default=None),
            "duration_seconds": lasted.total_seconds(),
        }
    )


def _triage(events: Iterable[Event]) -> dict[str, object]:
    found = [event.payload for event in events if event.type == _SEVERITY_IS_KNOWN]
    severities = [str(told["severity"]).upper() for told in found if told.get("severity")]
    return {"severity": severities[-1]} if severities else {}
