"""Calls tools."""

import ipaddress
import os
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import httpx
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_incrementing

from support.sandbox.sentinai.app.database import Row
from support.sandbox.sentinai.app.shape import SHAPE

_TIMEOUT_S = 5.0
_FIRST_DELAY_S = float(os.environ.get("SENTINAI_RETRY_FIRST_DELAY_S", "1"))
_client = httpx.Client(timeout=_TIMEOUT_S)


class ToolError(Exception):
    """A tool did not do its work; the message says why."""


def execute(tool: Row, execution: Row, correlation: str | None) -> dict[str, Any]:
    """Call a tool and return what it answers.

    Raises:
        ToolError: it refused, failed, or gave no answer.
    """
    name, payload = tool["name"], execution["input_payload"]
    if tool["enabled"] is False:
        raise ToolError(f"Tool {name!r} is disabled")
    endpoint = tool["config"]["endpointConfig"]
    headers = endpoint["headers"] | identity_of(execution, correlation)
    call = partial(_call, name, endpoint["method"], endpoint["url"], headers, payload)
    trying = Retrying(
        retry=retry_if_exception_type(ToolError),
        stop=stop_after_attempt(SHAPE.tools_are_tried),
        wait=wait_incrementing(_FIRST_DELAY_S, _FIRST_DELAY_S),
        reraise=True,
    )
    return trying(call)


def identity_of(execution: Row, correlation: str | None) -> dict[str, str]:
    """Return the headers that tell a tool for whom it is called, where it is told."""
    if not SHAPE.tools_are_told:
        return {}
    return {
        "Idempotency-Key": str(execution["id"]),
        "X-Tenant-ID": execution["tenant_id"],
        "X-Exception-ID": execution["exception_id"] or "",
        "X-Correlation-ID": correlation or "",
    }


def check_address(name: str, url: str) -> None:
    """Refuse plain HTTP, except on the loopback interface, where nobody listens in.

    Raises:
        ToolError: the address is not allowed.
    """
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname or "")):
        return
    raise ToolError(f"URL validation failed for tool {name!r}: {parts.scheme!r} is not allowed")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _call(
    name: str, method: str, url: str, headers: dict[str, str], payload: dict[str, Any]
) -> dict[str, Any]:
    try:
        answer = _client.request(method, url, headers=headers, json=payload)
    except httpx.HTTPError as error:
        raise ToolError(f"Tool {name!r} gave no answer: {error}") from None
    if not answer.is_success:
        raise ToolError(f"Tool {name!r} answered {answer.status_code}: {answer.text[:200]}")
    try:
        body = answer.json()
    except ValueError:
        body = {"text": answer.text}
    return body if isinstance(body, dict) else {"result": body}
