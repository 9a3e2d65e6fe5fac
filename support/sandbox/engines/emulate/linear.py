"""What the emulator lacks of Linear: which issues are archived, and what changed since when.

Linear does not say whether a comment counts as a change of its issue; connectors that ask for
changed issues only rely on it.
"""

import json
import re
from typing import Any

from fastapi import APIRouter, Request, Response

from support.sandbox.kit.forwarding import Emulator

_COMMENTING = re.compile("comment(Create|Update)")
_ARCHIVED_TOO = ", includeArchived: true"
_SINCE = re.compile(r'updatedAt:\s*{\s*gte:\s*"([^"]+)"\s*}')
_CONDITION = rf"(?:archivedAt:\s*{{\s*null:\s*true\s*}}|{_SINCE.pattern})"
_FILTER = re.compile(rf",?\s*filter:\s*{{\s*{_CONDITION}(?:\s*,\s*{_CONDITION})?\s*}}")


def linear_routes(emulator: Emulator) -> APIRouter:
    """Return the route of all queries and mutations."""
    router = APIRouter()

    @router.post("/graphql")
    async def ask(request: Request) -> Response:
        """Leave out the arguments that the emulator does not know, and do what they say."""
        body = await request.json()
        query = body["query"]
        since = _SINCE.search(query)
        asked = _FILTER.sub("", query).replace(_ARCHIVED_TOO, "")
        answer = await emulator.client.post(
            "/graphql", json=body | {"query": asked}, headers=emulator.own_headers()
        )
        shown = answer.json()
        if _COMMENTING.search(query) and "errors" not in shown:
            await _touch(emulator, await _commented(emulator, body["variables"]))
        _leave_out(shown.get("data") or {}, since[1] if since else "", _ARCHIVED_TOO not in query)
        return Response(json.dumps(shown), answer.status_code, media_type="application/json")

    return router


async def _commented(emulator: Emulator, variables: dict[str, Any]) -> str:
    """Return the issue to which a comment was added, or on which one was edited."""
    if "id" not in variables:
        return str(variables["input"]["issueId"])
    query = "query($id: String!) { comment(id: $id) { issue { id } } }"
    body = {"query": query, "variables": {"id": variables["id"]}}
    answer = await emulator.client.post("/graphql", json=body, headers=emulator.own_headers())
    return str(answer.json()["data"]["comment"]["issue"]["id"])


async def _touch(emulator: Emulator, issue: str) -> None:
    """Note that an issue was changed now."""
    mutation = "mutation($id: String!) { issueUpdate(id: $id, input: {}) { success } }"
    body = {"query": mutation, "variables": {"id": issue}}
    await emulator.client.post("/graphql", json=body, headers=emulator.own_headers())


def _leave_out(data: dict[str, Any], since: str, without_archived: bool) -> None:
    """Keep of each listing what was changed since then and is not archived."""
    for listing in data.values():
        if isinstance(listing, dict) and "nodes" in listing:
            listing["nodes"] = [
                one
                for one in listing["nodes"]
                if not (without_archived and one.get("archivedAt"))
                and one.get("updatedAt", since) >= since
            ]
