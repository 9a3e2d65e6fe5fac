"""What the emulator lacks of Slack: search, questions by GET, and booleans as Slack's SDK sends."""

import re
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from support.sandbox.kit.forwarding import Emulator

_USER = "xoxp-"
_MOST = 1000  # in a page of the emulator


def slack_routes(emulator: Emulator) -> APIRouter:
    """Return the routes; search is for the tokens of users, and they see public channels only."""
    router = APIRouter()

    @router.get("/api/search.messages")
    async def search(request: Request, query: str, count: int = 20) -> JSONResponse:
        """Find every message that holds all words of the query."""
        if _USER not in request.headers.get("authorization", ""):
            return JSONResponse({"ok": False, "error": "not_allowed_token_type"})
        wanted = _words(query)
        found = [
            message | {"channel": channel}
            async for channel, message in _messages(emulator)
            if wanted <= _words(message["text"])
        ]
        matches = {"matches": found[:count], "total": len(found)}
        return JSONResponse({"ok": True, "query": query, "messages": matches})

    @router.get("/api/auth.test")
    async def whoami() -> JSONResponse:
        """Tell whose the token is; the emulator does so only when something is posted."""
        return JSONResponse(await _call(emulator, "auth.test"))

    @router.post("/api/conversations.create")
    async def create(request: Request) -> JSONResponse:
        """Read a form's booleans as Slack does; the emulator knows no `1`."""
        form = dict(parse_qsl((await request.body()).decode()))
        private = form.get("is_private") in {"1", "true"}
        made = await _call(
            emulator, "conversations.create", name=form.get("name"), is_private=private
        )
        return JSONResponse(made)

    return router


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


async def _messages(emulator: Emulator) -> AsyncIterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield every message of every public channel, replies too, with its channel."""
    channels = await _call(emulator, "conversations.list", exclude_archived=True, limit=_MOST)
    for channel in channels["channels"]:
        if channel["is_private"]:
            continue
        place = {"id": channel["id"], "name": channel["name"]}
        listed = await _call(emulator, "conversations.history", channel=channel["id"], limit=_MOST)
        for message in listed["messages"]:
            thread = await _call(
                emulator, "conversations.replies", channel=channel["id"], ts=message["ts"]
            )
            for one in thread["messages"]:
                yield place, one


async def _call(emulator: Emulator, method: str, **arguments: object) -> Any:  # noqa: ANN401
    answer = await emulator.client.post(
        f"/api/{method}", json=arguments, headers=emulator.own_headers()
    )
    return answer.json()
