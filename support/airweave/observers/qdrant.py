"""The vectors that Airweave stores, read from Qdrant itself: the second observer beside search."""

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, ClassVar

from support.airweave.client.models import Piece
from support.airweave.client.payload import piece_of
from support.core.bounded import time_left
from support.core.causes import Cause
from support.core.errors import Failure
from support.core.http import certificates
from support.core.timings import outside

if TYPE_CHECKING:
    from qdrant_client.http.models import Filter, Record

_SHARED_COLLECTIONS = ("airweave_shared_", "airweave_vectors_")
_PAGE = 500
_TENANT = "airweave_collection_id"
_SYNC = "airweave_system_metadata.sync_id"


class Index:
    """Reads the stored points of any collection; changes nothing.

    Airweave stored in two ways, and a deployment may hold both: until October 2025 in a Qdrant
    collection of its own for each Airweave collection, named by its UUID; after that in shared
    ones, every point marked with its Airweave collection. Whatever is there is read.

    Args:
        url: where Qdrant answers.
        api_key: its key, if it has one.
        timeout: of one request, in seconds.
    """

    name: ClassVar[str] = "Qdrant"

    def __init__(self, url: str, api_key: str | None, timeout: float) -> None:
        # Imported here because it takes most of a second, which a run that never looks into
        # Qdrant should not spend.
        from qdrant_client import QdrantClient  # noqa: PLC0415

        self._client: QdrantClient = QdrantClient(
            url=url,
            api_key=api_key,
            timeout=int(timeout),
            check_compatibility=False,
            verify=certificates(),
        )

    def pieces(self, collection_id: str, sync_id: str | None = None) -> list[Piece]:
        """Return what is stored for a collection, and for a sync wherever it was stored."""
        return [*chain.from_iterable(self.pages(collection_id, sync_id))]

    def pages(self, collection_id: str, sync_id: str | None = None) -> Iterator[list[Piece]]:
        """Yield the same, a page at a time.

        Args:
            collection_id: the collection's UUID.
            sync_id: the sync whose points are wanted even if they carry another collection.

        Raises:
            Failure: Qdrant does not answer as it should.
        """
        from qdrant_client.http.exceptions import ApiException  # noqa: PLC0415
        from qdrant_client.http.models import FieldCondition, Filter, MatchValue  # noqa: PLC0415

        wanted = {_TENANT: collection_id} | ({_SYNC: sync_id} if sync_id else {})
        any_of = Filter(
            should=[FieldCondition(key=k, match=MatchValue(value=v)) for k, v in wanted.items()]
        )
        try:
            with outside():
                names = {found.name for found in self._client.get_collections().collections}
            if collection_id in names:
                for page in self._scroll(collection_id):
                    yield [piece_of(record.payload or {}, collection_id) for record in page]
            for name in sorted(names):
                if name.startswith(_SHARED_COLLECTIONS):
                    for page in self._scroll(name, any_of):
                        yield [piece_of(record.payload or {}) for record in page]
        except ApiException as error:
            raise Failure(
                Cause.UNAVAILABLE(f"Qdrant could not list the stored points: {error}")
            ) from error

    def _scroll(self, name: str, where: "Filter | None" = None) -> Iterator[list["Record"]]:
        offset = None
        while True:
            time_left()
            with outside():
                page, offset = self._client.scroll(name, where, limit=_PAGE, offset=offset)
            yield page
            if offset is None:
                return
