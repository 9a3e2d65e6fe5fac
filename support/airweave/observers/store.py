"""The store behind Airweave, whichever it is."""

from collections.abc import Iterator
from typing import ClassVar, Protocol

from support.airweave.client.models import Piece
from support.airweave.observers.qdrant import Index
from support.airweave.observers.vespa import Vespa
from support.airweave.settings import AirweaveSettings

# Where each generation keeps what it copied, and the setting that tells where that is.
_STORES = {"2025-08": "qdrant_url", "today": "vespa_url"}


class Store(Protocol):
    """Reads what is stored, and changes nothing."""

    name: ClassVar[str]

    def pieces(self, collection_id: str, sync_id: str | None = None) -> list[Piece]:
        """Return what is stored for a collection, and for a sync wherever it was stored."""

    def pages(self, collection_id: str, sync_id: str | None = None) -> Iterator[list[Piece]]:
        """Yield the same, a page at a time: of many there is never more than that to be held."""


def setting_of(generation: str) -> str:
    """Return the setting without which the store of a generation cannot be looked into."""
    return _STORES[generation]


def store_of(generation: str, settings: AirweaveSettings) -> Store | None:
    """Return the store of a generation; None if nobody said where it is."""
    url = getattr(settings, setting_of(generation))
    if url is None:
        return None
    if generation == "today":
        return Vespa(str(url), settings.request_timeout_s, settings.max_retries)
    key = settings.qdrant_api_key
    secret = key.get_secret_value() if key else None
    return Index(str(url), secret, settings.request_timeout_s)
