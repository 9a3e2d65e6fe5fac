"""Every endpoint by which something of a tenant can be reached."""

from dataclasses import dataclass
from typing import Any

from support.sentinai.client.packs import own_pack

Json = dict[str, Any]


@dataclass(frozen=True)
class Endpoint:
    """A request that concerns one tenant; `{tenant}` and so on are filled in.

    Attributes:
        method: the HTTP method.
        path: the route.
        body: what is sent, with the fields that the route asks for.
        query: whether the tenant is named in the query.
        platform: whether only somebody may make it who looks after all tenants.
    """

    method: str
    path: str
    body: Json | None = None
    query: bool = False
    platform: bool = False


@dataclass(frozen=True)
class Names:
    """What the endpoints of one tenant are filled in with.

    Attributes:
        tenant: its id.
        exception: one of its exceptions.
        retried: the id of a dead letter that may be retried.
        discarded: the id of one that may be discarded.
        tool: the id of one of its tools.
        tool_url: where a tool may be called.
    """

    tenant: str
    exception: str = ""
    retried: int = 0
    discarded: int = 0
    tool: int = 0
    tool_url: str = ""


_EXCEPTION: Json = {"exception": {"error": "somebody wants to get in"}}
_REASON: Json = {"reason": "somebody wants to get in"}
_CALL: Json = {"payload": {}, "actorType": "user", "actorId": "somebody"}
_TOOL: Json = {
    "name": "another",
    "type": "http",
    "description": "somebody wants to get in",
    "input_schema": {"type": "object"},
    "output_schema": {"type": "object"},
    "auth_type": "none",
    "tenant_scope": "tenant",
    "endpoint_config": {"url": "{tool_url}", "method": "POST", "headers": {}},
}
_PLAYBOOK: Json = {"name": "another", "version": 1, "conditions": {}}
# A pack that is right in itself: what is wrong with it may be told before who may bring it.
_PACK: Json = {"tenant_id": "{tenant}", "version": "v6.6", "content": own_pack("{tenant}", [])}
_BATCH: Json = {"dlq_ids": ["{retried}"], "reason": "all of them"}

LIST, SWITCH_OFF = "list its exceptions", "switch a tool off"
_OF_EXCEPTION = "/exceptions/{tenant}/{exception}"

ENDPOINTS = {
    "submit an exception": Endpoint("POST", "/exceptions/{tenant}", _EXCEPTION),
    LIST: Endpoint("GET", "/exceptions/{tenant}"),
    "read an exception": Endpoint("GET", _OF_EXCEPTION),
    "change an exception": Endpoint("PUT", _OF_EXCEPTION, {"status": "resolved"}),
    "read a timeline": Endpoint("GET", "/exceptions/{exception}/events", query=True),
    "read a trace": Endpoint("GET", f"{_OF_EXCEPTION}/trace"),
    "reprocess an exception": Endpoint("POST", f"{_OF_EXCEPTION}/reprocess"),
    "see the playbook that is followed": Endpoint("GET", f"{_OF_EXCEPTION}/playbook"),
    "read its packs": Endpoint("GET", "/admin/tenants/{tenant}/active-config"),
    "change its packs": Endpoint("POST", "/admin/packs/tenant/import", _PACK),
    "list its playbooks": Endpoint("GET", "/api/playbooks", query=True),
    "add a playbook": Endpoint("POST", "/api/playbooks", _PLAYBOOK, query=True),
    "list its tools": Endpoint("GET", "/api/tools", query=True),
    "add a tool": Endpoint("POST", "/api/tools", _TOOL, query=True),
    "call a tool": Endpoint("POST", "/api/tools/{tool}/execute", _CALL, query=True),
    SWITCH_OFF: Endpoint("PUT", "/api/tools/{tool}/enablement", {"enabled": False}, query=True),
    "list what its tools did": Endpoint("GET", "/api/tools/executions", query=True),
    "read its metrics": Endpoint("GET", "/metrics/{tenant}"),
    "list its dead letters": Endpoint("GET", "/ops/dlq", query=True),
    "count its dead letters": Endpoint("GET", "/ops/dlq/stats", query=True),
    "read a dead letter": Endpoint("GET", "/ops/dlq/{retried}", query=True),
    "retry a dead letter": Endpoint("POST", "/ops/dlq/{retried}/retry", _REASON, query=True),
    "retry all dead letters": Endpoint("POST", "/ops/dlq/retry-batch", _BATCH, query=True),
    "discard a dead letter": Endpoint("POST", "/ops/dlq/{discarded}/discard", _REASON, query=True),
    "suspend it": Endpoint(
        "PATCH", "/admin/tenants/{tenant}/status", {"status": "SUSPENDED"}, platform=True
    ),
}
