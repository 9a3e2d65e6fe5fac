"""The client reads what Airweave of April 2026 was heard to answer."""

from collections.abc import Iterator

import pytest

from support.airweave.client.airweave import Airweave
from support.airweave.client.models import Strategy
from support.core.http import ApiError
from tests.recorded import april_2026
from tests.recorded.april_2026 import COLLECTION, CONNECTION, EXCHANGES, HITS, ID, JOB, PENDING
from tests.recorded.exchanges import Exchange
from tests.unit.airweave.august_2025.replay import Replay, serve

TOKEN = {"personal_access_token": april_2026.WRONG_TOKEN}
CONFIG = {"repo_name": "acme/acceptance"}
REFUSALS = [
    exchange
    for exchange in EXCHANGES
    if exchange.path == "/source-connections" and exchange.status >= 400
]


@pytest.fixture
def replay() -> Iterator[Replay]:
    """A server that answers what was recorded."""
    with serve(Replay()) as server:
        yield server


@pytest.fixture
def airweave(replay: Replay) -> Iterator[Airweave]:
    """The suite's client of it."""
    client = Airweave(replay.url, None, None, timeout=5, retries=0, generation="today")
    yield client
    client.close()


def test_a_collection(airweave: Airweave, replay: Replay) -> None:
    replay.on("POST /collections", COLLECTION)
    replay.on("GET /collections", [COLLECTION])
    replay.on("DELETE /collections/cmp", COLLECTION)
    made = airweave.create_collection("cmp")
    assert (made.id, made.readable_id, made.status) == (ID, "cmp", "NEEDS SOURCE")
    assert airweave.collections("cmp") == [made]
    airweave.delete_collection("cmp")


@pytest.mark.parametrize("answer", [CONNECTION, april_2026.SYNCED, april_2026.NEVER_SYNCED])
def test_a_connection(airweave: Airweave, replay: Replay, answer: object) -> None:
    replay.on("POST /source-connections", answer)
    made = airweave.connect("cmp", "github", TOKEN, CONFIG, sync=True)
    assert (made.id, made.short_name, made.status) == (ID, "github", "active")


def test_jobs(airweave: Airweave, replay: Replay) -> None:
    replay.on(f"POST /source-connections/{ID}/run", PENDING)
    replay.on(f"GET /source-connections/{ID}/jobs", [JOB])
    replay.on(f"POST /source-connections/{ID}/jobs/{ID}/cancel", JOB)
    assert not airweave.run(ID).ended
    assert [job.ended for job in airweave.jobs(ID)] == [True]
    assert airweave.cancel(ID, ID).id == ID


@pytest.mark.parametrize("strategy", ["semantic", "keyword", "hybrid"])
def test_search(airweave: Airweave, replay: Replay, strategy: Strategy) -> None:
    replay.on("POST /collections/cmp/search/instant", HITS)
    (piece,) = airweave.search("cmp", "zebra", strategy)
    assert piece.original_id == "acme/acceptance/cmp/a.md"
    assert piece.containers == ["1", "acme/acceptance/cmp"]
    assert (piece.score is None) == (strategy != "semantic")


def test_a_search_that_finds_nothing(airweave: Airweave, replay: Replay) -> None:
    replay.on("POST /collections/cmp/search/instant", {"results": []})
    assert airweave.search("cmp", "qqqq", "keyword") == []


@pytest.mark.parametrize("refusal", REFUSALS, ids=[one.name for one in REFUSALS])
def test_a_refusal_keeps_its_reason(airweave: Airweave, replay: Replay, refusal: Exchange) -> None:
    replay.on("POST /source-connections", refusal.answer, status=refusal.status)
    with pytest.raises(ApiError) as refused:
        airweave.connect("cmp", "github", TOKEN, CONFIG, sync=True)
    assert refused.value.status == refusal.status
    assert next(iter(refusal.answer)) in refused.value.body
