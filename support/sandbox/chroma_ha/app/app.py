"""Puts the balancer together: its routes, and what it does by itself."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request, status
from fastapi.responses import JSONResponse

from support.sandbox.chroma_ha.app import api_proxy, api_status, api_workers
from support.sandbox.chroma_ha.app.configuration import JULY_2025, Configuration
from support.sandbox.chroma_ha.app.database import Away
from support.sandbox.chroma_ha.app.deployment import Balancer
from support.sandbox.chroma_ha.app.monitor import Monitor
from support.sandbox.chroma_ha.app.servers import Server
from support.sandbox.kit import api_sabotage, private
from support.sandbox.kit.sabotage import Saboteur


def create_app(configuration: Configuration, saboteur: Saboteur, planted: Path) -> FastAPI:
    """Return the balancer.

    Args:
        configuration: of it.
        saboteur: plants defects in it.
        planted: the file in which the names of defects outlive a restart.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        balancer = Balancer.of(configuration)
        app.state.balancer = balancer
        await balancer.log.create()
        await balancer.resources.create()
        await balancer.tasks.create()
        await balancer.identities.load()
        await balancer.replicator.recall()
        replication = balancer.workers if configuration.is_distributed else balancer.replicator
        tasks = [
            asyncio.create_task(replication.run()),
            asyncio.create_task(balancer.resources.run()),
            asyncio.create_task(Monitor(balancer.servers, configuration).run()),
            *(asyncio.create_task(watch(server, configuration)) for server in balancer.servers),
        ]
        yield
        for task in tasks:
            task.cancel()

    app = FastAPI(title="Chroma HA", version="sandbox", lifespan=lifespan)
    app.state.saboteur = saboteur
    app.state.planted = planted
    app.include_router(api_proxy.router)
    app.include_router(api_status.router)
    if configuration.generation == JULY_2025:
        app.include_router(api_status.july)
    app.add_api_route(f"{private.PATH}/sabotage", plant, methods=["PUT"], include_in_schema=False)
    app.include_router(api_workers.router)
    app.add_exception_handler(Away, _database_away)
    return app


async def watch(server: Server, configuration: Configuration) -> None:
    """Look at the health of a server, for ever."""
    while True:
        await server.probe()
        await asyncio.sleep(configuration.check_interval_s)


async def plant(names: Sequence[str], request: Request) -> list[str]:
    """Plant these defects and no others; 422 for a name that the catalogue does not have."""
    active = api_sabotage.plant(names, request)
    request.app.state.planted.write_text(",".join(active))
    return active


def _database_away(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"error": str(error)}, status.HTTP_503_SERVICE_UNAVAILABLE)
