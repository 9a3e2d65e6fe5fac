"""Puts the product together: its routes, and what it does by itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from sqlalchemy import text

from support.sandbox.dataweaver.app import (
    api_connectors,
    api_data_sources,
    api_extraction,
    api_scenarios,
    api_v2,
    page,
    syncing,
)
from support.sandbox.dataweaver.app.configuration import V2
from support.sandbox.dataweaver.app.product import Database, Product
from support.sandbox.kit import api_sabotage
from support.sandbox.kit.sabotage import Saboteur


def create_app(product: Product, saboteur: Saboteur, generation: str) -> FastAPI:
    """Return the application of a generation, with the defects that are planted in it."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        with syncing.scheduler(product):
            yield

    app = FastAPI(title="DataWeaver", version="sandbox", lifespan=lifespan)
    app.state.product = product
    app.state.saboteur = saboteur
    app.include_router(api_scenarios.router)
    app.include_router(api_connectors.router)
    app.include_router(api_v2.router if generation == V2 else api_connectors.tip)
    app.include_router(api_data_sources.router)
    app.include_router(api_extraction.router)
    app.include_router(page.router)
    app.include_router(api_sabotage.router)
    app.add_api_route("/health", health)
    app.add_api_route("/api/system/db-status", database_status)
    return app


def health() -> dict[str, str]:
    """Tell that it answers."""
    return {"status": "healthy"}


def database_status(session: Database) -> dict[str, object]:
    """Tell whether the database answers."""
    session.execute(text("select 1"))
    return {"connected": True, "status": "healthy"}
