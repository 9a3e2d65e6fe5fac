"""Puts the application together: routes, health, and the shapes of errors."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from types import ModuleType
from typing import Any

from fastapi import FastAPI, Request, Response, status
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from support.sandbox.airweave.app import (
    api_collections,
    api_connections,
    api_jobs,
    api_sabotage,
    api_search,
)
from support.sandbox.airweave.app.access import Caller, Deployment, Parts
from support.sandbox.airweave.app.jobs import AlreadyRunningError, FinishedError, PausedError
from support.sandbox.airweave.app.schemas import OrganizationOut, SourceOut
from support.sandbox.airweave.app.sources.base import (
    RateLimitedError,
    SourceError,
    UnavailableError,
)
from support.sandbox.airweave.app.state import DuplicateError, UnknownError
from support.sandbox.airweave.app.store import StoreError
from support.sandbox.airweave.app.views import source_out
from support.sandbox.kit.sabotage import Saboteur

APIS_OF_TODAY: Sequence[ModuleType] = (api_collections, api_connections, api_jobs, api_search)
LARGEST_BODY = 10 * 1024 * 1024
SLOWEST_ANSWER = 60.0

# What a refusal inside the deployment means to the caller; the first class that fits decides.
_STATUS_OF: dict[type[Exception], int] = {
    UnknownError: status.HTTP_404_NOT_FOUND,
    DuplicateError: status.HTTP_400_BAD_REQUEST,
    AlreadyRunningError: status.HTTP_400_BAD_REQUEST,
    FinishedError: status.HTTP_400_BAD_REQUEST,
    PausedError: status.HTTP_409_CONFLICT,
    RateLimitedError: status.HTTP_429_TOO_MANY_REQUESTS,
    UnavailableError: status.HTTP_502_BAD_GATEWAY,
    SourceError: status.HTTP_400_BAD_REQUEST,
    StoreError: status.HTTP_503_SERVICE_UNAVAILABLE,
}


def create_app(
    deployment: Deployment, saboteur: Saboteur, apis: Sequence[ModuleType] = APIS_OF_TODAY
) -> FastAPI:
    """Return the application that serves a deployment, with the defects that are planted in it."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        deployment.jobs.shut_down()

    app = FastAPI(title="Airweave API", version="sandbox", lifespan=lifespan)
    app.state.deployment = deployment
    app.state.saboteur = saboteur
    for module in (*apis, api_sabotage):
        app.include_router(module.router)
    app.add_api_route("/organizations", list_organizations)
    app.add_api_route("/sources", list_sources)
    app.add_api_route("/sources/{short_name}", get_source)
    app.add_api_route("/health", health)
    app.add_api_route("/health/live", live)
    app.add_api_route("/health/ready", ready)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    for kind, code in _STATUS_OF.items():
        app.add_exception_handler(kind, _refusal(code))
    app.middleware("http")(guard)
    return app


async def guard(request: Request, serve: Callable[[Request], Awaitable[Response]]) -> Response:
    """Accept a slash at the end of a path; refuse large bodies (413) and slow answers (504)."""
    if int(request.headers.get("content-length", 0)) > LARGEST_BODY:
        return _error(status.HTTP_413_CONTENT_TOO_LARGE, "Request body too large")
    request.scope["path"] = request.scope["path"].rstrip("/") or "/"
    try:
        return await asyncio.wait_for(serve(request), SLOWEST_ANSWER)
    except TimeoutError:
        return _error(status.HTTP_504_GATEWAY_TIMEOUT, "Request timed out")


def list_organizations(caller: Caller) -> list[OrganizationOut]:
    """List the organisations of the caller: the one that the key speaks for."""
    return [OrganizationOut(id=caller.id, name=caller.name)]


def list_sources(parts: Parts, _: Caller) -> list[SourceOut]:
    """List the connectors."""
    return [source_out(source) for source in parts.sources.values()]


def get_source(short_name: str, parts: Parts, _: Caller) -> SourceOut:
    """Return a connector."""
    return source_out(api_connections.known_source(parts, short_name))


def health() -> dict[str, str]:
    """Tell that the server answers; says nothing about its engines."""
    return {"status": "healthy"}


def live() -> dict[str, str]:
    """Tell that the process lives."""
    return {"status": "alive"}


def ready(parts: Parts, response: Response) -> dict[str, Any]:
    """Tell whether the vector store answers; Airweave's other engines do not exist here."""
    started = time.monotonic()
    check: dict[str, Any] = {"status": "up", "latency_ms": None, "error": None}
    try:
        parts.engines.store.check()
    except StoreError as error:
        check |= {"status": "down", "error": str(error)}
        response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    check["latency_ms"] = round((time.monotonic() - started) * 1000, 2)
    skipped = {"status": "skipped", "latency_ms": None, "error": None}
    checks = dict.fromkeys(("postgres", "redis", "temporal"), skipped) | {"qdrant": check}
    return {"status": "ready" if check["status"] == "up" else "not_ready", "checks": checks}


def _error(code: int, detail: str) -> JSONResponse:
    return JSONResponse({"detail": detail}, code)


def _refusal(code: int) -> Callable[[Request, Exception], Response]:
    def respond(_: Request, error: Exception) -> Response:
        response = _error(code, str(error))
        if isinstance(error, RateLimitedError) and error.retry_after is not None:
            response.headers["retry-after"] = str(round(error.retry_after))
        return response

    return respond


def _invalid_request(_: Request, error: Exception) -> Response:
    """Answer as Airweave does: one object a field, its place as the key."""
    assert isinstance(error, RequestValidationError)
    errors = [{".".join(str(part) for part in item["loc"]): item["msg"]} for item in error.errors()]
    return JSONResponse({"errors": errors}, status.HTTP_422_UNPROCESSABLE_CONTENT)
