"""Puts the application together: routes, health, and the shapes of errors."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI, Request, Response, status
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from support.sandbox.airweave.app.access import Deployment
from support.sandbox.airweave.app.errors import InvalidError
from support.sandbox.airweave.app.jobs import AlreadyRunningError, FinishedError, PausedError
from support.sandbox.airweave.app.sources.base import (
    RateLimitedError,
    SourceError,
    UnavailableError,
)
from support.sandbox.airweave.app.state import DuplicateError, UnknownError
from support.sandbox.airweave.app.store import StoreError
from support.sandbox.kit import api_sabotage
from support.sandbox.kit.sabotage import Saboteur

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


def create_app(deployment: Deployment, saboteur: Saboteur, routers: Iterable[APIRouter]) -> FastAPI:
    """Return the application that serves a deployment, with the defects that are planted in it."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        deployment.jobs.shut_down()

    app = FastAPI(title="Airweave API", version="sandbox", lifespan=lifespan)
    app.state.deployment = deployment
    app.state.saboteur = saboteur
    for router in (*routers, api_sabotage.router):
        app.include_router(router)
    app.add_api_route("/health", health)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(InvalidError, _invalid_field)
    for kind, code in _STATUS_OF.items():
        app.add_exception_handler(kind, _refusal(code))
    app.add_middleware(ForgivenSlash)
    return app


class ForgivenSlash:
    """ASGI middleware: accepts a slash at the end of a path.

    Args:
        app: answers without it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http":
            scope["path"] = scope["path"].rstrip("/") or "/"
        await self._app(scope, receive, send)


def health() -> dict[str, str]:
    """Tell that the server answers; says nothing about its engines."""
    return {"status": "healthy"}


def _refusal(code: int) -> Callable[[Request, Exception], Response]:
    def respond(_: Request, error: Exception) -> Response:
        response = JSONResponse({"detail": str(error)}, code)
        if isinstance(error, RateLimitedError) and error.retry_after is not None:
            response.headers["retry-after"] = str(round(error.retry_after))
        return response

    return respond


def _invalid_field(_: Request, error: Exception) -> Response:
    assert isinstance(error, InvalidError)
    return _invalid([{error.place: str(error)}])


def _invalid(errors: list[dict[str, str]]) -> Response:
    return JSONResponse({"errors": errors}, status.HTTP_422_UNPROCESSABLE_CONTENT)


def _invalid_request(_: Request, error: Exception) -> Response:
    """Answer as Airweave does: one object a field, its place as the key."""
    assert isinstance(error, RequestValidationError)
    errors = [{".".join(str(part) for part in item["loc"]): item["msg"]} for item in error.errors()]
    return _invalid(errors)
