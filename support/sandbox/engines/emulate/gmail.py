"""What the emulator lacks of Gmail: the profile, and the padding of its base64."""

import json
from typing import Any

import httpx
from fastapi import APIRouter, Request

from support.sandbox.kit.forwarding import Emulator

_ME = "/gmail/v1/users/me"
_ENCODED = {"data", "raw"}  # RFC 4648, section 5


def gmail_routes(emulator: Emulator) -> APIRouter:
    """Return the route of the profile."""
    router = APIRouter()

    @router.get(f"{_ME}/profile")
    async def profile() -> dict[str, str]:
        """Tell whose mailbox it is, and how far its history has come."""
        history = await emulator.client.get(
            f"{_ME}/history",
            params={"startHistoryId": "1", "maxResults": 1},
            headers=emulator.own_headers(),
        )
        address = "acceptance@datamonkey.example"
        return {"emailAddress": address, "historyId": history.json()["historyId"]}

    return router


def with_padding(request: Request, answer: httpx.Response) -> bytes:
    """Return a body in which base64 is padded, as Gmail's is."""
    if not request.url.path.startswith(_ME) or answer.is_error or not answer.content:
        return answer.content
    return json.dumps(json.loads(answer.content, object_hook=_padded)).encode()


def _padded(value: dict[str, Any]) -> dict[str, Any]:
    encoded = {
        key: text for key, text in value.items() if key in _ENCODED and isinstance(text, str)
    }
    return value | {key: text + "=" * (-len(text) % 4) for key, text in encoded.items()}
