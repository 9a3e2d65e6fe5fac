"""A call carries its own: the tenant's, the tool's, the playbook's, and nobody else's."""

from collections.abc import Iterable, Iterator

from support.core.causes import Cause, as_in
from support.sentinai.client.packs import Json
from support.sentinai.observers.tool_stub import Call
from support.sentinai.tenant import Tenant

_TENANT = "x-tenant-id"


def strange_calls(tenant: Tenant, calls: Iterable[Call]) -> Iterator[str]:
    """Yield what calls of a tenant's tools carry that is not their own.

    Args:
        tenant: whose tools are called.
        calls: of its tools.
    """
    kinds = {made.known_as: made.kind for made in tenant.exceptions.submissions}
    for call in calls:
        for fault in _faults(tenant, call, kinds.get(call.exception, "")):
            yield as_in([fault], f"{call.tool.name} of {tenant.name} is called {fault}")


def _faults(tenant: Tenant, call: Call, kind: str) -> Iterator[str]:
    tool = call.tool.name
    if tool not in tenant.tools:
        yield Cause.LEAKED("and is no tool of this tenant")
        return
    if (brought := call.headers.get("authorization", "")) != f"Bearer {tenant.credentials[tool]}":
        owners = tenant.system.secrets.shown_in(brought)
        cause = Cause.LEAKED if owners else Cause.LOST
        yield cause(f"with {' and '.join(owners) or 'no credential that it knows'}")
    if (said := call.headers.get(_TENANT, tenant.name)) != tenant.name:
        yield Cause.LEAKED(f"for the tenant {said}")
    if call.body not in tenant.orders[tool]:
        cause = _of_strange_order(tenant, call.body)
        yield cause(f"and told {call.body}, which stands in none of its playbooks")
    elif call.body.get("kind", kind) != kind and kind:
        yield Cause.ALTERED(f"for {call.exception}, which is a {kind}, and told {call.body}")


def _of_strange_order(tenant: Tenant, order: Json) -> Cause:
    """Return why a tool is told what stands in none of its tenant's playbooks."""
    if not order:
        return Cause.LOST
    is_anothers = order.get("payer", tenant.name) != tenant.name
    return Cause.LEAKED if is_anothers else Cause.INVENTED
