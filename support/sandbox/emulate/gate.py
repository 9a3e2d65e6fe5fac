"""The gate in front of the emulator: each vendor's own answer to strangers.

The emulator accepts any token, so the gate does the refusing. All services share one address,
because no two of them share the beginning of a path.
"""

import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI, Request, Response
from starlette.responses import JSONResponse

from support.sandbox.forwarding import Emulator

_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_SERVICE_OF = {
    "v1": "stripe",
}


def create_gate(urls: Mapping[str, str], tokens: Mapping[str, str]) -> FastAPI:
    """Return the gate as an application.

    Args:
        urls: by service, where its emulator listens.
        tokens: by service, the one token that is let in.
    """
    emulators = {service: Emulator(url) for service, url in urls.items()}

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for emulator in emulators.values():
                await stack.enter_async_context(emulator.client)
            yield

    gate = FastAPI(lifespan=lifespan, openapi_url=None)

    @gate.api_route("/{path:path}", methods=_METHODS)
    async def forward(path: str, request: Request) -> Response:
        service = _SERVICE_OF.get(path.split("/", maxsplit=1)[0], "")
        if service not in emulators:
            return Response(status_code=404)
        if not _is_known(request.headers, tokens[service]):
            return _REFUSALS[service]()
        return await emulators[service].forward(request)

    return gate


def _is_known(headers: Mapping[str, str], token: str) -> bool:
    """Tell whether a request carries the token, with or without a word such as Bearer before."""
    given = headers.get("authorization", "").rpartition(" ")[2]
    return secrets.compare_digest(given.encode(), token.encode())


def _stripe_refusal() -> Response:
    text = "Invalid API Key provided: sk_test_********"
    return JSONResponse({"error": {"message": text, "type": "invalid_request_error"}}, 401)


_REFUSALS: dict[str, Callable[[], Response]] = {
    "stripe": _stripe_refusal,
}
