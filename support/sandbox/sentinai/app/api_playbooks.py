"""Routes for playbooks and tools."""

import uuid
from typing import Any, Literal

from fastapi import APIRouter, HTTPException, status
from psycopg.types.json import Jsonb
from pydantic import BaseModel, Field

from support.sandbox.sentinai.app import events, executing, tools, views
from support.sandbox.sentinai.app.access import Database, QueryTenant
from support.sandbox.sentinai.app.api_exceptions import Page, PageSize, select_page
from support.sandbox.sentinai.app.database import Connection, Row, one, required, rows
from support.sandbox.sentinai.app.events import Envelope, Kind

router = APIRouter(prefix="/api", tags=["playbooks and tools"])


class Step(BaseModel):
    """A step of a playbook."""

    name: str = ""
    action: str
    parameters: dict[str, Any] = {}


class NewPlaybook(BaseModel):
    """A playbook to be."""

    name: str
    version: int = Field(ge=1)
    conditions: dict[str, Any] = {}
    steps: list[Step] = []


class Endpoint(BaseModel):
    """Where a tool is called, and how."""

    url: str = Field(min_length=1)
    method: str = "POST"
    headers: dict[str, str] = {}


class NewTool(BaseModel):
    """A tool to be."""

    name: str = Field(min_length=1)
    type: Literal["http"]
    description: str = ""
    input_schema: dict[str, Any]
    output_schema: dict[str, Any]
    endpoint_config: Endpoint


class Enablement(BaseModel):
    """Whether a tool may be called."""

    enabled: bool


class Order(BaseModel):
    """A call of a tool that a person or a program asks for."""

    payload: dict[str, Any] = {}
    exceptionId: str | None = None  # noqa: N815  the product's names
    actorType: str = "user"  # noqa: N815
    actorId: str = "api"  # noqa: N815


@router.post("/playbooks", status_code=status.HTTP_201_CREATED)
def create_playbook(
    wanted: NewPlaybook, tenant: QueryTenant, connection: Database
) -> dict[str, Any]:
    """Create a playbook with its steps."""
    row = required(
        connection,
        "insert into playbook (tenant_id, name, version, conditions)"
        " values (%s, %s, %s, %s) returning *",
        tenant,
        wanted.name,
        wanted.version,
        Jsonb(wanted.conditions),
    )
    for order, step in enumerate(wanted.steps, start=1):
        connection.execute(
            "insert into playbook_step (playbook_id, step_order, name, action_type, params)"
            " values (%s, %s, %s, %s, %s)",
            [
                row["playbook_id"],
                order,
                step.name or f"Step {order}",
                step.action,
                Jsonb(step.parameters),
            ],
        )
    return views.playbook(row)


@router.get("/playbooks")
def list_playbooks(tenant: QueryTenant, connection: Database) -> dict[str, Any]:
    """List the tenant's playbooks."""
    query = "select * from playbook where tenant_id = %s order by playbook_id"
    items = [views.playbook(row) for row in rows(connection, query, tenant)]
    return {"items": items, "total": len(items)}


@router.post("/tools", status_code=status.HTTP_201_CREATED)
def create_tool(wanted: NewTool, tenant: QueryTenant, connection: Database) -> dict[str, Any]:
    """Tell the tenant's workers of a tool."""
    try:
        tools.check_address(wanted.name, wanted.endpoint_config.url)
    except tools.ToolError as error:
        raise HTTPException(status.HTTP_400_BAD_REQUEST, str(error)) from None
    config = {
        "description": wanted.description,
        "inputSchema": wanted.input_schema,
        "outputSchema": wanted.output_schema,
        "endpointConfig": wanted.endpoint_config.model_dump(),
    }
    row = one(
        connection,
        "insert into tool_definition (tenant_id, name, type, config) values (%s, %s, %s, %s)"
        " on conflict do nothing returning *",
        tenant,
        wanted.name,
        wanted.type,
        Jsonb(config),
    )
    if row is None:
        detail = f"Tool already exists: {wanted.name}"
        raise HTTPException(status.HTTP_400_BAD_REQUEST, detail)
    return views.tool(row)


@router.get("/tools")
def list_tools(tenant: QueryTenant, connection: Database) -> dict[str, Any]:
    """List the tenant's tools."""
    query = "select * from tool_definition where tenant_id = %s order by tool_id"
    items = [views.tool(row) for row in rows(connection, query, tenant)]
    return {"items": items, "total": len(items)}


@router.put("/tools/{tool_id}/enablement")
def enable_tool(
    tool_id: int, wanted: Enablement, tenant: QueryTenant, connection: Database
) -> dict[str, Any]:
    """Allow or forbid calls of a tool."""
    _known_tool(connection, tenant, tool_id)
    query = "update tool_definition set enabled = %s where tool_id = %s returning *"
    return views.tool(required(connection, query, wanted.enabled, tool_id))


@router.post("/tools/{tool_id}/execute", status_code=status.HTTP_202_ACCEPTED)
def execute_tool(
    tool_id: int, order: Order, tenant: QueryTenant, connection: Database
) -> dict[str, Any]:
    """Have a tool called; the answer comes later, in the list of executions."""
    _known_tool(connection, tenant, tool_id)
    about = Envelope(
        event_type=Kind.TOOL_EXECUTION_REQUESTED,
        tenant_id=tenant,
        exception_id=order.exceptionId,
        correlation_id=order.exceptionId,
        payload={},
    )
    told = executing.new_execution(
        connection, about, tool_id, order.payload, (order.actorType, order.actorId)
    )
    events.emit(connection, about.model_copy(update={"payload": told}))
    query = "select * from tool_execution where id = %s"
    return views.execution(required(connection, query, told["execution_id"]))


@router.get("/tools/executions")
def list_executions(
    tenant: QueryTenant,
    connection: Database,
    page: Page = 1,
    page_size: PageSize = 50,
    tool_id: int | None = None,
    exception_id: str | None = None,
    status: str | None = None,
    actor_type: str | None = None,
) -> dict[str, Any]:
    """List the tenant's executions, newest first."""
    conditions = {
        "tenant_id = %s": tenant,
        "tool_id = %s": tool_id,
        "exception_id = %s": exception_id,
        "status::text = lower(%s)": status,
        "requested_by_actor_type = lower(%s)": actor_type,
    }
    return select_page(
        connection, "tool_execution", conditions, "created_at desc, id", page, page_size
    )


@router.get("/tools/executions/{execution_id}")
def get_execution(
    execution_id: uuid.UUID, tenant: QueryTenant, connection: Database
) -> dict[str, Any]:
    """Show an execution."""
    query = "select * from tool_execution where tenant_id = %s and id = %s"
    row = one(connection, query, tenant, execution_id)
    if row is None:
        detail = f"Tool execution {execution_id} not found"
        raise HTTPException(status.HTTP_404_NOT_FOUND, detail)
    return views.execution(row)


def _known_tool(connection: Connection, tenant: str, tool: int) -> Row:
    query = "select * from tool_definition where tenant_id = %s and tool_id = %s"
    row = one(connection, query, tenant, tool)
    if row is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, f"Tool {tool} not found")
    return row
