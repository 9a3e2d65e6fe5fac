"""Rows of the database as the API shows them."""

from typing import Any

from support.sandbox.sentinai.app.database import Row

Json = dict[str, Any]

MASK = "***"


def exception(row: Row) -> Json:
    """Show an exception."""
    return {
        "exceptionId": row["exception_id"],
        "tenantId": row["tenant_id"],
        "sourceSystem": row["source_system"],
        "exceptionType": row["type"],
        "severity": row["severity"].upper(),
        "timestamp": row["created_at"],
        "rawPayload": {},
        "normalizedContext": _context(row),
        "detectedRules": [],
        "suggestedActions": [],
        "resolutionStatus": row["status"].upper(),
        "auditTrail": [],
        "currentPlaybookId": row["current_playbook_id"],
        "currentStep": row["current_step"],
    }


def normalized(facts: Row) -> Json:
    """Show what intake has made of an exception."""
    return {
        "exceptionType": facts["type"],
        "sourceSystem": facts["source_system"],
        "normalizedContext": _context(facts),
    }


def _context(row: Row) -> Json:
    """Show what stands beside an exception, as far as it is known."""
    told = {name: row.get(name) for name in ("domain", "entity", "amount", "sla_deadline")}
    told["amount"] = told["amount"] and float(told["amount"])
    return {name: value for name, value in told.items() if value is not None}


def event(row: Row) -> Json:
    """Show an event of a timeline."""
    return {
        "eventId": row["event_id"],
        "exceptionId": row["exception_id"],
        "tenantId": row["tenant_id"],
        "eventType": row["event_type"],
        "actorType": "system",
        "actorId": "system",
        "payload": row["payload"],
        "createdAt": row["timestamp"],
        "correlationId": row["correlation_id"],
    }


def playbook(row: Row) -> Json:
    """Show a playbook."""
    return {
        "playbookId": row["playbook_id"],
        "tenantId": row["tenant_id"],
        "name": row["name"],
        "version": row["version"],
        "conditions": row["conditions"],
        "createdAt": row["created_at"],
    }


def tool(row: Row) -> Json:
    """Show a tool, without what it wants to see in every call."""
    endpoint = row["config"]["endpointConfig"]
    masked = endpoint | {"headers": dict.fromkeys(endpoint["headers"], MASK)}
    return {
        "toolId": row["tool_id"],
        "tenantId": row["tenant_id"],
        "name": row["name"],
        "type": row["type"],
        "config": row["config"] | {"endpointConfig": masked},
        "enabled": row["enabled"],
        "createdAt": row["created_at"],
    }


def execution(row: Row) -> Json:
    """Show an execution of a tool."""
    return {"execution_id" if name == "id" else name: value for name, value in row.items()}


def dead_letter(row: Row) -> Json:
    """Show a dead letter."""
    return dict(row)


def tenant(row: Row) -> Json:
    """Show a tenant."""
    return dict(row) | {"industry": None}


def page(items: list[Json], total: int, number: int, size: int) -> Json:
    """Show a page of a list."""
    pages = -(-total // size)
    return {
        "items": items,
        "total": total,
        "page": number,
        "page_size": size,
        "total_pages": pages,
    }


def explain(_: Exception) -> str:
    """Say why the database refused a value, without a word of the inside."""
    return "The request holds a value that cannot be stored"
