"""Intake, triage and policy: what an exception is, how bad it is, and which playbook fits."""

from typing import Any

from support.sandbox.sentinai.app import events, redaction, views
from support.sandbox.sentinai.app.database import Connection, Row, rows
from support.sandbox.sentinai.app.events import Kind
from support.sandbox.sentinai.app.work import UnfitError, Work

_BY_NAME = (("CRITICAL", "critical"), ("HIGH", "high"), ("FAIL", "high"), ("LOW", "low"))


def normalize(work: Work) -> None:
    """Intake: bring the exception into the form in which all later stages know it."""
    raw = work.field("raw_payload")
    if not isinstance(raw, dict):
        raise UnfitError("raw_payload is not an object")
    clean = redaction.redact(raw)
    event = work.event.model_copy(update={"payload": work.event.payload | {"raw_payload": clean}})
    events.store(work.connection, event)
    work.connection.execute(
        "insert into exception (tenant_id, exception_id) values (%s, %s) on conflict do nothing",
        [event.tenant_id, event.exception_id],
    )
    facts = columns_of(clean, work.event.payload.get("source_system"))
    work.update(**facts)
    rules = [f"{name}: {value}" for name, value in facts.items() if value is not None]
    work.emit(
        Kind.EXCEPTION_NORMALIZED,
        {"normalized_exception": views.normalized(facts), "normalization_rules": rules},
    )


def columns_of(raw: dict[str, Any], source_system: object = None) -> dict[str, Any]:
    """Return the columns of an exception, from the words of whoever submitted it."""
    context = raw.get("context")
    domain = context.get("domain") if isinstance(context, dict) else None
    amount = raw.get("amount")
    return {
        "type": str(raw.get("exceptionType") or raw.get("exception_type") or "UNKNOWN").upper(),
        "domain": str(domain or raw.get("domain") or "default"),
        "source_system": str(raw.get("sourceSystem") or source_system or "UNKNOWN"),
        "entity": str(raw["entity"]) if raw.get("entity") else None,
        "amount": amount if isinstance(amount, int | float) else None,
    }


def triage(work: Work) -> None:
    """Triage: decide how bad the exception is."""
    work.emit(Kind.TRIAGE_REQUESTED, {})
    exception = work.exception()
    severity, evidence = severity_of(exception["type"])
    work.update(severity=severity, status="analyzing")
    work.emit(
        Kind.TRIAGE_COMPLETED,
        {
            "decision": f"Triaged {exception['type']} {severity.upper()}",
            "exception_type": exception["type"],
            "severity": severity.upper(),
            "confidence": 0.8,
            "evidence": [evidence],
            "next_step": "ProceedToPolicy",
        },
    )


def severity_of(kind: str) -> tuple[str, str]:
    """Return how bad exceptions of a kind are, and why."""
    for word, severity in _BY_NAME:
        if word in kind:
            return severity, f"Its name says {word}"
    return "medium", "Its name says nothing"


def evaluate(work: Work) -> None:
    """Policy: find the playbook that fits, and say whether it may run."""
    work.emit(Kind.POLICY_EVALUATION_REQUESTED, {})
    exception = work.exception()
    playbook = matching_playbook(work.connection, exception)
    if playbook:
        work.update(current_playbook_id=playbook["playbook_id"], current_step=None)
        work.emit(
            Kind.PLAYBOOK_MATCHED,
            {
                "playbook_id": playbook["playbook_id"],
                "playbook_name": playbook["name"],
                "match_reason": f"Matched by exception type: {exception['type']}",
            },
        )
    decision = "Allow" if playbook else "Escalate"
    work.emit(
        Kind.POLICY_EVALUATION_COMPLETED,
        {
            "decision": decision,
            "confidence": 0.8,
            "evidence": [f"Exception type: {exception['type']}"],
            "next_step": "ExecutePlaybook" if playbook else "Escalate",
        },
    )


def matching_playbook(connection: Connection, exception: Row) -> Row | None:
    """Return the tenant's playbook of the highest priority whose conditions all hold."""
    found = rows(
        connection,
        "select * from playbook where tenant_id = %s"
        " order by coalesce((conditions->>'priority')::numeric, 0) desc, version desc,"
        " playbook_id desc",
        exception["tenant_id"],
    )
    return next((playbook for playbook in found if fits(playbook["conditions"], exception)), None)


def fits(conditions: dict[str, Any], exception: Row) -> bool:
    """Tell whether an exception meets the conditions of a playbook."""
    kind = (conditions.get("match") or {}).get("exception_type")
    return kind is None or str(kind).lower() == str(exception["type"]).lower()
