"""Routes for tenants: who they are, and whether they may work."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Query, status
from pydantic import BaseModel, Field

from support.sandbox.sentinai.app import views
from support.sandbox.sentinai.app.access import Database, Platform
from support.sandbox.sentinai.app.database import Connection, Row, one, required, rows

router = APIRouter(prefix="/admin", tags=["admin"])
deleting = APIRouter(prefix="/admin", tags=["admin"])
"""A route that not every shape of SentinAI has."""


class NewTenant(BaseModel):
    """A tenant to be."""

    tenant_id: str = Field(min_length=1, max_length=100, pattern=r"^[\w.-]+$")
    name: str = Field(min_length=1, max_length=200)


class NewStatus(BaseModel):
    """What becomes of a tenant."""

    status: Literal["ACTIVE", "SUSPENDED"]


@router.post("/tenants", status_code=status.HTTP_201_CREATED)
def create_tenant(wanted: NewTenant, caller: Platform, connection: Database) -> dict[str, Any]:
    """Create a tenant."""
    row = one(
        connection,
        "insert into tenant (tenant_id, name, created_by) values (%s, %s, %s)"
        " on conflict do nothing returning *",
        wanted.tenant_id,
        wanted.name,
        caller.name,
    )
    if row is None:
        raise HTTPException(
            status.HTTP_400_BAD_REQUEST, f"Tenant already exists: tenant_id={wanted.tenant_id}"
        )
    return views.tenant(row)


@router.get("/tenants")
def list_tenants(
    _: Platform,
    connection: Database,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    page_size: Annotated[int, Query(ge=1, le=100)] = 50,
) -> dict[str, Any]:
    """List all tenants, newest first."""
    total = required(connection, "select count(*) as total from tenant")["total"]
    found = rows(
        connection,
        "select * from tenant order by created_at desc, tenant_id limit %s offset %s",
        page_size,
        (page - 1) * page_size,
    )
    return views.page([views.tenant(row) for row in found], total, page, page_size)


@router.patch("/tenants/{tenant_id}/status")
def set_status(
    tenant_id: str, wanted: NewStatus, _: Platform, connection: Database
) -> dict[str, Any]:
    """Suspend a tenant, or let it work again."""
    known_tenant(connection, tenant_id)
    changed = required(
        connection,
        "update tenant set status = lower(%s)::tenant_status, updated_at = now()"
        " where tenant_id = %s returning *",
        wanted.status,
        tenant_id,
    )
    return views.tenant(changed)


@deleting.delete("/tenants/{tenant_id}", status_code=status.HTTP_204_NO_CONTENT)
def delete_tenant(tenant_id: str, _: Platform, connection: Database) -> None:
    """Delete a tenant with everything that is its own."""
    known_tenant(connection, tenant_id)
    # Whoever writes rows of the tenant holds this one first; to wait for it last would deadlock.
    connection.execute("select from tenant where tenant_id = %s for update", [tenant_id])
    connection.execute(
        "delete from domain_packs where domain in"
        " (select domain from tenant_active_config group by domain"
        "  having array_agg(tenant_id) = %s)",
        [[tenant_id]],
    )
    connection.execute("delete from dead_letter_events where tenant_id = %s", [tenant_id])
    connection.execute("delete from outbox where envelope->>'tenant_id' = %s", [tenant_id])
    connection.execute("delete from tenant where tenant_id = %s", [tenant_id])


def known_tenant(connection: Connection, tenant: str) -> Row:
    """Return a tenant; 404 if there is none of that name."""
    row = one(connection, "select * from tenant where tenant_id = %s", tenant)
    if row is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, f"Tenant not found: {tenant}")
    return row
