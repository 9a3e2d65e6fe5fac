"""The one store behind all routes: the client's own local mode, which keeps all in memory."""

from collections import defaultdict
from typing import Annotated, cast

from fastapi import Depends, Request
from qdrant_client import QdrantClient
from qdrant_client.http import models
from qdrant_client.local.local_collection import LocalCollection
from qdrant_client.local.qdrant_local import QdrantLocal

_POINT = {"id", "vector", "payload"}
_FEWEST_SLOTS_TO_VACUUM = 300


class LocalStore(QdrantClient):
    """Local mode, plus a memory for payload indexes, which it accepts but forgets.

    And with a vacuum, like Qdrant's own: local mode keeps the slots of deleted points and tries
    every filter on them, so that a sandbox that stays up would grow slower with each run.
    """

    def __init__(self) -> None:
        super().__init__(":memory:")
        self.indexes: dict[str, dict[str, models.PayloadFieldSchema | None]] = defaultdict(dict)

    def vacuum(self, collection: str) -> None:
        """Forget deleted points for good, once they are more than those that are left."""
        local = cast(QdrantLocal, self._client).collections
        slots, left = len(local[collection].ids), self.count(collection).count
        if slots < _FEWEST_SLOTS_TO_VACUUM or left > slots / 2:
            return
        kept, _ = self.scroll(collection, limit=slots, with_vectors=True)
        local[collection] = LocalCollection(local[collection].config)
        if points := [models.PointStruct(**one.model_dump(include=_POINT)) for one in kept]:
            local[collection].upsert(points)

    def payload_schema(self, collection: str) -> dict[str, models.PayloadIndexInfo]:
        """Return what the server reports about a collection's payload indexes."""
        return {
            field: models.PayloadIndexInfo(
                data_type=_data_type(schema),
                params=None if isinstance(schema, models.PayloadSchemaType) else schema,
                points=self.count(collection, _has(field)).count,
            )
            for field, schema in self.indexes[collection].items()
        }


def _data_type(schema: models.PayloadFieldSchema | None) -> models.PayloadSchemaType:
    if schema is None:
        return models.PayloadSchemaType.KEYWORD
    named = schema if isinstance(schema, models.PayloadSchemaType) else schema.type
    return models.PayloadSchemaType(named)


def _has(field: str) -> models.Filter:
    absent = models.IsEmptyCondition(is_empty=models.PayloadField(key=field))
    return models.Filter(must_not=[absent])


async def _store_of_app(request: Request) -> LocalStore:
    store: LocalStore = request.app.state.store
    return store


Store = Annotated[LocalStore, Depends(_store_of_app)]
