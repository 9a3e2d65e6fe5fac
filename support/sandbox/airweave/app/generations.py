"""The generations of Airweave that the sandbox can be."""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter
from qdrant_client import QdrantClient

from support.sandbox.airweave.app.api_collections import CollectionsToday
from support.sandbox.airweave.app.api_connections import ConnectionsToday
from support.sandbox.airweave.app.api_jobs import JobsToday
from support.sandbox.airweave.app.api_search import SearchToday
from support.sandbox.airweave.app.api_sources import Sources
from support.sandbox.airweave.app.embedding import Embedder, WordLlama
from support.sandbox.airweave.app.generation_2025.api_collections import Collections2025
from support.sandbox.airweave.app.generation_2025.api_connections import Connections2025
from support.sandbox.airweave.app.generation_2025.api_jobs import Jobs2025
from support.sandbox.airweave.app.generation_2025.api_search import Search2025
from support.sandbox.airweave.app.generation_2025.embedding import MiniLM
from support.sandbox.airweave.app.generation_2025.github import GitHub2025
from support.sandbox.airweave.app.generation_2025.store import Shelves
from support.sandbox.airweave.app.sources import source_of
from support.sandbox.airweave.app.sources.base import Source
from support.sandbox.airweave.app.store import Store
from support.sandbox.airweave.app.vespa import Vespa


@dataclass(frozen=True)
class Generation:
    """What one generation has of its own.

    Attributes:
        routers: its routes.
        source_of: returns a connector by its short name; None if it has none such.
        embedder: makes its model.
        open_store: makes its storage.
    """

    routers: list[APIRouter]
    source_of: Callable[[str], type[Source] | None]
    embedder: Callable[[], Embedder]
    open_store: Callable[[QdrantClient, Embedder], Store]


_OF_2025: dict[str, type[Source]] = {"github": GitHub2025}
_ROUTES_OF_2025 = (
    Collections2025(),
    Connections2025(),
    Jobs2025(),
    Search2025(),
    Sources("/sources/list"),
)
_ROUTES_OF_TODAY = (
    CollectionsToday(),
    ConnectionsToday(),
    JobsToday(),
    SearchToday(),
    Sources("/sources"),
    Vespa(),
)

GENERATIONS = {
    "2025-08": Generation([one.routes() for one in _ROUTES_OF_2025], _OF_2025.get, MiniLM, Shelves),
    "today": Generation(
        [one.routes() for one in _ROUTES_OF_TODAY],
        source_of,
        WordLlama,
        lambda client, _: Store(client),
    ),
}
