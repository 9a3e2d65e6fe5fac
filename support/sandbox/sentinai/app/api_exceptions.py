"""Routes for exceptions: submitting them, and seeing what became of them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Header, HTTPException, Query, status
from psycopg import sql
from pydantic import BaseModel

from support.sandbox.sentinai.app import ingestion, views
from support.sandbox.sentinai.app.access import Database, PathTenant
from support.sandbox.sentinai.app.database import Connection, Row, one, required, rows

router = APIRouter(prefix="/exceptions", tags=["exceptions"])
with_keys = APIRouter(prefix="/exceptions", tags=["exceptions"])
without_keys = APIRouter(prefix="/exceptions", tags=["exceptions"])
"""Of these two each shape of SentinAI has one."""

Page = Annotated[int, Query(ge=1, le=1_000_000)]
PageSize = Annotated[int, Query(ge=1, le=100)]
_ACCEPTED = "Exception ingestion request accepted and queued for processing"


class Submission(BaseModel):
    """What is submitted: one exception, or several."""

    exception: dict[str, Any] | None = None
    exceptions: list[dict[str, Any]] | None = None
    source_system: str = "UNKNOWN"
    ingestion_method: str = "api"


class Change(BaseModel):
    """What of an exception may be changed."""

    status: Literal["open", "analyzing", "resolved", "escalated"] | None = None
    sla_deadline: datetime | None = None


@without_keys.post("/{tenant_id}", status_code=status.HTTP_202_ACCEPTED)
def submit(
    tenant: PathTenant, connection: Database, submission: Annotated[Submission, Body()]
) -> dict[str, Any]:
    """Accept exceptions; they are processed later, but certainly."""
    return submit_once(tenant, connection, submission)


@with_keys.post("/{tenant_id}", status_code=status.HTTP_202_ACCEPTED)
def submit_once(
    tenant: PathTenant,
    connection: Database,
    submission: Annotated[Submission, Body()],
    idempotency_key: Annotated[str | None, Header(max_length=255)] = None,
) -> dict[str, Any]:
    """Accept exceptions, and those of a request that is repeated with its key once."""
    wanted = submission.exceptions or ([submission.exception] if submission.exception else [])
    if not wanted or not all(wanted):
        raise HTTPException(
            status.HTTP_400_BAD_REQUEST, "Either 'exception' or 'exceptions' field is required"
        )
    if idempotency_key:
        known = ingestion.answered_before(
            connection, tenant, idempotency_key, submission.model_dump()
        )
        if known is not None:
            return _accepted(known)
    ids = ingestion.accept(
        connection, tenant, wanted, submission.source_system, submission.ingestion_method
    )
    if idempotency_key:
        ingestion.remember_answer(connection, tenant, idempotency_key, ids)
    return _accepted(ids)


def _accepted(ids: list[str]) -> dict[str, Any]:
    return {
        "exceptionId": ids[0],
        "exceptionIds": ids,
        "status": "accepted",
        "message": _ACCEPTED,
    }


@router.get("/{tenant_id}")
def list_exceptions(
    tenant: PathTenant,
    connection: Database,
    page: Page = 1,
    page_size: PageSize = 50,
    domain: str | None = None,
    status: str | None = None,
    severity: str | None = None,
    created_from: datetime | None = None,
    created_to: datetime | None = None,
) -> dict[str, Any]:
    """List a tenant's exceptions, newest first."""
    conditions = {
        "tenant_id = %s": tenant,
        "domain = %s": domain,
        "status::text = lower(%s)": status,
        "severity::text = lower(%s)": severity,
        "created_at >= %s": created_from,
        "created_at <= %s": created_to,
    }
    newest_first = "created_at desc, exception_id"
    return select_page(connection, "exception", conditions, newest_first, page, page_size)


def select_page(
    connection: Connection,
    table: str,
    conditions: dict[str, Any],
    order: str,
    page: int,
    page_size: int,
) -> dict[str, Any]:
    """Return one page of a table, those rows that meet every condition whose value is given."""
    show = {
        "exception": views.exception,
        "event_log": views.event,
        "tool_execution": views.execution,
    }
    given = {text: value for text, value in conditions.items() if value is not None}
    where = f"from {table} where {' and '.join(given)}"
    total = required(connection, f"select count(*) as total {where}", *given.values())["total"]
    found = rows(
        connection,
        f"select * {where} order by {order} limit %s offset %s",
        *given.values(),
        page_size,
        (page - 1) * page_size,
    )
    return views.page([show[table](row) for row in found], total, page, page_size)


@router.get("/{tenant_id}/{exception_id}")
def get_exception(exception_id: str, tenant: PathTenant, connection: Database) -> dict[str, Any]:
    """Show an exception."""
    row = known_exception(connection, tenant, exception_id)
    over = row["status"] in {"resolved", "escalated"}
    result: dict[str, Any] = {
        "status": "COMPLETED" if over else "IN_PROGRESS",
        "stages": {},
        "evidence": [],
    }
    return views.exception(row) | {"pipelineResult": result}


@router.put("/{tenant_id}/{exception_id}")
def change_exception(
    exception_id: str, change: Change, tenant: PathTenant, connection: Database
) -> dict[str, Any]:
    """Change an exception; a new deadline is watched anew."""
    row = known_exception(connection, tenant, exception_id)
    fields: dict[str, Any] = change.model_dump(exclude_none=True)
    if "sla_deadline" in fields:
        fields |= {"sla_imminent_at": None, "sla_expired_at": None}
    if not fields:
        return views.exception(row)
    assignments = sql.SQL(", ").join(
        sql.SQL("{} = %s").format(sql.Identifier(name)) for name in fields
    )
    query = sql.SQL(
        "update exception set {}, updated_at = now()"
        " where tenant_id = %s and exception_id = %s returning *"
    ).format(assignments)
    changed = connection.execute(query, [*fields.values(), tenant, exception_id]).fetchone()
    assert changed is not None
    return views.exception(changed)


@router.post("/{tenant_id}/{exception_id}/reprocess", status_code=status.HTTP_202_ACCEPTED)
def reprocess(exception_id: str, tenant: PathTenant, connection: Database) -> dict[str, Any]:
    """Have an exception processed again, from the beginning."""
    known_exception(connection, tenant, exception_id)
    ingestion.reprocess(connection, tenant, exception_id)
    message = "Exception reprocessing request accepted and queued for processing"
    return {"exceptionId": exception_id, "status": "accepted", "message": message}


def known_exception(connection: Connection, tenant: str, exception_id: str) -> Row:
    """Return an exception of the tenant.

    Raises:
        HTTPException: 404; whether another tenant has it is not told.
    """
    row = one(
        connection,
        "select * from exception where tenant_id = %s and exception_id = %s",
        tenant,
        exception_id,
    )
    if row is None:
        raise HTTPException(
            status.HTTP_404_NOT_FOUND, f"Exception {exception_id} not found for tenant {tenant}"
        )
    return row
