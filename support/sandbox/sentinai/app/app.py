"""Puts the application together: routes, limits, and the shapes of errors."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import psycopg
from fastapi import FastAPI, Request, Response, status
from fastapi.responses import JSONResponse

from support.sandbox.kit.sabotage import Saboteur
from support.sandbox.sentinai.app import (
    api_dead_letters,
    api_exceptions,
    api_histories,
    api_operations,
    api_packs,
    api_playbooks,
    api_sandbox,
    api_tenants,
    views,
)
from support.sandbox.sentinai.app.access import Deployment
from support.sandbox.sentinai.app.shape import SHAPE

LARGEST_BODY = 1024 * 1024
_log = logging.getLogger(__name__)


def create_app(deployment: Deployment, saboteur: Saboteur) -> FastAPI:
    """Return the application that serves a deployment, with the defects that are planted in it."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        deployment.workers.stop()
        deployment.pool.close()

    app = FastAPI(title="SentinAI API", version="sandbox", lifespan=lifespan)
    app.state.deployment = deployment
    app.state.saboteur = saboteur
    for module in (
        api_histories,
        api_exceptions,
        api_tenants,
        api_packs,
        api_playbooks,
        api_dead_letters,
        api_operations,
        api_sandbox,
    ):
        app.include_router(module.router)
    keys, no_keys = api_exceptions.with_keys, api_exceptions.without_keys
    app.include_router(keys if SHAPE.idempotency_keys else no_keys)
    if SHAPE.deletes_tenants:
        app.include_router(api_tenants.deleting)
    app.add_exception_handler(psycopg.DataError, _unstorable)
    app.add_exception_handler(UnicodeEncodeError, _unstorable)
    app.add_exception_handler(psycopg.Error, _broken)
    app.middleware("http")(guard)
    return app


async def guard(request: Request, serve: Callable[[Request], Awaitable[Response]]) -> Response:
    """Refuse bodies that are too large (413)."""
    if int(request.headers.get("content-length", 0)) > LARGEST_BODY:
        return _error(status.HTTP_413_CONTENT_TOO_LARGE, "Request body too large")
    return await serve(request)


def _unstorable(_: Request, error: Exception) -> Response:
    """Refuse what PostgreSQL cannot keep, such as NUL characters; say nothing of SQL."""
    _log.info("Refused: %s", type(error).__name__)
    return _error(status.HTTP_400_BAD_REQUEST, views.explain(error))


def _broken(_: Request, error: Exception) -> Response:
    _log.error("The database failed: %s", type(error).__name__)
    return _error(status.HTTP_503_SERVICE_UNAVAILABLE, "The database does not answer")


def _error(code: int, detail: str) -> JSONResponse:
    return JSONResponse({"detail": detail}, code)
