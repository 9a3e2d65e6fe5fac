"""The routes of Qdrant's REST API that concern points: writing, reading, searching."""

from fastapi import APIRouter, Response
from qdrant_client.http import models

from support.sandbox.engines.qdrant.envelope import answer, error
from support.sandbox.engines.qdrant.store import Store

_PAGE = 10  # the server's default limit


writing = APIRouter(prefix="/collections/{name}/points")


@writing.put("")
async def upsert(name: str, wanted: models.PointInsertOperations, store: Store) -> Response:
    """Insert or replace points, given one by one or in columns."""
    points = wanted.batch if isinstance(wanted, models.PointsBatch) else wanted.points
    return answer(
        store.upsert(
            name, points, update_filter=wanted.update_filter, update_mode=wanted.update_mode
        )
    )


@writing.post("/delete")
async def delete(name: str, selector: models.PointsSelector, store: Store) -> Response:
    """Delete points by ids or by filter."""
    done = store.delete(name, selector)
    store.vacuum(name)
    return answer(done)


@writing.post("/batch")
async def batch_update(name: str, wanted: models.UpdateOperations, store: Store) -> Response:
    """Apply several kinds of changes in order."""
    return answer(store.batch_update_points(name, wanted.operations))


@writing.put("/vectors")
async def update_vectors(name: str, wanted: models.UpdateVectors, store: Store) -> Response:
    """Replace some vectors of points."""
    return answer(store.update_vectors(name, wanted.points, update_filter=wanted.update_filter))


@writing.post("/vectors/delete")
async def delete_vectors(name: str, wanted: models.DeleteVectors, store: Store) -> Response:
    """Delete named vectors of points."""
    return answer(store.delete_vectors(name, wanted.vector, _selector(wanted)))


@writing.post("/payload")
async def set_payload(name: str, wanted: models.SetPayload, store: Store) -> Response:
    """Add keys to the payload of points."""
    return answer(store.set_payload(name, wanted.payload, _selector(wanted), key=wanted.key))


@writing.put("/payload")
async def overwrite_payload(name: str, wanted: models.SetPayload, store: Store) -> Response:
    """Replace the whole payload of points."""
    return answer(store.overwrite_payload(name, wanted.payload, _selector(wanted)))


@writing.post("/payload/delete")
async def delete_payload(name: str, wanted: models.DeletePayload, store: Store) -> Response:
    """Delete keys of the payload of points."""
    return answer(store.delete_payload(name, wanted.keys, _selector(wanted)))


@writing.post("/payload/clear")
async def clear_payload(name: str, selector: models.PointsSelector, store: Store) -> Response:
    """Delete the whole payload of points."""
    return answer(store.clear_payload(name, selector))


reading = APIRouter(prefix="/collections/{name}")


@reading.post("/points")
async def retrieve(name: str, wanted: models.PointRequest, store: Store) -> Response:
    """Return points by their ids."""
    return answer(
        store.retrieve(
            name,
            wanted.ids,
            with_payload=True if wanted.with_payload is None else wanted.with_payload,
            with_vectors=wanted.with_vector or False,
        )
    )


@reading.get("/points/{point_id}")
async def retrieve_one(name: str, point_id: str, store: Store) -> Response:
    """Return one point with everything it holds."""
    point: int | str = int(point_id) if point_id.isdigit() else point_id
    found = store.retrieve(name, [point], with_vectors=True)
    if not found:
        return error(404, f"Not found: Point with id {point_id} does not exists!")
    return answer(found[0])


@reading.post("/points/scroll")
async def scroll(name: str, wanted: models.ScrollRequest, store: Store) -> Response:
    """Page through the points that match a filter."""
    points, following = store.scroll(
        name,
        scroll_filter=wanted.filter,
        limit=_PAGE if wanted.limit is None else wanted.limit,
        order_by=wanted.order_by,
        offset=wanted.offset,
        with_payload=True if wanted.with_payload is None else wanted.with_payload,
        with_vectors=wanted.with_vector or False,
    )
    return answer(models.ScrollResult(points=points, next_page_offset=following))


@reading.post("/points/count")
async def count(name: str, wanted: models.CountRequest, store: Store) -> Response:
    """Count the points that match a filter."""
    return answer(store.count(name, count_filter=wanted.filter))


@reading.post("/points/query")
async def query(name: str, wanted: models.QueryRequest, store: Store) -> Response:
    """Search: dense or sparse, with prefetches, fusion, filter and threshold."""
    return answer(store.query_batch_points(name, [wanted])[0])


@reading.post("/points/query/batch")
async def query_batch(name: str, wanted: models.QueryRequestBatch, store: Store) -> Response:
    """Search several times in one request."""
    return answer(store.query_batch_points(name, wanted.searches))


@reading.post("/points/query/groups")
async def query_groups(name: str, wanted: models.QueryGroupsRequest, store: Store) -> Response:
    """Search and group the hits by a payload field."""
    return answer(
        store.query_points_groups(
            name,
            group_by=wanted.group_by,
            query=wanted.query,
            using=wanted.using,
            prefetch=wanted.prefetch,
            query_filter=wanted.filter,
            search_params=wanted.params,
            limit=_PAGE if wanted.limit is None else wanted.limit,
            group_size=3 if wanted.group_size is None else wanted.group_size,
            with_payload=wanted.with_payload or False,
            with_vectors=wanted.with_vector or False,
            score_threshold=wanted.score_threshold,
            with_lookup=wanted.with_lookup,
            lookup_from=wanted.lookup_from,
        )
    )


@reading.post("/facet")
async def facet(name: str, wanted: models.FacetRequest, store: Store) -> Response:
    """Count the distinct values of a payload field."""
    limit = _PAGE if wanted.limit is None else wanted.limit
    return answer(store.facet(name, wanted.key, facet_filter=wanted.filter, limit=limit))


def _selector(
    wanted: models.SetPayload | models.DeletePayload | models.DeleteVectors,
) -> models.PointsSelector:
    """Return the points that a request names, by filter or by ids."""
    if wanted.filter is not None:
        return models.FilterSelector(filter=wanted.filter)
    return models.PointIdsList(points=wanted.points or [])
