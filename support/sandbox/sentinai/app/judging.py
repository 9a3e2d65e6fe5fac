"""The first stages: what an exception is, how bad it is, and which playbook fits it."""

import re
from typing import Any

from support.sandbox.sentinai.app import events, redaction
from support.sandbox.sentinai.app.database import Connection, Row, one, rows
from support.sandbox.sentinai.app.events import Kind
from support.sandbox.sentinai.app.work import UnfitError, Work

_BY_NAME = (("CRITICAL", "critical"), ("HIGH", "high"), ("FAIL", "high"), ("LOW", "low"))
_CONDITION = re.compile(r"exceptionType\s*==\s*['\"](.+)['\"]")


def take_in(work: Work) -> None:
    """Intake: bring the exception into the form in which all later stages know it."""
    raw = work.told("raw_payload")
    if not isinstance(raw, dict):
        raise UnfitError("raw_payload is not an object")
    clean, _ = redaction.redact(raw)
    event = work.event.model_copy(update={"payload": work.event.payload | {"raw_payload": clean}})
    events.record(work.connection, event)
    work.connection.execute(
        "insert into exception (tenant_id, exception_id) values (%s, %s) on conflict do nothing",
        [event.tenant_id, event.exception_id],
    )
    facts = normalized(clean, work.event.payload.get("source_system"))
    work.update(**facts)
    rules = [f"{name}: {value}" for name, value in facts.items() if value is not None]
    work.say(
        Kind.EXCEPTION_NORMALIZED,
        {"normalized_exception": facts, "normalization_rules": rules},
    )


def normalized(raw: dict[str, Any], source_system: object = None) -> dict[str, Any]:
    """Return the columns of an exception, from the words of whoever handed it in."""
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
    work.say(Kind.TRIAGE_REQUESTED, {})
    exception = work.exception()
    severity, evidence = severity_of(work.connection, exception)
    work.update(severity=severity, status="analyzing")
    work.say(
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


def severity_of(connection: Connection, exception: Row) -> tuple[str, str]:
    """Return the severity and why: the tenant's word first, then the domain's, then the name."""
    kind = exception["type"]
    tenant_pack, domain_pack = active_packs(connection, exception["tenant_id"])
    for rule in tenant_pack.get("customSeverityOverrides") or []:
        if rule.get("exceptionType") == kind:
            return str(rule["severity"]).lower(), "The tenant's own rule"
    for rule in domain_pack.get("severityRules") or []:
        match = _CONDITION.fullmatch(str(rule.get("condition", "")).strip())
        if match and match[1] == kind:
            return str(rule["severity"]).lower(), "The domain's rule"
    for word, severity in _BY_NAME:
        if word in kind:
            return severity, f"Its name says {word}"
    return "medium", "No rule matched"


def active_packs(connection: Connection, tenant: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the contents of the tenant's active packs: its own, and its domain's."""
    found = one(
        connection,
        "select t.content_json as tenant, d.content_json as domain from tenant_active_config c"
        " left join tenant_packs t on t.tenant_id = c.tenant_id"
        "  and t.version = c.active_tenant_pack_version"
        " left join domain_packs d on d.domain = c.domain"
        "  and d.version = c.active_domain_pack_version"
        " where c.tenant_id = %s",
        tenant,
    )
    return ((found or {}).get("tenant") or {}, (found or {}).get("domain") or {})


def evaluate(work: Work) -> None:
    """Policy: find the playbook that fits, and say whether it may run."""
    work.say(Kind.POLICY_EVALUATION_REQUESTED, {})
    exception = work.exception()
    playbook = matching_playbook(work.connection, exception)
    if playbook:
        work.update(current_playbook_id=playbook["playbook_id"], current_step=None)
        work.say(
            Kind.PLAYBOOK_MATCHED,
            {
                "playbook_id": playbook["playbook_id"],
                "playbook_name": playbook["name"],
                "match_reason": f"Matched by exception type: {exception['type']}",
            },
        )
    decision = "Allow" if playbook else "Escalate"
    work.say(
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
        " order by coalesce((conditions->>'priority')::numeric, 0) desc, version desc, playbook_id",
        exception["tenant_id"],
    )
    return next((playbook for playbook in found if fits(playbook["conditions"], exception)), None)


def fits(conditions: dict[str, Any], exception: Row) -> bool:
    """Tell whether an exception meets the conditions of a playbook."""
    match = conditions.get("match") or {}
    wanted = {
        "domain": [match.get("domain")],
        "type": match.get("exception_types") or [match.get("exception_type")],
        "severity": match.get("severity_in") or [match.get("severity")],
    }
    return all(
        allowed == [None] or str(exception[field]).lower() in [str(one).lower() for one in allowed]
        for field, allowed in wanted.items()
    )
