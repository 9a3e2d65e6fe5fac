"""From the first call to the last, with the errors and the odd orders of August 2025."""

import pytest

from support.airweave.client.airweave import Airweave
from support.airweave.client.generation import Embedded, Subject
from support.core.content import Author
from support.core.http import ApiError
from tests.unit.airweave.august_2025 import shapes
from tests.unit.airweave.august_2025.replay import Replay
from tests.unit.airweave.august_2025.shapes import CONNECTION, NAME, identity

JOBS = f"/source-connections/{CONNECTION}/jobs"
SEARCH = f"POST /collections/{NAME}/search"
TOKEN = {"personal_access_token": "ghp_never_checked"}
CONFIG = {"repo_name": shapes.REPOSITORY, "branch": NAME}


def test_a_collection_is_made_listed_and_deleted(airweave: Airweave, replay: Replay) -> None:
    replay.on("POST /collections", shapes.collection())
    replay.on("GET /collections", [shapes.collection("other"), shapes.collection()])
    replay.on(f"DELETE /collections/{NAME}", shapes.collection(status="PARTIAL ERROR"))
    made = airweave.create_collection(NAME)
    assert (made.id, made.readable_id) == (shapes.COLLECTION, NAME)
    assert [found.name for found in airweave.collections(NAME)] == [NAME]
    airweave.delete_collection(NAME)


def test_collections_are_listed_page_by_page(airweave: Airweave, replay: Replay) -> None:
    page = [shapes.collection(f"other-{number}") for number in range(1000)]
    replay.on("GET /collections", page, [shapes.collection()])
    assert [found.name for found in airweave.collections(NAME)] == [NAME]
    assert replay.asked["GET /collections"] == ["limit=1000&skip=0", "limit=1000&skip=1000"]


def test_the_repository_is_connected_as_a_credential(airweave: Airweave, replay: Replay) -> None:
    replay.on("POST /source-connections", shapes.connection())
    made = airweave.connect(NAME, "github", TOKEN, CONFIG, sync=True)
    assert (made.readable_collection_id, made.sync_id) == (NAME, shapes.SYNC)
    assert replay.asked["POST /source-connections"] == [
        {
            "name": NAME,
            "description": "Made by an acceptance test",
            "short_name": "github",
            "collection": NAME,
            "auth_fields": TOKEN | {"repo_name": shapes.REPOSITORY},
            "config_fields": {"branch": NAME},
            "sync_immediately": True,
        }
    ]


def test_a_job_is_followed_to_its_end(airweave: Airweave, replay: Replay) -> None:
    done = shapes.completed(entities_inserted=7, entities_kept=2, entities_skipped=1)
    running = [shapes.job(), shapes.job(status="in_progress"), done]
    replay.on(f"GET {JOBS}/{identity('first job')}", *running)
    job = airweave.wait_for_end(CONNECTION, identity("first job"), budget=5)
    assert (job.status, job.entities_inserted, job.entities_kept) == ("completed", 7, 2)
    assert job.entities_failed == 1, "what this generation calls skipped"
    assert job.completed_at


def test_the_newest_job_is_told_from_an_unordered_list(airweave: Airweave, replay: Replay) -> None:
    old = shapes.completed("old")
    new = shapes.job("new", created_at="2026-11-21T09:31:00.000001")
    middle = shapes.completed("middle") | {"created_at": "2026-11-21T09:30:59"}
    replay.on(f"GET {JOBS}", [old, new, middle])
    ids = [identity(name) for name in ("new", "middle", "old")]
    assert [job.id for job in airweave.jobs(CONNECTION)] == ids


def test_a_failed_job_has_a_time_and_a_reason(airweave: Airweave, replay: Replay) -> None:
    replay.on(f"GET {JOBS}/{identity('first job')}", shapes.failed("401 Unauthorized"))
    job = airweave.wait_for_end(CONNECTION, identity("first job"), budget=5)
    assert job.ended
    assert job.completed_at
    assert "failed, because: 401 Unauthorized" in str(job)


def test_a_second_run_is_refused_while_one_is_running(airweave: Airweave, replay: Replay) -> None:
    said = f"Sync {shapes.SYNC} already has a running job. Please wait for it to complete."
    replay.on(f"POST /source-connections/{CONNECTION}/run", {"detail": said}, status=400)
    with pytest.raises(ApiError, match=r"answered 400 .* already has a running job"):
        airweave.run(CONNECTION)


def test_a_run_is_asked_for_without_any_parameter(airweave: Airweave, replay: Replay) -> None:
    replay.on(f"POST /source-connections/{CONNECTION}/run", shapes.job("second"))
    assert airweave.run(CONNECTION).id == identity("second")
    assert replay.asked[f"POST /source-connections/{CONNECTION}/run"] == [""]


def test_a_cancelled_job_is_cancelled_at_once(airweave: Airweave, replay: Replay) -> None:
    replay.on(f"POST {JOBS}/{identity('first job')}/cancel", shapes.job(status="cancelled"))
    assert airweave.cancel(CONNECTION, identity("first job")).ended


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (422, {"errors": [{"body.name": "Field required"}]}, "Field required"),
        (422, {"detail": "Invalid auth fields: Field 'repo_name'"}, "repo_name"),
        (404, {"detail": "Object with short name nosuch not found"}, "nosuch"),
        (400, {"detail": "Either auth_provider, auth_fields or … must be provided"}, "auth_fields"),
    ],
)
def test_a_refusal_says_why_wherever_it_stands(
    status: int, body: object, said: str, airweave: Airweave, replay: Replay
) -> None:
    replay.on("POST /source-connections", body, status=status)
    with pytest.raises(ApiError) as refusal:
        airweave.connect(NAME, "github", TOKEN, CONFIG, sync=True)
    assert refusal.value.status == status
    assert said in refusal.value.body


def test_an_empty_repository_completes_with_itself(airweave: Airweave, replay: Replay) -> None:
    done = shapes.completed(entities_inserted=1)
    replay.on(f"GET {JOBS}/{identity('first job')}", done)
    replay.on(SEARCH, shapes.results((0.14, shapes.repository_payload())))
    assert not airweave.wait_for_end(CONNECTION, identity("first job"), budget=5).failed
    (hit,) = airweave.search(NAME, "anything", "semantic")
    assert (hit.entity_type, hit.text, hit.containers) == ("GitHubRepositoryEntity", "", [])


def test_search_by_meaning_asks_for_nothing_that_changes_scores(
    airweave: Airweave, replay: Replay
) -> None:
    replay.on(SEARCH, shapes.results((0.97, shapes.file_payload("docs/trip.md", "Pack light."))))
    (hit,) = airweave.search(NAME, "trip", "semantic")
    assert (hit.score, hit.text, hit.name) == (0.97, "Pack light.", "trip.md")
    assert (hit.original_id, hit.containers) == (f"{shapes.REPOSITORY}/docs/trip.md", ["4"])
    assert (hit.sync_id, hit.job_id) == (shapes.SYNC, identity("first job"))
    assert replay.asked[SEARCH] == [
        {
            "query": "trip",
            "search_method": "neural",
            "limit": 200,
            "response_type": "raw",
            "recency_bias": 0.0,
            "expansion_strategy": "no_expansion",
            "enable_reranking": False,
            "enable_query_interpretation": False,
        }
    ]


def test_hybrid_search_brings_ten_hits_and_no_scores(airweave: Airweave, replay: Replay) -> None:
    hits = [(1 / (2 + rank), shapes.directory_payload(f"d{rank}")) for rank in range(10)]
    replay.on(SEARCH, shapes.results(*hits))
    found = airweave.search(NAME, "anything", "hybrid")
    assert len(found) == 10
    assert {hit.score for hit in found} == {None}, "ranks are no cosines"


def test_a_chunk_knows_its_number(airweave: Airweave, replay: Replay) -> None:
    payload = shapes.file_payload("long.md", "The end.", chunk=(3, 3))
    replay.on(SEARCH, shapes.results((0.5, payload)))
    (hit,) = airweave.search(NAME, "long", "semantic")
    assert (hit.original_id, hit.chunk_index) == (f"{shapes.REPOSITORY}/long.md", 2)


def test_a_document_is_asked_for_by_what_is_embedded_of_it(airweave: Airweave) -> None:
    document = Author("seed").write("docs/trip.md", 1)
    containers = ["Repository handbook", "Directory docs"]
    subject = Subject(document, document.path, "github", "GitHubCodeFileEntity", containers)
    assert airweave.questions(subject)[Embedded.PLACE] == (
        "* source: github * type: CodeFile * name: trip.md"
        " * Context: Repository handbook → Directory docs * path: docs/trip.md"
    )


def test_the_connection_and_its_data_are_deleted(airweave: Airweave, replay: Replay) -> None:
    gone = shapes.connection(auth_fields=None, status="active")
    replay.on(f"DELETE /source-connections/{CONNECTION}", gone)
    replay.on(f"GET {JOBS}", {"detail": "SourceConnection not found"}, status=404)
    airweave.delete_connection(CONNECTION)
    with pytest.raises(ApiError, match="404"):
        airweave.jobs(CONNECTION)
