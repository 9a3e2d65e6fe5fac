"""What the emulator lacks of Slack: search, a second user, GET, booleans as its SDK sends."""

import re
from collections.abc import AsyncIterator, Set
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from support.sandbox.kit.forwarding import Emulator

_USER = "xoxp-"
_ALL = "public_channel,private_channel"
_MOST = 1000  # in a page of the emulator


def slack_routes(emulator: Emulator) -> APIRouter:
    """Return the routes; search is for the tokens of the user, who is in few private channels.

    To the emulator that user and the bot are one, so it cannot tell in which channels either is.
    """
    router = APIRouter()
    joined: set[str] = set()

    @router.get("/api/search.messages")
    async def search(request: Request, query: str, count: int = 20) -> JSONResponse:
        """Find every message that holds all words of the query."""
        if _USER not in request.headers.get("authorization", ""):
            return JSONResponse({"ok": False, "error": "not_allowed_token_type"})
        wanted = _words(query)
        found = [
            message | {"channel": channel}
            async for channel, message in _messages(emulator, joined)
            if wanted <= _words(message["text"])
        ]
        matches = {"matches": found[:count], "total": len(found)}
        return JSONResponse({"ok": True, "query": query, "messages": matches})

    @router.get("/api/auth.test")
    async def whoami() -> JSONResponse:
        """Tell whose the token is; the emulator does so only when something is posted."""
        return JSONResponse(await _call(emulator, "auth.test"))

    @router.post("/api/conversations.invite")
    async def invite(request: Request) -> JSONResponse:
        """Let the user be in a channel."""
        joined.add((await _form(request))["channel"])
        return JSONResponse({"ok": True})

    @router.post("/api/conversations.kick")
    async def kick(request: Request) -> JSONResponse:
        """Let the user be in a channel no more."""
        channel = (await _form(request))["channel"]
        if channel not in joined:
            return JSONResponse({"ok": False, "error": "not_in_channel"})
        joined.discard(channel)
        return JSONResponse({"ok": True, "errors": {}})

    @router.post("/api/conversations.create")
    async def create(request: Request) -> JSONResponse:
        """Read a form's booleans as Slack does; the emulator knows no `1`."""
        form = await _form(request)
        private = form.get("is_private") in {"1", "true"}
        made = await _call(
            emulator, "conversations.create", name=form.get("name"), is_private=private
        )
        return JSONResponse(made)

    return router


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


async def _form(request: Request) -> dict[str, str]:
    return dict(parse_qsl((await request.body()).decode()))


async def _messages(
    emulator: Emulator, joined: Set[str]
) -> AsyncIterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield every message, replies too, of every channel that is public or joined, with that."""
    channels = await _call(
        emulator, "conversations.list", types=_ALL, exclude_archived=True, limit=_MOST
    )
    for channel in channels["channels"]:
        if channel["is_private"] and channel["id"] not in joined:
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
