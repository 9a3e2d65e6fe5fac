"""The vectors that Airweave stores, read from Qdrant itself: the second witness beside search."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from support.airweave.models import Piece
from support.api import certificates
from support.errors import Failure
from support.timings import outside

if TYPE_CHECKING:
    from qdrant_client.http.models import Filter, Record

_SHARED_COLLECTIONS = ("airweave_shared_", "airweave_vectors_")
_PAGE = 500
_TENANT = "airweave_collection_id"
_SYNC = "airweave_system_metadata.sync_id"


class Index:
    """Reads the stored points of any collection; changes nothing.

    The layout is Airweave's of October 2025: shared Qdrant collections, every point marked with
    its Airweave collection, one point a chunk.

    Args:
        url: where Qdrant answers.
        api_key: its key, if it has one.
        timeout: of one request, in seconds.
    """

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
        """Return what is stored for a collection, and for a sync wherever it was stored.

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
                return [_piece(record) for record in self._scroll(any_of)]
        except ApiException as error:
            raise Failure(f"Qdrant could not list the stored points: {error}") from error

    def _scroll(self, any_of: "Filter") -> Iterator["Record"]:
        names = [found.name for found in self._client.get_collections().collections]
        for name in names:
            if name.startswith(_SHARED_COLLECTIONS):
                yield from self._scroll_one(name, any_of)

    def _scroll_one(self, name: str, any_of: "Filter") -> Iterator["Record"]:
        page, offset = self._client.scroll(name, any_of, limit=_PAGE)
        yield from page
        while offset is not None:
            page, offset = self._client.scroll(name, any_of, limit=_PAGE, offset=offset)
            yield from page


def _piece(record: "Record") -> Piece:
    payload: dict[str, Any] = record.payload or {}
    metadata = payload.get("airweave_system_metadata", {})
    return Piece(
        entity_id=payload["entity_id"],
        original_id=metadata["original_entity_id"],
        chunk_index=metadata["chunk_index"],
        name=payload.get("name", ""),
        text=payload.get("textual_representation", ""),
        source_name=metadata["source_name"],
        entity_type=metadata["entity_type"],
        sync_id=metadata["sync_id"],
        job_id=metadata["sync_job_id"],
        tenant=payload.get(_TENANT),
        raw=payload,
    )
