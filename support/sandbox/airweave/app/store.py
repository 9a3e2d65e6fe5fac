"""The vector store: one Qdrant collection for all tenants, told apart by a payload field."""

import uuid
from collections.abc import Collection as Items
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import ClassVar

from qdrant_client import QdrantClient, models
from qdrant_client.common.client_exceptions import QdrantException
from qdrant_client.http.exceptions import ApiException
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_exponential

from support.sandbox.airweave.app.documents import SPARSE
from support.sandbox.airweave.app.embedding import DIMENSIONS, Embedder

CONTAINER = f"airweave_vectors_{DIMENSIONS}"
TENANT = "airweave_collection_id"
SYNC_ID = "airweave_system_metadata.sync_id"
ORIGINAL_ID = "airweave_system_metadata.original_entity_id"

_PAGE = 1000

_KEYWORD = models.KeywordIndexParams(type=models.KeywordIndexType.KEYWORD)
_INDEXES: Mapping[str, models.PayloadFieldSchema] = {
    TENANT: _KEYWORD.model_copy(update={"is_tenant": True}),
    SYNC_ID: _KEYWORD,
    ORIGINAL_ID: _KEYWORD,
    "entity_id": _KEYWORD,
    "airweave_system_metadata.airweave_created_at": models.PayloadSchemaType.DATETIME,
    "airweave_system_metadata.airweave_updated_at": models.PayloadSchemaType.DATETIME,
}

_DEPTH = 2000  # of the lists that are fused
_CLIENT_ERRORS = (ApiException, QdrantException, ConnectionError)


class StoreError(Exception):
    """The vector store does not answer, or refuses."""


patiently = retry(
    retry=retry_if_exception_type(StoreError),
    wait=wait_exponential(multiplier=0.1, max=2),
    stop=stop_after_delay(30),
    reraise=True,
)


class Store:
    """Writes and reads points through a Qdrant client.

    Every call may raise `StoreError`.

    Args:
        client: of the Qdrant.
        container: the Qdrant collection.
    """

    _indexes: ClassVar[Mapping[str, models.PayloadFieldSchema]] = _INDEXES
    _dimensions: ClassVar[int] = DIMENSIONS

    def __init__(self, client: QdrantClient, container: str = CONTAINER) -> None:
        self._client = client
        self._container = container

    def embedder_of_chunks(self, embedder: Embedder) -> Embedder:
        """Return what makes the vectors of chunks, given the model."""
        return embedder

    @patiently
    def prepare(self) -> None:
        """Make the container unless it is there."""
        dense = models.VectorParams(size=self._dimensions, distance=models.Distance.COSINE)
        sparse = models.SparseVectorParams(modifier=models.Modifier.IDF)
        with named_errors():
            if self._client.collection_exists(self._container):
                return
            self._client.create_collection(
                self._container,
                vectors_config=dense,
                sparse_vectors_config={SPARSE: sparse},
                on_disk_payload=True,
            )
            for key, schema in self._indexes.items():
                self._client.create_payload_index(
                    self._container, field_name=key, field_schema=schema
                )

    def check(self) -> None:
        """Ask the store for a sign of life."""
        with named_errors():
            self._client.collection_exists(self._container)

    def insert(self, points: Sequence[models.PointStruct]) -> None:
        """Write points; they can be searched when this returns."""
        with named_errors():
            self._client.upsert(self._container, points=points, wait=True)

    def delete(self, collection_id: uuid.UUID, sync_id: uuid.UUID, ids: Items[str]) -> None:
        """Remove every chunk of the entities with these original ids that this sync wrote."""
        self._remove(
            equals(TENANT, collection_id),
            equals(SYNC_ID, sync_id),
            models.FieldCondition(key=ORIGINAL_ID, match=models.MatchAny(any=list(ids))),
        )

    @patiently
    def delete_sync(self, collection_id: uuid.UUID, sync_id: uuid.UUID) -> None:
        """Remove everything that a sync wrote."""
        self._remove(equals(TENANT, collection_id), equals(SYNC_ID, sync_id))

    @patiently
    def delete_collection(self, collection_id: uuid.UUID) -> None:
        """Remove everything that any sync of a collection wrote."""
        self._remove(equals(TENANT, collection_id))

    def place_of(self, collection_id: uuid.UUID) -> tuple["Store", list[models.FieldCondition]]:
        """Return where a collection's points are, and what tells them from all others there."""
        return self, [equals(TENANT, collection_id)]

    def nearest(
        self, vector: list[float], where: models.Filter, limit: int, offset: int
    ) -> list[models.ScoredPoint]:
        """Return the points nearest in meaning; their score is the cosine."""
        return self._query(vector, where, limit, offset)

    def matching(
        self, terms: models.SparseVector, where: models.Filter, limit: int, offset: int
    ) -> list[models.ScoredPoint]:
        """Return the points that share a term, best first; their score is BM25."""
        found = self._query(terms, where, limit, offset, using=SPARSE) if terms.indices else []
        return [point for point in found if point.score > 0]

    def fused(
        self,
        vector: list[float],
        terms: models.SparseVector,
        where: models.Filter,
        limit: int,
        offset: int,
    ) -> list[models.ScoredPoint]:
        """Return the points that are near or share a term, ranked by both.

        The score is Qdrant's reciprocal rank fusion: the sum of 1 / (2 + rank) over the two lists
        that hold the point, ranks starting at 0.
        """
        # However far one pages: a hit that only one list reached would change its place.
        lists = [models.Prefetch(query=vector, filter=where, limit=_DEPTH)]
        if terms.indices:
            lists.append(models.Prefetch(query=terms, using=SPARSE, filter=where, limit=_DEPTH))
        fusion = models.FusionQuery(fusion=models.Fusion.RRF)
        return self._query(fusion, None, limit, offset, prefetch=lists)

    def stored(self, any_of: Sequence[models.FieldCondition]) -> list[models.Record]:
        """Return all points that fulfil one of these conditions, by id."""
        points: list[models.Record] = []
        page: models.ExtendedPointId | None = None
        while True:
            found, page = self.page(any_of, _PAGE, page)
            points += found
            if page is None:
                return points

    def page(
        self,
        any_of: Sequence[models.FieldCondition],
        limit: int,
        offset: models.ExtendedPointId | None,
    ) -> tuple[list[models.Record], models.ExtendedPointId | None]:
        """Return some of these points, and where the next ones begin, if there are any."""
        where = models.Filter(should=list(any_of))
        with named_errors():
            return self._client.scroll(self._container, where, limit=limit, offset=offset)

    def entities_of(self, collection_id: uuid.UUID, sync_id: uuid.UUID) -> set[str]:
        """Return the original ids of the entities of which a sync has a chunk in a collection."""
        chunks = self.stored([equals(SYNC_ID, sync_id)])
        return {
            chunk.payload["airweave_system_metadata"]["original_entity_id"]
            for chunk in chunks
            if chunk.payload and chunk.payload[TENANT] == str(collection_id)
        }

    def lose(self, points: Sequence[models.Record]) -> None:
        """Remove points, whosever they are."""
        self._remove(models.HasIdCondition(has_id=[point.id for point in points]))

    def _query(
        self,
        query: list[float] | models.SparseVector | models.FusionQuery,
        where: models.Filter | None,
        limit: int,
        offset: int,
        using: str | None = None,
        prefetch: list[models.Prefetch] | None = None,
    ) -> list[models.ScoredPoint]:
        with named_errors():
            return self._client.query_points(
                self._container,
                query=query,
                using=using,
                prefetch=prefetch,
                query_filter=where,
                limit=limit,
                offset=offset,
                with_payload=True,
            ).points

    def _remove(self, *conditions: models.FieldCondition | models.HasIdCondition) -> None:
        selector = models.FilterSelector(filter=models.Filter(must=list(conditions)))
        with named_errors():
            self._client.delete(self._container, points_selector=selector, wait=True)


@contextmanager
def named_errors() -> Iterator[None]:
    """Turn the client's errors into `StoreError`."""
    try:
        yield
    except _CLIENT_ERRORS as error:
        raise StoreError(f"The vector store failed: {error}") from error


def equals(key: str, value: uuid.UUID) -> models.FieldCondition:
    """Return the condition that a field has this value."""
    return models.FieldCondition(key=key, match=models.MatchValue(value=str(value)))
