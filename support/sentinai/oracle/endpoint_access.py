"""Everything of a tenant that another tenant might reach for, and what it must not get."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from support.core.errors import Failure
from support.core.http import ApiError
from support.core.tables import NARROW, table
from support.sentinai.client.sentinai import SentinAI

Json = dict[str, Any]

_FORBIDDEN = 403


@dataclass(frozen=True)
class Door:
    """A request that concerns one tenant; `{tenant}` and so on are filled in.

    Attributes:
        method: the HTTP method.
        path: the route.
        query: whether the tenant is named in the query.
        body: what is sent, with the fields that the route asks for.
    """

    method: str
    path: str
    query: bool = False
    body: Json | None = None


@dataclass(frozen=True)
class Belongings:
    """What a stranger might reach for.

    Attributes:
        tenant: whose it is.
        exception: one of its exceptions.
        letter: the id of one of its dead letters.
        tool: the id of one of its tools.
    """

    tenant: str
    exception: str = ""
    letter: int = 0
    tool: int = 0


_EXCEPTION: Json = {"exception": {"error": "from a stranger"}}
_REASON: Json = {"reason": "a stranger wants it"}
_CALL: Json = {"payload": {}, "actorType": "user", "actorId": "stranger"}
_TOOL: Json = {"name": "theirs", "type": "dummy", "input_schema": {}, "output_schema": {}}
_PLAYBOOK: Json = {"name": "theirs", "version": 1, "conditions": {}}
_PACK: Json = {"tenant_id": "{tenant}", "version": "v6.6", "content": {}}

DOORS = {
    "hand in an exception": Door("POST", "/exceptions/{tenant}", body=_EXCEPTION),
    "list its exceptions": Door("GET", "/exceptions/{tenant}"),
    "read an exception": Door("GET", "/exceptions/{tenant}/{exception}"),
    "change an exception": Door(
        "PUT", "/exceptions/{tenant}/{exception}", body={"status": "resolved"}
    ),
    "read a timeline": Door("GET", "/exceptions/{exception}/events", query=True),
    "read a trace": Door("GET", "/exceptions/{tenant}/{exception}/trace"),
    "start an exception again": Door("POST", "/exceptions/{tenant}/{exception}/reprocess"),
    "see the playbook that is followed": Door("GET", "/exceptions/{tenant}/{exception}/playbook"),
    "read its packs": Door("GET", "/admin/tenants/{tenant}/active-config"),
    "change its packs": Door("POST", "/admin/packs/tenant/import", body=_PACK),
    "list its playbooks": Door("GET", "/api/playbooks", query=True),
    "add a playbook": Door("POST", "/api/playbooks", query=True, body=_PLAYBOOK),
    "list its tools": Door("GET", "/api/tools", query=True),
    "add a tool": Door("POST", "/api/tools", query=True, body=_TOOL),
    "call a tool": Door("POST", "/api/tools/{tool}/execute", query=True, body=_CALL),
    "switch a tool off": Door(
        "PUT", "/api/tools/{tool}/enablement", query=True, body={"enabled": False}
    ),
    "list what its tools did": Door("GET", "/api/tools/executions", query=True),
    "read its figures": Door("GET", "/metrics/{tenant}"),
    "list its dead letters": Door("GET", "/ops/dlq", query=True),
    "count its dead letters": Door("GET", "/ops/dlq/stats", query=True),
    "read a dead letter": Door("GET", "/ops/dlq/{letter}", query=True),
    "retry a dead letter": Door("POST", "/ops/dlq/{letter}/retry", query=True, body=_REASON),
    "retry all dead letters": Door(
        "POST", "/ops/dlq/retry-batch", query=True, body={"dlq_ids": [], "reason": "all of them"}
    ),
    "discard a dead letter": Door("POST", "/ops/dlq/{letter}/discard", query=True, body=_REASON),
    "suspend it": Door("PATCH", "/admin/tenants/{tenant}/status", body={"status": "SUSPENDED"}),
}


def answers(names: Iterable[str], belongings: Belongings, stranger: SentinAI) -> dict[str, int]:
    """Let an admin of another tenant try doors; return the status of each answer, by door."""
    return {name: _answer(DOORS[name], belongings, stranger) for name in names}


def expect_closed(answers: Mapping[str, int]) -> None:
    """Expect that a stranger was turned away, as somebody who has no right, at every door.

    Raises:
        Failure: shows the answer at every door.
    """
    wide_open = [name for name, answer in answers.items() if answer != _FORBIDDEN]
    if wide_open:
        rows = [(name, _FORBIDDEN, answer) for name, answer in answers.items()]
        listing = table(["a stranger tries to", "expected answer", "seen"], rows, NARROW)
        raise Failure(f"A stranger is not turned away: {', '.join(wide_open)}\n{listing}")


@dataclass(frozen=True)
class Visit:
    """Somebody asked for the exceptions of a tenant.

    Attributes:
        visitor: of which tenant.
        asked: for which tenant.
        due: the answer that is right.
        seen: the one that came.
    """

    visitor: str
    asked: str
    due: int
    seen: int


def visit(visitor: SentinAI, tenant: str, due: int | None = None) -> Visit:
    """Ask for the exceptions of a tenant; unless told otherwise, its own people are let in."""
    own = 200 if visitor.tenant == tenant else _FORBIDDEN
    seen = _answer(DOORS["list its exceptions"], Belongings(tenant), visitor)
    return Visit(visitor.tenant, tenant, due or own, seen)


def expect_due(visits: Sequence[Visit]) -> None:
    """Expect that every visitor got the answer that is due.

    Raises:
        Failure: shows all answers.
    """
    if not visits or any(visit.seen != visit.due for visit in visits):
        rows = [(visit.visitor, visit.asked, visit.due, visit.seen) for visit in visits]
        raise Failure(
            "Keys do not open what they should, and nothing else\n"
            + table(["somebody of", "asks for", "expected answer", "seen"], rows, NARROW)
        )


def _answer(door: Door, belongings: Belongings, stranger: SentinAI) -> int:
    """Try a door and return the status of the answer; 200 for whatever is granted."""
    path = door.path.format_map(vars(belongings))
    query = {"tenant_id": belongings.tenant, "actor": "stranger"} if door.query else None
    body = {name: _filled(value, belongings) for name, value in (door.body or {}).items()}
    try:
        stranger.api.call(door.method, path, body=body or None, query=query, repeatable=False)
    except ApiError as error:
        return error.status
    return 200


def _filled(value: object, belongings: Belongings) -> object:
    return value.format_map(vars(belongings)) if isinstance(value, str) else value
