"""The gate in front of the emulator: each vendor's own answer to whoever has no key.

The emulator accepts any token, so the gate does the refusing. All services share one address,
because no two of them share the beginning of a path.
"""

import secrets
from base64 import b64decode
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import APIRouter, FastAPI, HTTPException, Request, Response
from starlette.responses import JSONResponse

from support.sandbox.engines.emulate.gmail import gmail_routes, with_padding
from support.sandbox.engines.emulate.linear import linear_routes
from support.sandbox.engines.emulate.slack import slack_routes
from support.sandbox.engines.emulate.stripe import stripe_routes
from support.sandbox.engines.github.faults import Fault, FaultInjection, switches
from support.sandbox.engines.google.calendar import Calendars
from support.sandbox.engines.google.drive import Drive
from support.sandbox.engines.google.errors import error_body, refusal
from support.sandbox.kit.forwarding import Emulator, same_answer

_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_SERVICE_OF = {
    "api": "slack",
    "calendar": "google",
    "drive": "google",
    "gmail": "google",
    "graphql": "linear",
    "upload": "google",
    "v1": "stripe",
}


def create_gate(urls: Mapping[str, str], tokens: Mapping[str, list[str]]) -> FastAPI:
    """Return the gate as an application.

    Args:
        urls: by service, where its emulator listens.
        tokens: by service, the tokens that are let in.

    Returns:
        An application that answers as the vendors do, and `/_sandbox/faults` as GitHub's gate.
    """
    emulators = {
        service: Emulator(url, answer=_ANSWERS.get(service, same_answer))
        for service, url in urls.items()
    }

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for emulator in emulators.values():
                await stack.enter_async_context(emulator.client)
            yield

    gate = FastAPI(lifespan=lifespan, openapi_url=None)
    faults: list[Fault] = []
    gate.add_middleware(FaultInjection, faults=faults, error=refusal)
    gate.include_router(switches(faults))

    @gate.middleware("http")
    async def refuse(request: Request, serve: Callable[[Request], Awaitable[Response]]) -> Response:
        service = _service_of(request)
        if service in tokens and not _is_known(request.headers, tokens[service]):
            return _REFUSALS[service]()
        return await serve(request)

    gate.add_exception_handler(HTTPException, error_body)
    for service, emulator in emulators.items():
        for routes in _OWN_ROUTES.get(service, ()):
            gate.include_router(routes(emulator))

    @gate.api_route("/{path:path}", methods=_METHODS)
    async def forward(request: Request) -> Response:
        emulator = emulators.get(_service_of(request))
        return await emulator.forward(request) if emulator else Response(status_code=404)

    return gate


def _service_of(request: Request) -> str:
    return _SERVICE_OF.get(request.url.path.split("/")[1], "")


def _is_known(headers: Mapping[str, str], tokens: list[str]) -> bool:
    """Tell whether a request carries a token: alone, behind a word, or as a user (RFC 7617)."""
    scheme, _, given = headers.get("authorization", "").rpartition(" ")
    if scheme.lower() == "basic":
        given = _user(given)
    return any(secrets.compare_digest(given.encode(), token.encode()) for token in tokens)


def _user(encoded: str) -> str:
    try:
        return b64decode(encoded).decode().partition(":")[0]
    except ValueError:
        return ""


def _google_refusal() -> Response:
    text = "Request had invalid authentication credentials."
    return JSONResponse({"error": {"code": 401, "message": text, "status": "UNAUTHENTICATED"}}, 401)


def _linear_refusal() -> Response:
    text = "Authentication required, not authenticated"
    error = {"message": text, "extensions": {"code": "AUTHENTICATION_ERROR"}}
    return JSONResponse({"errors": [error]}, 401)


def _slack_refusal() -> Response:
    return JSONResponse({"ok": False, "error": "invalid_auth"})


def _stripe_refusal() -> Response:
    text = "Invalid API Key provided: sk_test_********"
    return JSONResponse({"error": {"message": text, "type": "invalid_request_error"}}, 401)


_REFUSALS: dict[str, Callable[[], Response]] = {
    "google": _google_refusal,
    "linear": _linear_refusal,
    "slack": _slack_refusal,
    "stripe": _stripe_refusal,
}

# What the emulator says otherwise than the vendor.
_ANSWERS = {"google": with_padding}

# What the emulator lacks.
_OWN_ROUTES: dict[str, Sequence[Callable[[Emulator], APIRouter]]] = {
    "google": (lambda _: Drive().routes(), lambda _: Calendars().routes(), gmail_routes),
    "linear": (linear_routes,),
    "slack": (slack_routes,),
    "stripe": (stripe_routes,),
}
