"""The engine keeps the store in step with a source, and counts what it did."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from typing import ClassVar

import pytest
from qdrant_client import QdrantClient, models

from support.sandbox.airweave.app.documents import Origin, content_hash
from support.sandbox.airweave.app.embedding import WordLlama, query_vector
from support.sandbox.airweave.app.jobs import Engines, Jobs, PausedError
from support.sandbox.airweave.app.sources.base import (
    Breadcrumb,
    Cursor,
    Deletion,
    Entity,
    InvalidCredentialsError,
    Reading,
    Source,
    SourceContext,
    SourceError,
    StrictFields,
)
from support.sandbox.airweave.app.state import (
    Collection,
    Connection,
    Job,
    JobStatus,
    Organization,
    Schedule,
    State,
    Sync,
)
from support.sandbox.airweave.app.store import CONTAINER, Store
from support.sandbox.airweave.app.sync import CancelledError, SyncRun

pytestmark = pytest.mark.filterwarnings("ignore:Payload indexes have no effect")

Changes = list[Entity | Deletion]


class ListSource(Source):
    """Holds what the test puts into it; `news` are its next incremental changes."""

    short_name: ClassVar[str] = "list"
    name: ClassVar[str] = "List"
    auth_model: ClassVar[type[StrictFields]] = StrictFields
    config_model: ClassVar[type[StrictFields]] = StrictFields

    def __init__(self, auth: object, config: object, context: SourceContext) -> None:
        self.entities: list[Entity] = []
        self.news: Changes | None = None
        self.breaks_after: int | None = None

    def validate(self) -> None:
        pass

    def full(self) -> Reading:
        return Reading(self._changes(self.entities), cursor={"at": "1"}, complete=True)

    def incremental(self, cursor: Cursor) -> Reading | None:
        if self.news is None:
            return None
        return Reading(self._changes(self.news), cursor={"at": "2"}, complete=False)

    def _changes(self, changes: Iterable[Entity | Deletion]) -> Iterator[Entity | Deletion]:
        for number, change in enumerate(changes):
            if number == self.breaks_after:
                raise SourceError("the listing broke off")
            yield change


def list_of(*entities: Entity) -> ListSource:
    """Return a source that holds these."""
    source = ListSource(None, None, SourceContext("http://localhost"))
    source.entities = list(entities)
    return source


def entity(name: str, text: str = "some text") -> Entity:
    return Entity(
        entity_id=name, entity_type="ListEntity", name=name, text=text, web_url=f"http://x/{name}"
    )


class Bench:
    """A store in memory and one sync that runs on it."""

    def __init__(self, embedder: WordLlama) -> None:
        self.client = QdrantClient(":memory:")
        self.store = Store(self.client)
        self.store.prepare()
        self.embedder = embedder
        self.sync = Sync()
        self.collection_id = uuid.uuid4()

    def run(self, source: Source, *, force_full_sync: bool = False) -> dict[str, int]:
        """Run one job and return its counts that are not zero."""
        job = Job(uuid.uuid4(), force_full_sync)
        self.job_run(job).run(source)
        return {key: count for key, count in asdict(job.counts).items() if count}

    def job_run(self, job: Job) -> SyncRun:
        origin = Origin(self.collection_id, self.sync.id, job.id, "list")
        return SyncRun(job, self.sync, origin, self.store, self.embedder)

    def texts(self) -> dict[str, str]:
        """Return what the store holds, by chunk."""
        points, _ = self.client.scroll(CONTAINER, limit=1000)
        payloads = [point.payload or {} for point in points]
        return {item["entity_id"]: item["textual_representation"] for item in payloads}


@pytest.fixture(scope="session")
def embedder() -> WordLlama:
    return WordLlama()


@pytest.fixture
def bench(embedder: WordLlama) -> Bench:
    return Bench(embedder)


def test_new_entities_are_inserted_and_then_kept(bench: Bench) -> None:
    source = list_of(entity("a"), entity("b"))

    assert bench.run(source) == {"inserted": 2}
    assert bench.run(source) == {"kept": 2}
    assert bench.texts() == {"a__chunk_0": "some text", "b__chunk_0": "some text"}


def test_a_changed_entity_replaces_all_its_old_chunks(bench: Bench) -> None:
    long_text = "\n\n".join(f"paragraph {n} " + "word " * 2000 for n in range(5))
    bench.run(list_of(entity("a", long_text), entity("b")))
    assert len(bench.texts()) > 2

    assert bench.run(list_of(entity("a", "short"), entity("b"))) == {"updated": 1, "kept": 1}
    assert bench.texts() == {"a__chunk_0": "short", "b__chunk_0": "some text"}


def test_every_chunk_is_found_by_its_own_words(bench: Bench) -> None:
    words = [f"marker{n}" for n in range(5)]
    text = "\n\n".join(f"{word} " + "filler " * 2500 for word in words)
    bench.run(list_of(entity("a", text)))

    for word in words:
        store, conditions = bench.store.place_of(bench.collection_id)
        where = models.Filter(must=[*conditions])
        hits = store.matching(query_vector(word), where, limit=10, offset=0)
        assert len(hits) == 1
        assert word in (hits[0].payload or {})["textual_representation"]


def test_a_complete_reading_removes_what_it_does_not_hold(bench: Bench) -> None:
    bench.run(list_of(entity("a"), entity("b")))

    assert bench.run(list_of(entity("a"))) == {"deleted": 1, "kept": 1}
    assert set(bench.texts()) == {"a__chunk_0"}


def test_an_incremental_reading_removes_only_what_it_names(bench: Bench) -> None:
    source = list_of(entity("a"), entity("b"), entity("c"))
    bench.run(source)
    source.news = [entity("a", "new text"), Deletion("b"), Deletion("never-seen")]

    assert bench.run(source) == {"updated": 1, "deleted": 1}
    assert bench.texts() == {"a__chunk_0": "new text", "c__chunk_0": "some text"}


def test_a_rename_is_a_deletion_and_an_insertion(bench: Bench) -> None:
    source = list_of(entity("old"))
    bench.run(source)
    source.news = [Deletion("old"), entity("new")]

    assert bench.run(source) == {"inserted": 1, "deleted": 1}
    assert set(bench.texts()) == {"new__chunk_0"}


def test_a_forced_run_reads_everything(bench: Bench) -> None:
    source = list_of(entity("a"), entity("b"))
    bench.run(source)
    source.entities, source.news = [entity("a")], []

    assert bench.run(source) == {}
    assert bench.run(source, force_full_sync=True) == {"deleted": 1, "kept": 1}


def test_the_same_id_twice_in_a_run_counts_as_failed(bench: Bench) -> None:
    assert bench.run(list_of(entity("a"), entity("a", "other"))) == {"inserted": 1, "failed": 1}
    assert bench.texts() == {"a__chunk_0": "some text"}


def test_a_broken_reading_deletes_nothing_and_keeps_the_cursor(bench: Bench) -> None:
    source = list_of(*(entity(str(n)) for n in range(100)))
    bench.run(source)
    before = bench.sync.cursor
    source.breaks_after = 50

    with pytest.raises(SourceError, match="broke off"):
        bench.run(source, force_full_sync=True)
    assert len(bench.texts()) == 100
    assert bench.sync.cursor == before


def test_a_cancelled_run_stops_between_two_entities(bench: Bench) -> None:
    job = Job(uuid.uuid4())
    job.cancelled.set()

    with pytest.raises(CancelledError):
        bench.job_run(job).run(list_of(entity("a")))
    assert bench.texts() == {}


def test_two_syncs_of_one_source_do_not_touch_each_other(bench: Bench) -> None:
    source = list_of(entity("a"))
    bench.run(source)
    first, bench.sync = bench.sync, Sync()
    bench.run(source)
    assert bench.client.count(CONTAINER).count == 2

    bench.store.delete_sync(bench.collection_id, first.id)
    assert bench.client.count(CONTAINER).count == 1


def test_the_hash_is_of_the_content_and_not_of_the_place() -> None:
    original = entity("a")
    moved = replace(
        original, web_url="http://y", url="http://z", breadcrumbs=(Breadcrumb("1", "x", "Dir"),)
    )
    counted = replace(original, fields={"views": 7}, unhashed=frozenset({"views"}))

    assert content_hash(moved) == content_hash(counted) == content_hash(original)
    assert content_hash(replace(original, text="other")) != content_hash(original)
    assert content_hash(replace(original, fields={"views": 7})) != content_hash(original)
    assert content_hash(replace(original, name="b")) != content_hash(original)


class RefusedSource(ListSource):
    """Was connected with credentials that are refused by now."""

    def full(self) -> Reading:
        raise InvalidCredentialsError("List answered 401 Bad credentials")


def test_refused_credentials_fail_the_job_and_pause_the_sync(bench: Bench) -> None:
    organization = Organization(uuid.uuid4(), "Acme", "key")
    state = State([organization])
    collection = Collection(organization.id, "Test", "test")
    state.add_collection(collection)
    connection = Connection(
        organization_id=organization.id,
        collection=collection,
        source=RefusedSource,
        name="List",
        description=None,
        auth=StrictFields(),
        config=StrictFields(),
        schedule=Schedule(None),
        sync=bench.sync,
    )
    state.add_connection(connection)
    engines = Engines(bench.store, bench.embedder, {"list": "http://localhost"})
    jobs = Jobs(state, engines, latency=0)

    job = jobs.start(connection, bench.sync)
    assert job.done
    job.done.result(10)

    assert job.status is JobStatus.FAILED
    assert job.error == "InvalidCredentialsError: List answered 401 Bad credentials"
    assert job.error_category == "api_key_invalid"
    with pytest.raises(PausedError):
        jobs.start(connection, bench.sync)
    jobs.shut_down()
