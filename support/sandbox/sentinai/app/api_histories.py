"""Routes that tell what happened to an exception."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter

from support.sandbox.sentinai.app.access import Database, PathTenant, QueryTenant
from support.sandbox.sentinai.app.api_exceptions import Page, PageSize, known_exception, select_page
from support.sandbox.sentinai.app.database import Connection, one, rows
from support.sandbox.sentinai.app.shape import SHAPE

router = APIRouter(prefix="/exceptions", tags=["histories"])


@router.get("/{exception_id}/events")
def timeline(
    exception_id: str,
    tenant: QueryTenant,
    connection: Database,
    page: Page = 1,
    page_size: PageSize = 50,
    event_type: str | None = None,
    date_from: datetime | None = None,
    date_to: datetime | None = None,
) -> dict[str, Any]:
    """Tell the story of an exception, from its beginning."""
    known_exception(connection, tenant, exception_id)
    conditions = {
        "tenant_id = %s": tenant,
        "exception_id = %s": exception_id,
        "event_type = %s": event_type,
        "timestamp >= %s": date_from,
        "timestamp <= %s": date_to,
    }
    order = timeline_order()
    return select_page(connection, "event_log", conditions, order, page, page_size)


def timeline_order() -> str:
    """Return how a timeline is ordered."""
    return SHAPE.timelines


@router.get("/{tenant_id}/{exception_id}/trace")
def trace(exception_id: str, tenant: PathTenant, connection: Database) -> dict[str, Any]:
    """Sum up the events of an exception."""
    known_exception(connection, tenant, exception_id)
    counted = rows(
        connection,
        "select event_type, count(*) as count, min(timestamp) as first, max(timestamp) as last"
        " from event_log where tenant_id = %s and exception_id = %s group by event_type",
        tenant,
        exception_id,
    )
    first = min((row["first"] for row in counted), default=None)
    last = max((row["last"] for row in counted), default=None)
    return {
        "exception_id": exception_id,
        "tenant_id": tenant,
        "total_events": sum(row["count"] for row in counted),
        "event_types": {row["event_type"]: row["count"] for row in counted},
        "worker_types": _workers_of(connection, tenant, exception_id),
        "first_event_timestamp": first,
        "last_event_timestamp": last,
        "duration_seconds": (last - first).total_seconds() if first and last else 0.0,
    }


def _workers_of(connection: Connection, tenant: str, exception_id: str) -> list[str]:
    found = rows(
        connection,
        "select distinct worker_type from event_processing"
        " where tenant_id = %s and exception_id = %s order by 1",
        tenant,
        exception_id,
    )
    return [row["worker_type"] for row in found]


@router.get("/{tenant_id}/{exception_id}/playbook")
def get_playbook(exception_id: str, tenant: PathTenant, connection: Database) -> dict[str, Any]:
    """Show the playbook that an exception follows."""
    row = known_exception(connection, tenant, exception_id)
    found = one(
        connection, "select * from playbook where playbook_id = %s", row["current_playbook_id"]
    )
    steps = rows(
        connection,
        'select step_order as "stepOrder", name, action_type as "actionType", params'
        " from playbook_step where playbook_id = %s order by step_order",
        row["current_playbook_id"],
    )
    return {
        "exceptionId": exception_id,
        "playbookId": row["current_playbook_id"],
        "playbookName": found["name"] if found else None,
        "playbookVersion": found["version"] if found else None,
        "conditions": found["conditions"] if found else None,
        "steps": steps,
        "currentStep": row["current_step"],
    }
