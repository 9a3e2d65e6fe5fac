"""Slack: where people are told what happens."""

from typing import Any

import httpx

# One for all messages: making a client takes longer than sending, and is tried again and again
# where nobody listens.
_client = httpx.AsyncClient(trust_env=False)


async def post(webhook_url: str, message: dict[str, Any]) -> bool:
    """Send a message; return whether it arrived. A Slack that is away disturbs nothing."""
    try:
        answer = await _client.post(webhook_url, json=message)
    except httpx.TransportError:
        return False
    return answer.is_success
