"""The route that lists the connectors; its path differs between the generations."""

from fastapi import APIRouter

from support.sandbox.airweave.app.access import Caller, Parts
from support.sandbox.airweave.app.schemas import SourceOut
from support.sandbox.airweave.app.views import source_out


class Sources:
    """Those that this deployment has.

    Args:
        path: where they are listed.
    """

    def __init__(self, path: str) -> None:
        self._path = path

    def routes(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(tags=["sources"])
        router.add_api_route(self._path, self.list_sources, methods=["GET"])
        return router

    def list_sources(self, parts: Parts, _: Caller) -> list[SourceOut]:
        """List the connectors."""
        return [source_out(source) for source in parts.sources.values()]
