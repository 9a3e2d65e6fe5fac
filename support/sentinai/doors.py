"""Everything of a tenant that another tenant might reach for, and what it must not get."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from support.api import ApiError
from support.errors import Failure
from support.sentinai.client import SentinAI
from support.tables import NARROW, table

_FORBIDDEN = 403


@dataclass(frozen=True)
class Door:
    """A request that concerns one tenant; `{tenant}` and so on are filled in.

    Attributes:
        method: the HTTP method.
        path: the route.
        query: whether the tenant is named in the query.
    """

    method: str
    path: str
    query: bool = False


DOORS = {
    "hand in an exception": Door("POST", "/exceptions/{tenant}"),
    "list its exceptions": Door("GET", "/exceptions/{tenant}"),
    "read an exception": Door("GET", "/exceptions/{tenant}/{exception}"),
    "change an exception": Door("PUT", "/exceptions/{tenant}/{exception}"),
    "read a timeline": Door("GET", "/exceptions/{exception}/events", query=True),
    "read a trace": Door("GET", "/exceptions/{tenant}/{exception}/trace"),
    "start an exception again": Door("POST", "/exceptions/{tenant}/{exception}/reprocess"),
    "read its packs": Door("GET", "/admin/tenants/{tenant}/active-config"),
    "list its playbooks": Door("GET", "/api/playbooks", query=True),
    "list its tools": Door("GET", "/api/tools", query=True),
    "read its figures": Door("GET", "/metrics/{tenant}"),
    "list its dead letters": Door("GET", "/ops/dlq", query=True),
    "count its dead letters": Door("GET", "/ops/dlq/stats", query=True),
    "read a dead letter": Door("GET", "/ops/dlq/{letter}", query=True),
    "retry a dead letter": Door("POST", "/ops/dlq/{letter}/retry", query=True),
    "discard a dead letter": Door("POST", "/ops/dlq/{letter}/discard", query=True),
}


def answers(
    names: Iterable[str], tenant: str, exception: str, letter: int, stranger: SentinAI
) -> dict[str, int]:
    """Let a stranger try doors and return the status of each answer.

    Args:
        names: of the doors.
        tenant: whose doors they are.
        exception: one of its exceptions.
        letter: the id of one of its dead letters.
        stranger: an admin of another tenant.
    """
    return {name: _answer(DOORS[name], tenant, exception, letter, stranger) for name in names}


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
    seen = _answer(DOORS["list its exceptions"], tenant, "", 0, visitor)
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


def _answer(door: Door, tenant: str, exception: str, letter: int, stranger: SentinAI) -> int:
    """Try a door and return the status of the answer; 200 for whatever is granted."""
    path = door.path.format(tenant=tenant, exception=exception, letter=letter)
    query = {"tenant_id": tenant, "actor": "stranger"} if door.query else None
    body = None if door.method == "GET" else _BODIES.get(door.method)
    try:
        stranger.api.call(door.method, path, body=body, query=query, repeatable=False)
    except ApiError as error:
        return error.status
    return 200


_BODIES = {
    "POST": {"exception": {"error": "from a stranger"}, "reason": "a stranger wants it"},
    "PUT": {"status": "resolved"},
}
