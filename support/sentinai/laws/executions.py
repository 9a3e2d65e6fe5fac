"""An entry of the list of executions is the single entry, the row, and what the tool was told."""

from collections.abc import Iterator, Sequence

from support.laws.agreement import Telling, disagreements
from support.sentinai.client.events import Event
from support.sentinai.laws.records import by_key, flat
from support.sentinai.observers.tool_stub import Call
from support.sentinai.tenant import Tenant

_MOST_ASKED_FOR = 5


def disagreeing_executions(tenant: Tenant) -> list[str]:
    """Return where SentinAI tells different things about what a tenant's tools did."""
    client = tenant.client
    listed = client.list_executions()
    asked_for = [str(one["execution_id"]) for one in listed[:_MOST_ASKED_FOR]]
    told: dict[str, Telling] = {
        "the list": by_key(listed, "execution_id"),
        "the single entry": by_key(map(client.show_execution, asked_for), "execution_id"),
        "the tool": dict(_calls(tenant.observer.calls())),
        "the request": dict(_requests(tenant.observer.events(tenant.exceptions.names))),
    }
    if tenant.observer.database is not None:
        rows = tenant.observer.database.executions(tenant.name)
        told["the store"] = by_key(({**row, "execution_id": row["id"]} for row in rows), "id")
    return disagreements(told)


def _calls(calls: Sequence[Call]) -> Iterator[tuple[str, dict[str, object]]]:
    for call in calls:
        if call.execution:
            yield call.execution, flat({"input_payload": call.body, "exception_id": call.exception})


def _requests(events: Sequence[Event]) -> Iterator[tuple[str, dict[str, object]]]:
    for event in events:
        if event.type == "ToolExecutionRequested" and "execution_id" in event.payload:
            told = {"exception_id": event.exception, "tenant_id": event.tenant, **event.payload}
            yield str(event.payload["execution_id"]), flat(told)
