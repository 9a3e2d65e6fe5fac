"""Routes for the dead letter queue: what nobody could process, and what becomes of it."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, status
from pydantic import BaseModel

from support.sandbox.sentinai.app import processing, views
from support.sandbox.sentinai.app.access import Database, QueryTenant
from support.sandbox.sentinai.app.database import Connection, Row, one, required, rows
from support.sandbox.sentinai.app.shape import SHAPE

router = APIRouter(prefix="/ops/dlq", tags=["dead letters"])

_LARGEST = 2**63 - 1
_DISCARD = """
update dead_letter_events set status = 'discarded', discarded_at = now(), discarded_by = %s
where id = %s returning *
"""
Entry = Annotated[int, Path(ge=1, le=_LARGEST)]


class Batch(BaseModel):
    """Which dead letters to try again."""

    dlq_ids: list[int]


@router.get("")
def list_dead_letters(
    tenant: QueryTenant,
    connection: Database,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> dict[str, Any]:
    """List the tenant's dead letters, newest first."""
    counted = "select count(*) as total from dead_letter_events where tenant_id = %s"
    found = rows(
        connection,
        "select * from dead_letter_events where tenant_id = %s"
        " order by failed_at desc, id desc limit %s offset %s",
        tenant,
        limit,
        offset,
    )
    return {
        "items": [_listed(row) for row in found],
        "total": required(connection, counted, tenant)["total"],
        "limit": limit,
        "offset": offset,
    }


def _listed(row: Row) -> dict[str, Any]:
    """Show a dead letter in the list."""
    shown = views.dead_letter(row)
    return shown if SHAPE.letters_have_ids else {k: v for k, v in shown.items() if k != "id"}


@router.get("/stats")
def count_dead_letters(tenant: QueryTenant, connection: Database) -> dict[str, Any]:
    """Count the tenant's dead letters."""
    found = rows(
        connection,
        "select status, event_type, worker_type from dead_letter_events where tenant_id = %s",
        tenant,
    )

    def count(column: str) -> dict[str, int]:
        values = [row[column] for row in found]
        return {value: values.count(value) for value in sorted(set(values))}

    statuses = dict.fromkeys(("pending", "retrying", "discarded", "succeeded"), 0)
    return {
        "tenant_id": tenant,
        "total": len(found),
        **(statuses | count("status")),
        "by_event_type": count("event_type"),
        "by_worker_type": count("worker_type"),
    }


@router.post("/retry-batch")
def retry_several(batch: Batch, tenant: QueryTenant, connection: Database) -> dict[str, Any]:
    """Have several events processed again, without those that are others' or do not wait."""
    waiting = rows(
        connection,
        "select id from dead_letter_events"
        " where tenant_id = %s and status = 'pending' and id = any(%s)",
        tenant,
        batch.dlq_ids,
    )
    for row in waiting:
        retry(row["id"], tenant, connection)
    return {"updated_count": len(waiting), "requested_count": len(batch.dlq_ids)}


@router.get("/{entry}")
def get_dead_letter(entry: Entry, tenant: QueryTenant, connection: Database) -> dict[str, Any]:
    """Show a dead letter."""
    return views.dead_letter(known_letter(connection, tenant, entry))


@router.post("/{entry}/retry")
def retry(entry: Entry, tenant: QueryTenant, connection: Database) -> dict[str, Any]:
    """Have a dead-lettered event processed again."""
    letter = _waiting(connection, tenant, entry)
    changed = required(
        connection,
        "update dead_letter_events set status = 'retrying', retried_at = now()"
        " where id = %s returning *",
        entry,
    )
    processing.retry_dead_letter(connection, letter)
    return views.dead_letter(changed)


@router.post("/{entry}/discard")
def discard(
    entry: Entry, tenant: QueryTenant, connection: Database, actor: str = "unknown"
) -> dict[str, Any]:
    """Put a dead letter away for good."""
    _waiting(connection, tenant, entry)
    changed = required(
        connection,
        _DISCARD,
        actor,
        entry,
    )
    return views.dead_letter(changed)


def known_letter(connection: Connection, tenant: str, entry: int) -> Row:
    """Return a dead letter of the tenant; 404 if it has none of that number."""
    query = "select * from dead_letter_events where tenant_id = %s and id = %s for update"
    row = one(connection, query, tenant, entry)
    if row is None:
        detail = f"DLQ entry {entry} not found for tenant {tenant}"
        raise HTTPException(status.HTTP_404_NOT_FOUND, detail)
    return row


def _waiting(connection: Connection, tenant: str, entry: int) -> Row:
    """Return a dead letter that waits for a decision; 409 if it was decided."""
    letter = known_letter(connection, tenant, entry)
    if letter["status"] != "pending":
        detail = f"DLQ entry {entry} is {letter['status']}"
        raise HTTPException(status.HTTP_409_CONFLICT, detail)
    return letter
