"""The gate in front of the emulator: GitHub's own answer to strangers, and faults on request.

The emulator accepts any token and never fails; the gate adds both. Everything else passes
through it unchanged, but for the corrections in `corrections.py`.
"""

import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from itertools import count

import httpx
from fastapi import FastAPI, Request, Response

from support.sandbox.github.corrections import corrected_answer, corrected_target
from support.sandbox.github.errors import error
from support.sandbox.github.faults import Fault, FaultInjection

_HOP_BY_HOP = {"connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"}
_WRITTEN_ANEW = {"accept-encoding", "authorization", "content-length", "date"}
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
# The emulator allows a token 5,000 requests an hour and closes a connection after 5 idle seconds.
_REQUESTS_A_TOKEN = 4_000
_LIMITS = httpx.Limits(keepalive_expiry=2.0)


def create_gate(emulator_url: str, token: str) -> FastAPI:
    """Return the gate as an application.

    Args:
        emulator_url: where the emulator listens.
        token: the one token that is let in.

    Returns:
        An application that answers GitHub's REST API, and `/_sandbox/faults`: GET lists the
        faults, PUT replaces them with a JSON list of `Fault`, DELETE removes them.
    """
    faults: list[Fault] = []
    emulator = _Emulator(emulator_url)
    gate = FastAPI(lifespan=emulator.lifespan, openapi_url=None)
    gate.add_middleware(FaultInjection, faults=faults)

    @gate.get("/_sandbox/faults")
    async def list_faults() -> list[Fault]:
        return faults

    @gate.put("/_sandbox/faults")
    async def replace_faults(wanted: list[Fault]) -> list[Fault]:
        faults[:] = wanted
        return faults

    @gate.delete("/_sandbox/faults", status_code=204)
    async def remove_faults() -> None:
        faults.clear()

    @gate.api_route("/{path:path}", methods=_METHODS)
    async def forward(request: Request) -> Response:
        return refusal(request.headers, token) or await emulator.forward(request)

    return gate


def refusal(headers: Mapping[str, str], token: str) -> Response | None:
    """Return GitHub's refusal of a request without the right token, or None."""
    _, _, given = headers.get("authorization", "").partition(" ")
    if not given:
        return error(401, "Requires authentication")
    if not secrets.compare_digest(given.strip().encode(), token.encode()):
        return error(401, "Bad credentials")
    return None


class _Emulator:
    """A pooled client of the emulator."""

    def __init__(self, url: str) -> None:
        self._client = httpx.AsyncClient(base_url=url, timeout=60, limits=_LIMITS)
        self._requests = count()

    @asynccontextmanager
    async def lifespan(self, _: FastAPI) -> AsyncIterator[None]:
        """Close the connections when the gate shuts down."""
        async with self._client:
            yield

    async def forward(self, request: Request) -> Response:
        """Pass a request on, its path and query byte for byte, and the answer back."""
        answer = await self._client.request(
            request.method,
            "/",
            headers=[*_end_to_end(request.headers), *self._own_headers()],
            content=await request.body(),
            extensions={"target": corrected_target(request)},
        )
        response = Response(corrected_answer(request, answer), answer.status_code)
        for name, value in _end_to_end(answer.headers):
            response.headers.append(name, value)
        return response

    def _own_headers(self) -> list[tuple[str, str]]:
        """Return an alias of the user that still has requests left, and no compression."""
        alias = f"sandbox-{next(self._requests) // _REQUESTS_A_TOKEN}"
        return [("authorization", f"token {alias}"), ("accept-encoding", "identity")]


def _end_to_end(headers: Mapping[str, str]) -> list[tuple[str, str]]:
    dropped = _HOP_BY_HOP | _WRITTEN_ANEW
    return [(name, value) for name, value in headers.items() if name not in dropped]
