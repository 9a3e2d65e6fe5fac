"""The generations of Airweave that the sandbox can be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType

from qdrant_client import QdrantClient

from support.sandbox.airweave.app import app
from support.sandbox.airweave.app.embedding import Embedder
from support.sandbox.airweave.app.generation_2025 import (
    api_collections,
    api_connections,
    api_jobs,
    api_search,
)
from support.sandbox.airweave.app.generation_2025.github import GitHub2025
from support.sandbox.airweave.app.generation_2025.store import Shelves
from support.sandbox.airweave.app.sources import source_of
from support.sandbox.airweave.app.sources.base import Source
from support.sandbox.airweave.app.store import Store


@dataclass(frozen=True)
class Generation:
    """What one generation has of its own.

    Attributes:
        apis: the modules with its routes.
        source_of: returns a connector by its short name; None if it has none such.
        open_store: makes its storage.
    """

    apis: Sequence[ModuleType]
    source_of: Callable[[str], type[Source] | None]
    open_store: Callable[[QdrantClient, Embedder], Store]


_OF_2025: dict[str, type[Source]] = {"github": GitHub2025}

GENERATIONS = {
    "2025-08": Generation(
        (api_collections, api_connections, api_jobs, api_search), _OF_2025.get, Shelves
    ),
    "today": Generation(app.APIS_OF_TODAY, source_of, lambda client, _: Store(client)),
}
