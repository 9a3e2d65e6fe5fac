"""The gate in front of the emulator: GitHub's answer to whoever has no key, faults on request.

The emulator accepts any token and never fails; the gate adds both. Everything else passes
through it unchanged, but for the corrections in `corrections.py`.
"""

import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response

from support.sandbox.engines.github.corrections import Answers, corrected_target
from support.sandbox.engines.github.errors import error
from support.sandbox.engines.github.faults import Fault, FaultInjection, switches
from support.sandbox.kit.forwarding import Emulator

_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def create_gate(emulator_url: str, token: str) -> FastAPI:
    """Return the gate as an application.

    Args:
        emulator_url: where the emulator listens.
        token: the one token that is let in.

    Returns:
        An application that answers GitHub's REST API, and `/_sandbox/faults`: GET lists the
        faults that have not run out, PUT replaces them with a JSON list of `Fault`, DELETE removes
        them; `/_sandbox/faults/NAME`: PUT plants or replaces one of this name, DELETE removes it.
    """
    faults: list[Fault] = []
    answers = Answers()
    emulator = Emulator(emulator_url, corrected_target, answers)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with emulator.client:
            yield

    gate = FastAPI(lifespan=lifespan, openapi_url=None)
    gate.add_middleware(FaultInjection, faults=faults)

    gate.include_router(switches(faults))

    @gate.api_route("/{path:path}", methods=_METHODS)
    async def forward(request: Request) -> Response:
        given = request.query_params.get("token", "")
        if "/raw/" in request.url.path and given == answers.download_token:
            return await emulator.forward(request)
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
