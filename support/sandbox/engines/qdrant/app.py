"""Puts Qdrant together: the routes, the key that opens them, and the errors."""

import secrets

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse

from support.sandbox.engines.qdrant.collections import collections
from support.sandbox.engines.qdrant.envelope import answer, not_understood, refused_by_local_mode
from support.sandbox.engines.qdrant.points import reading, writing
from support.sandbox.engines.qdrant.store import LocalStore, Store

_OPEN_TO_ALL = {"/", "/healthz", "/readyz", "/livez"}
_REFUSALS = (ValueError, KeyError, TypeError, NotImplementedError)


class KeyRefused(Exception):
    """The request carries no key, or a wrong one."""


def create_app(api_key: str | None = None) -> FastAPI:
    """Return an empty Qdrant that keeps everything in memory.

    Every route is a coroutine that never awaits, so requests are served one after the other on
    the event loop's only thread: local mode is not made for more.

    Args:
        api_key: the key that requests must carry in the header `api-key`; None lets all in.
    """

    async def check_key(request: Request) -> None:
        given = request.headers.get("api-key", "")
        if api_key is None or request.url.path in _OPEN_TO_ALL:
            return
        if not given:
            raise KeyRefused("Must provide an API key or an Authorization bearer token")
        if not secrets.compare_digest(given.encode(), api_key.encode()):
            raise KeyRefused("Invalid API key or JWT")

    app = FastAPI(openapi_url=None, dependencies=[Depends(check_key)])
    app.state.store = LocalStore()
    app.add_exception_handler(KeyRefused, _key_refused)
    app.add_exception_handler(RequestValidationError, not_understood)
    for refusal in _REFUSALS:
        app.add_exception_handler(refusal, refused_by_local_mode)
    app.add_api_route("/", _version)
    app.add_api_route("/aliases", _aliases)
    for probe in ("/healthz", "/readyz", "/livez"):
        app.add_api_route(probe, _healthy)
    for routes in (collections, writing, reading):
        app.include_router(routes)
    return app


async def _version(store: Store) -> JSONResponse:
    return JSONResponse(store.info().model_dump())


async def _aliases(store: Store) -> Response:
    return answer(store.get_aliases())


async def _healthy() -> PlainTextResponse:
    return PlainTextResponse("healthz check passed")


async def _key_refused(_: Request, refused: Exception) -> PlainTextResponse:
    return PlainTextResponse(str(refused), status_code=401)
