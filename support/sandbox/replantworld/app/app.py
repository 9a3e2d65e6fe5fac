"""Puts the product together: its routes, and how it says that something went wrong."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, status
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from support.sandbox.kit import api_sabotage
from support.sandbox.kit.sabotage import Saboteur
from support.sandbox.replantworld.app import (
    api_command,
    api_integration,
    api_jobs,
    api_nfts,
    api_tests,
)
from support.sandbox.replantworld.app.errors import ProductError
from support.sandbox.replantworld.app.product import Product


def create_app(product: Product, saboteur: Saboteur) -> FastAPI:
    """Return the product's API, with the defects that are planted in it."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        product.store.open()
        yield
        product.store.close()

    app = FastAPI(title="ReplantWorld", version="sandbox", lifespan=lifespan)
    app.state.product = product
    app.state.saboteur = saboteur
    app.include_router(api_integration.router, prefix=product.configuration.prefix)
    app.include_router(api_jobs.running, prefix=product.configuration.prefix)
    app.include_router(api_tests.router, prefix=product.configuration.prefix)
    app.include_router(api_jobs.router)
    app.include_router(api_nfts.router)
    app.include_router(api_command.router)
    app.include_router(api_sabotage.router)
    app.add_exception_handler(ProductError, _refused)
    app.add_exception_handler(RequestValidationError, _not_understood)
    return app


def _refused(_: Request, error: Exception) -> JSONResponse:
    code = error.status if isinstance(error, ProductError) else 500
    return JSONResponse({"status": "error", "message": str(error)}, code)


def _not_understood(_: Request, error: Exception) -> JSONResponse:
    """Say which field is wrong, and why."""
    assert isinstance(error, RequestValidationError), "it is registered for these"
    said = "; ".join(
        f"{'.'.join(map(str, one['loc'][1:])) or 'the body'}: {one['msg']}"
        for one in error.errors()
    )
    return refusal(said)


def refusal(reason: str) -> JSONResponse:
    """Return the answer to a request that makes no sense."""
    return JSONResponse({"status": "error", "message": reason}, status.HTTP_400_BAD_REQUEST)
