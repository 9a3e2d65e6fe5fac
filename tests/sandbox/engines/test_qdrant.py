"""The sandbox's Qdrant answers like local mode, asked through the official client."""

import uuid
from collections.abc import Callable, Iterator

import httpx
import pytest
from fastapi.testclient import TestClient
from qdrant_client import QdrantClient, models
from qdrant_client.http.exceptions import UnexpectedResponse

from support.sandbox.engines.qdrant.app import create_app
from support.sandbox.engines.qdrant.store import LocalStore
from tests.conftest import Settings
from tests.sandboxes import plain_qdrant_of, qdrant_of

SIZE = 8
IDS: list[models.ExtendedPointId] = [
    str(uuid.uuid5(uuid.NAMESPACE_URL, str(number))) for number in range(12)
]
Operation = Callable[[QdrantClient, str], object]


@pytest.fixture(scope="module")
def remote(sandbox: Settings) -> Iterator[QdrantClient]:
    client = qdrant_of(sandbox)
    yield client
    client.close()


@pytest.fixture
def collection(remote: QdrantClient) -> Iterator[str]:
    name = f"test-{uuid.uuid4()}"
    fill(remote, name)
    yield name
    remote.delete_collection(name)


def fill(client: QdrantClient, name: str) -> None:
    """Create a collection like Airweave's: dense, sparse with IDF, nested payload."""
    client.create_collection(
        name,
        vectors_config=models.VectorParams(size=SIZE, distance=models.Distance.COSINE),
        sparse_vectors_config={"bm25": models.SparseVectorParams(modifier=models.Modifier.IDF)},
    )
    client.upsert(name, [point(number) for number in range(len(IDS))])


def point(number: int) -> models.PointStruct:
    return models.PointStruct(
        id=IDS[number],
        vector={
            "": [float((number * step) % 7 + 1) for step in range(1, SIZE + 1)],
            "bm25": models.SparseVector(indices=[1, number + 2], values=[1.0, number + 0.5]),
        },
        payload={
            "entity_id": f"entity-{number // 2}",
            "position": number,
            "system": {"sync_id": "a" if number < 8 else "b", "at": f"2025-01-{number + 1:02}"},
        },
    )


def sync_is(value: str) -> models.Filter:
    match = models.MatchValue(value=value)
    return models.Filter(must=[models.FieldCondition(key="system.sync_id", match=match)])


DENSE = [1.0, 0.5, 0.0, 0.0, 0.3, 0.0, 0.9, 0.1]
SPARSE = models.SparseVector(indices=[1, 5], values=[1.0, 1.0])
FUSED = [
    models.Prefetch(query=DENSE, limit=5, filter=sync_is("a")),
    models.Prefetch(query=SPARSE, using="bm25", limit=5),
]
RRF = models.FusionQuery(fusion=models.Fusion.RRF)

READS: dict[str, Operation] = {
    "retrieve": lambda c, n: c.retrieve(n, [IDS[3], IDS[1]], with_vectors=True),
    "retrieve without payload": lambda c, n: c.retrieve(n, IDS[:2], with_payload=False),
    "retrieve some keys": lambda c, n: c.retrieve(n, IDS[:2], with_payload=["entity_id"]),
    "retrieve a missing one": lambda c, n: c.retrieve(n, [str(uuid.UUID(int=1))]),
    "scroll": lambda c, n: c.scroll(n, limit=5),
    "scroll on": lambda c, n: c.scroll(n, limit=5, offset=c.scroll(n, limit=5)[1]),
    "scroll by filter": lambda c, n: c.scroll(n, scroll_filter=sync_is("b"), with_vectors=["bm25"]),
    "scroll in order": lambda c, n: c.scroll(n, order_by="position", limit=4),
    "count": lambda c, n: c.count(n),
    "count by filter": lambda c, n: c.count(n, count_filter=sync_is("b")),
    "dense": lambda c, n: c.query_points(n, query=DENSE, limit=4, with_vectors=True),
    "dense by filter": lambda c, n: c.query_points(n, query=DENSE, query_filter=sync_is("b")),
    "dense from an offset": lambda c, n: c.query_points(n, query=DENSE, limit=3, offset=3),
    "dense above a score": lambda c, n: c.query_points(n, query=DENSE, score_threshold=0.7),
    "by the vector of a point": lambda c, n: c.query_points(n, query=IDS[2], limit=3),
    "sparse with IDF": lambda c, n: c.query_points(n, query=SPARSE, using="bm25"),
    "fusion": lambda c, n: c.query_points(n, prefetch=FUSED, query=RRF, limit=6),
    "batch": lambda c, n: c.query_batch_points(
        n,
        [
            models.QueryRequest(query=DENSE, limit=2, with_payload=True),
            models.QueryRequest(query=SPARSE, using="bm25", limit=2),
            models.QueryRequest(prefetch=FUSED, query=RRF, limit=3, with_vector=True),
        ],
    ),
    "groups": lambda c, n: c.query_points_groups(n, "entity_id", query=DENSE, limit=3),
    "facet": lambda c, n: c.facet(n, "system.sync_id"),
}

WRITES: dict[str, Operation] = {
    "upsert again": lambda c, n: c.upsert(n, [point(1), point(1)]),
    "upsert columns": lambda c, n: c.upsert(
        n, models.Batch(ids=[1, 2], vectors={"": [DENSE, DENSE]}, payloads=[{"k": 1}, {"k": 2}])
    ),
    "delete by ids": lambda c, n: c.delete(n, IDS[:2]),
    "delete by filter": lambda c, n: c.delete(n, models.FilterSelector(filter=sync_is("a"))),
    "set payload": lambda c, n: c.set_payload(n, {"position": -1, "new": True}, IDS[:1]),
    "set payload under a key": lambda c, n: c.set_payload(n, {"x": 1}, IDS[:1], key="system"),
    "overwrite payload": lambda c, n: c.overwrite_payload(n, {"only": "this"}, sync_is("b")),
    "delete payload": lambda c, n: c.delete_payload(n, ["position"], sync_is("b")),
    "clear payload": lambda c, n: c.clear_payload(n, IDS[:2]),
    "delete vectors": lambda c, n: c.delete_vectors(n, ["bm25"], IDS[:2]),
    "update vectors": lambda c, n: c.update_vectors(
        n, [models.PointVectors(id=IDS[0], vector={"": DENSE})]
    ),
    "batch update": lambda c, n: c.batch_update_points(
        n,
        [
            models.DeleteOperation(delete=models.PointIdsList(points=IDS[:1])),
            models.UpsertOperation(upsert=models.PointsList(points=[point(0)])),
        ],
    ),
}


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_reads_equal_local_mode(remote: QdrantClient, collection: str, read: Operation) -> None:
    local = QdrantClient(":memory:")
    fill(local, collection)
    assert read(remote, collection) == read(local, collection)


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_writes_equal_local_mode(remote: QdrantClient, collection: str, write: Operation) -> None:
    local = QdrantClient(":memory:")
    fill(local, collection)
    assert write(remote, collection) == write(local, collection)
    ours, theirs = (
        client.scroll(collection, limit=100, with_vectors=True) for client in (remote, local)
    )
    assert ours == theirs


def test_rare_words_weigh_more_than_common_ones(remote: QdrantClient, collection: str) -> None:
    common, rare = (
        remote.query_points(
            collection, query=models.SparseVector(indices=[index], values=[1.0]), using="bm25"
        )
        for index in (1, 3)
    )
    assert common.points[0].score < rare.points[0].score


def test_collections_come_and_go(remote: QdrantClient) -> None:
    name = f"test-{uuid.uuid4()}"
    assert not remote.collection_exists(name)
    fill(remote, name)
    assert remote.collection_exists(name)
    assert name in [found.name for found in remote.get_collections().collections]
    assert remote.get_collection(name).points_count == len(IDS)
    assert remote.delete_collection(name)
    assert not remote.collection_exists(name)
    assert not remote.delete_collection(name)


def test_payload_indexes_are_remembered(remote: QdrantClient, collection: str) -> None:
    field = "system.sync_id"
    remote.create_payload_index(collection, field, models.PayloadSchemaType.KEYWORD)
    remote.create_payload_index(collection, "position", models.IntegerIndexParams(type="integer"))
    schema = remote.get_collection(collection).payload_schema
    assert schema[field].data_type == models.PayloadSchemaType.KEYWORD
    assert schema["position"].data_type == models.PayloadSchemaType.INTEGER
    assert schema[field].points == len(IDS)
    remote.delete_payload_index(collection, field)
    assert list(remote.get_collection(collection).payload_schema) == ["position"]


def test_aliases_lead_to_their_collection(remote: QdrantClient, collection: str) -> None:
    alias = models.CreateAlias(collection_name=collection, alias_name=f"alias-{collection}")
    remote.update_collection_aliases([models.CreateAliasOperation(create_alias=alias)])
    assert remote.count(alias.alias_name).count == len(IDS)
    assert remote.get_collection_aliases(collection).aliases[0].alias_name == alias.alias_name


@pytest.mark.parametrize(
    ("operation", "status", "words"),
    [
        (lambda c, n: c.get_collection("nowhere"), 404, "Collection `nowhere` doesn't exist!"),
        (lambda c, n: c.count("nowhere"), 404, "Not found: Collection `nowhere`"),
        (fill, 409, "already exists!"),
        (lambda c, n: c.scroll(n, limit=0), 422, "limit: value 0 invalid, must be 1 or larger"),
        (lambda c, n: c.query_points(n, query=[1.0]), 400, "Wrong input: "),
        (lambda c, n: c.query_points(n, query=DENSE, using="none"), 400, "Wrong input: "),
        (lambda c, n: c.upsert(n, [models.PointStruct(id=1, vector=[1.0])]), 400, "dimension"),
    ],
)
def test_errors_have_the_shape_of_qdrant(
    remote: QdrantClient, collection: str, operation: Operation, status: int, words: str
) -> None:
    with pytest.raises(UnexpectedResponse) as refused:
        operation(remote, collection)
    assert refused.value.status_code == status
    assert words in refused.value.structured()["status"]["error"]


def test_a_body_that_is_no_request_is_a_format_error(sandbox: Settings, collection: str) -> None:
    scroll = f"/collections/{collection}/points/scroll"
    answer = plain_qdrant_of(sandbox).post(scroll, json={"limit": "many"})
    assert answer.status_code == 400
    assert answer.json()["status"]["error"].startswith("Format error in JSON body: ")


def test_probes_and_version(sandbox: Settings) -> None:
    url = sandbox["QDRANT_URL"]
    assert httpx.get(f"{url}/healthz").text == "healthz check passed"
    assert httpx.get(f"{url}/readyz").is_success
    assert httpx.get(url).json()["title"] == "qdrant - vector search engine"


def test_a_key_opens_everything_but_the_probes() -> None:
    client = TestClient(create_app(api_key="secret"))
    assert client.get("/collections", headers={"api-key": "secret"}).is_success
    assert client.get("/readyz").is_success
    for unknown in ({}, {"api-key": "guess"}):
        refused = client.get("/collections", headers=unknown)
        assert refused.status_code == 401
        assert "API key" in refused.text


def test_hits_carry_payload_only_on_request(sandbox: Settings, collection: str) -> None:
    query = f"/collections/{collection}/points/query"
    answer = plain_qdrant_of(sandbox).post(query, json={"query": DENSE, "limit": 1})
    assert "payload" not in answer.json()["result"]["points"][0]


def test_deleted_points_are_forgotten_for_good_and_the_others_stay_searchable() -> None:
    store = LocalStore()
    vectors = models.VectorParams(size=2, distance=models.Distance.COSINE)
    sparse = {"bm25": models.SparseVectorParams(modifier=models.Modifier.IDF)}
    store.create_collection("c", vectors_config=vectors, sparse_vectors_config=sparse)
    words = models.SparseVector(indices=[7], values=[1.0])
    store.upsert(
        "c",
        [
            models.PointStruct(
                id=number,
                vector={"": [1.0, number], "bm25": words},
                payload={"number": number},
            )
            for number in range(400)
        ],
    )
    few = models.FieldCondition(key="number", range=models.Range(gte=3))
    store.delete("c", models.Filter(must=[few]))
    before = store.scroll("c")
    store.vacuum("c")
    assert len(store._client.collections["c"].ids) == 3  # type: ignore[attr-defined]
    assert store.scroll("c") == before
    assert store.query_points("c", query=[1.0, 0.0]).points[0].id == 0
    assert len(store.query_points("c", query=words, using="bm25").points) == 3


def test_a_collection_may_be_emptied_to_its_last_point() -> None:
    store = LocalStore()
    store.create_collection(
        "c", vectors_config=models.VectorParams(size=SIZE, distance=models.Distance.COSINE)
    )
    ids = [str(uuid.uuid4()) for _ in range(300)]
    store.upsert("c", [models.PointStruct(id=one, vector=[1.0] * SIZE) for one in ids])
    store.delete("c", models.PointIdsList(points=[*ids]))
    store.vacuum("c")
    assert store.count("c").count == 0
