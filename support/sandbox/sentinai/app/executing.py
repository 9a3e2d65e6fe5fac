"""Playbook, tool and feedback: which steps are due, what their tools do, what came of it."""

import uuid
from typing import Any

from psycopg.types.json import Jsonb

from support.sandbox.sentinai.app import tools
from support.sandbox.sentinai.app.database import Connection, Row, one
from support.sandbox.sentinai.app.events import Envelope, Kind
from support.sandbox.sentinai.app.shape import SHAPE
from support.sandbox.sentinai.app.work import UnfitError, Work

SUCCESS = "success"


def advance(work: Work) -> None:
    """Playbook: begin it, turn its steps into requests for tools, go on when one is done."""
    match work.event.event_type:
        case Kind.PLAYBOOK_MATCHED:
            _go_to(work, int(work.field("playbook_id")), 1)
        case Kind.STEP_EXECUTION_REQUESTED:
            _request_tool(work)
        case Kind.TOOL_EXECUTION_COMPLETED:
            step = work.event.payload.get("step_order")
            if step is not None and work.field("status") == SUCCESS:
                playbook = work.exception()["current_playbook_id"]
                _go_to(work, playbook, int(step) + 1)


def _go_to(work: Work, playbook: int, order: int) -> None:
    """Ask for a step; after the last one the exception is resolved."""
    step = step_of(work.connection, playbook, order)
    if step is None:
        if SHAPE.resolves:
            work.update(status="resolved")
        return
    work.update(current_step=order)
    work.emit(
        Kind.STEP_EXECUTION_REQUESTED,
        {"playbook_id": playbook, "step_order": order, "step_action": step},
    )


def step_of(connection: Connection, playbook: int, order: int) -> Row | None:
    """Return a step of a playbook, or None after the last one."""
    return one(
        connection,
        "select name, action_type as action, params as parameters, step_order"
        " from playbook_step where playbook_id = %s and step_order = %s",
        playbook,
        order,
    )


def _request_tool(work: Work) -> None:
    step = work.field("step_action")
    tool = work.find(
        "select tool_id from tool_definition where tenant_id = %s and name = %s",
        work.event.tenant_id,
        step["action"],
    )
    parameters = step.get("parameters") or {}
    execution = new_execution(
        work.connection, work.event, tool["tool_id"], parameters, ("agent", "PlaybookWorker")
    )
    work.emit(Kind.TOOL_EXECUTION_REQUESTED, execution | {"step_order": work.field("step_order")})


def new_execution(
    connection: Connection,
    about: Envelope,
    tool: int,
    payload: dict[str, Any],
    actor: tuple[str, str],
) -> dict[str, Any]:
    """Enter a request for a tool; return what its event tells."""
    execution = str(uuid.uuid4())
    connection.execute(
        "insert into tool_execution (id, tenant_id, tool_id, exception_id, input_payload,"
        " requested_by_actor_type, requested_by_actor_id) values (%s, %s, %s, %s, %s, %s, %s)",
        [execution, about.tenant_id, tool, about.exception_id, Jsonb(payload), *actor],
    )
    return {
        "tool_id": tool,
        "execution_id": execution,
        "input_payload": payload,
        "requested_by_actor_type": actor[0],
        "requested_by_actor_id": actor[1],
    }


def execute_tool(work: Work) -> None:
    """Tool: call it, and keep what it answers."""
    execution = _execution(work)
    tool = work.find("select * from tool_definition where tool_id = %s", execution["tool_id"])
    output = tools.execute(tool, execution, work.event.correlation_id)
    keep_result(work.connection, execution, output)
    work.emit(
        Kind.TOOL_EXECUTION_COMPLETED,
        {
            "tool_id": execution["tool_id"],
            "execution_id": str(execution["id"]),
            "status": SUCCESS,
            "output_payload": output,
            "error_message": None,
            "step_order": work.event.payload.get("step_order"),
        },
    )


def keep_result(connection: Connection, execution: Row, output: dict[str, Any]) -> None:
    """Keep what a tool answered in the record of its execution."""
    connection.execute(
        "update tool_execution set status = 'succeeded', output_payload = %s, error_message = null,"
        " updated_at = clock_timestamp() where id = %s",
        [Jsonb(output), execution["id"]],
    )


def note_failed_call(work: Work, error: str) -> None:
    """Keep why a tool did not work, so that whoever looks at the execution sees it."""
    work.connection.execute(
        "update tool_execution set status = 'failed', error_message = %s,"
        " updated_at = clock_timestamp() where tenant_id = %s and id::text = %s",
        [error, work.event.tenant_id, str(work.event.payload.get("execution_id"))],
    )


def _execution(work: Work) -> Row:
    try:
        number = uuid.UUID(str(work.field("execution_id")))
    except ValueError:
        raise UnfitError("execution_id is not a UUID") from None
    return work.find(
        "select * from tool_execution where tenant_id = %s and id = %s",
        work.event.tenant_id,
        number,
    )


def capture_feedback(work: Work) -> None:
    """Feedback: keep what came of a tool, for the next time."""
    metrics = {name: work.event.payload.get(name) for name in ("tool_id", "execution_id", "status")}
    if work.event.exception_id:
        exception = work.exception()
        metrics |= {name: exception[name] for name in ("severity", "source_system")}
        metrics["exception_type"] = exception["type"]
    work.emit(Kind.FEEDBACK_CAPTURED, {"metrics": metrics})
