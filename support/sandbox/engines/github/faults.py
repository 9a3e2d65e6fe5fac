"""The ways in which the gate can misbehave on request, each one a small ASGI middleware.

Shapes and status codes: docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Literal
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from support.sandbox.engines.github.errors import error
from support.sandbox.kit import private

Kind = Literal[
    "rate_limit_403",
    "rate_limit_429",
    "bad_gateway",
    "cut",
    "slow",
    "late_commit",
    "bad_credentials",
    "refusal",
]

Error = Callable[[int, str, dict[str, str]], ASGIApp]
"""Returns a vendor's answer to what it does not do: status, message, headers."""


class Fault(BaseModel):
    """One misbehaviour and when it applies."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind
    times: int | None = Field(default=None, ge=1, description="how often; None: for ever")
    every: int = Field(default=1, ge=1, description="applies each k-th request that it concerns")
    seconds: float = Field(default=1.0, ge=0, description="how slow, or how late a commit")
    retry_after: int = Field(default=1, ge=0, description="when a rate limit ends, in seconds")
    path: str = Field(default="", description="concerns only paths that contain this")
    whole: bool = Field(default=False, description="concerns only the very path")
    words: str = Field(default="", description="concerns only requests whose body contains this")
    status: int = Field(default=403, ge=400, le=599, description="of a refusal")
    name: str = Field(default="", description="by which it is replaced and removed")
    lasts: float | None = Field(default=None, gt=0, description="for so many seconds; None: ever")

    _met: int = PrivateAttr(default=0)
    _applied: int = PrivateAttr(default=0)
    _planted: float = PrivateAttr(default_factory=time.monotonic)
    _lifted: asyncio.Event = PrivateAttr(default_factory=asyncio.Event)

    @property
    def is_over(self) -> bool:
        """Whether it has lasted as long as it should."""
        return self.lasts is not None and time.monotonic() - self._planted > self.lasts

    def applies(self, method: str, path: str, body: bytes) -> bool:
        """Count a request that the fault concerns, and tell whether it applies."""
        if self.is_over or self.times == self._applied or not self._concerns(method, path):
            return False
        if self.words.encode() not in body:
            return False
        self._met += 1
        applies = self._met % self.every == 0
        self._applied += applies
        return applies

    def lift(self) -> None:
        """Let go of the requests that it holds back."""
        self._lifted.set()

    async def hold_back(self) -> None:
        """Wait for as long as the fault says, or until it is lifted."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._lifted.wait(), self.seconds)

    def _concerns(self, method: str, path: str) -> bool:
        listing = method == "GET" and path.endswith("/commits")
        is_meant = self.path == path if self.whole else self.path in path
        return is_meant and (listing or self.kind != "late_commit")


class FaultInjection:
    """ASGI middleware: lets the first fault that applies to a request handle it."""

    def __init__(self, app: ASGIApp, faults: list[Fault], error: Error = error) -> None:
        self._app = app
        self._faults = faults
        self._error = error

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request; the sandbox's own routes are left alone."""
        if any(fault.words for fault in self._faults) and scope["type"] == "http":
            body, receive = await _read(receive)
        else:
            body = b""
        fault = self._applying(scope, body)
        if fault is None:
            await self._app(scope, receive, send)
        elif fault.kind == "refusal":
            headers = {"retry-after": str(fault.retry_after)}
            await self._error(fault.status, "Refused on request", headers)(scope, receive, send)
        else:
            await _KINDS[fault.kind](fault, self._app, scope, receive, send)

    def _applying(self, scope: Scope, body: bytes) -> Fault | None:
        if scope["type"] != "http" or scope["path"].startswith(private.PATH):
            return None
        method, path = scope["method"], scope["path"]
        return next((fault for fault in self._faults if fault.applies(method, path, body)), None)


async def _read(receive: Receive) -> tuple[bytes, Receive]:
    """Return the body of a request, and what hands it out once more."""
    parts, more = [], True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    body = b"".join(parts)
    again: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        return again.pop() if again else await receive()

    return body, receive_again


async def _rate_limit_403(
    fault: Fault, app: ASGIApp, scope: Scope, receive: Receive, send: Send
) -> None:
    """The primary rate limit: no requests left until the reset."""
    headers = {
        "x-ratelimit-limit": "5000",
        "x-ratelimit-remaining": "0",
        "x-ratelimit-used": "5000",
        "x-ratelimit-reset": str(int(time.time()) + fault.retry_after),
        "x-ratelimit-resource": "core",
    }
    answer = error(403, "API rate limit exceeded for user ID 1.", headers)
    await answer(scope, receive, send)


async def _rate_limit_429(
    fault: Fault, app: ASGIApp, scope: Scope, receive: Receive, send: Send
) -> None:
    """A secondary rate limit: too much at once, come back later."""
    message = (
        "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
    )
    answer = error(429, message, {"retry-after": str(fault.retry_after)})
    await answer(scope, receive, send)


async def _bad_credentials(
    fault: Fault, app: ASGIApp, scope: Scope, receive: Receive, send: Send
) -> None:
    """A token that was revoked, or has expired."""
    await error(401, "Bad credentials")(scope, receive, send)


async def _bad_gateway(
    fault: Fault, app: ASGIApp, scope: Scope, receive: Receive, send: Send
) -> None:
    """A proxy of GitHub's that cannot reach its backend."""
    await error(502, "Server Error")(scope, receive, send)


async def _cut(fault: Fault, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """The connection breaks off without an answer.

    ASGI has no word for this, so it takes the transport from uvicorn's request object, and
    waits until uvicorn has noticed that nobody is there to answer.
    """
    receive.__self__.transport.abort()  # type: ignore[attr-defined]
    while (await receive())["type"] != "http.disconnect":
        pass


async def _slow(fault: Fault, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """The right answer, but late."""
    await fault.hold_back()
    await app(scope, receive, send)


async def _late_commit(
    fault: Fault, app: ASGIApp, scope: Scope, receive: Receive, send: Send
) -> None:
    """A listing of commits does not know the youngest ones yet."""
    until = datetime.now(UTC) - timedelta(seconds=fault.seconds)
    query = parse_qsl(scope["query_string"].decode())
    query.append(("until", until.isoformat()))
    await app({**scope, "query_string": urlencode(query).encode()}, receive, send)


_Misbehaviour = Callable[[Fault, ASGIApp, Scope, Receive, Send], Awaitable[None]]
_KINDS: dict[Kind, _Misbehaviour] = {
    "rate_limit_403": _rate_limit_403,
    "rate_limit_429": _rate_limit_429,
    "bad_gateway": _bad_gateway,
    "cut": _cut,
    "slow": _slow,
    "late_commit": _late_commit,
    "bad_credentials": _bad_credentials,
}


def switches(faults: list[Fault]) -> APIRouter:
    """Return the routes by which `faults` are told."""
    router = APIRouter(prefix=private.PATH)

    @router.get("/faults")
    async def list_faults() -> list[Fault]:
        return [fault for fault in faults if not fault.is_over]

    @router.put("/faults")
    async def replace_faults(wanted: list[Fault]) -> list[Fault]:
        await remove_faults()
        faults.extend(wanted)
        return faults

    @router.delete("/faults", status_code=204)
    async def remove_faults() -> None:
        for fault in faults:
            fault.lift()
        faults.clear()

    @router.put("/faults/{name:path}")
    async def plant(name: str, wanted: Fault) -> Fault:
        await remove_fault(name)
        faults.insert(0, wanted.model_copy(update={"name": name}))
        return faults[0]

    @router.delete("/faults/{name:path}", status_code=204)
    async def remove_fault(name: str) -> None:
        for fault in [fault for fault in faults if fault.name == name]:
            fault.lift()
            faults.remove(fault)

    return router
