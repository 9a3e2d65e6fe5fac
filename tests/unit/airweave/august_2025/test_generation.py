"""The client finds out which generation of the API answers."""

import pytest

from support.airweave.client.airweave import Airweave
from support.airweave.client.generation import Ability
from support.core.errors import Failure
from tests.unit.airweave.august_2025 import shapes
from tests.unit.airweave.august_2025.replay import Replay


def test_august_2025_is_told_by_the_route_of_one_job(airweave: Airweave) -> None:
    assert airweave.generation == "2025-08"


def test_today_is_told_by_the_instant_search(airweave: Airweave, replay: Replay) -> None:
    instant = "/collections/{readable_id}/search/instant"
    replay.on("GET /openapi.json", shapes.openapi(instant))
    assert airweave.generation == "today"


def test_it_is_asked_once(airweave: Airweave, replay: Replay) -> None:
    replay.on("GET /collections", [])
    for _ in range(3):
        airweave.collections()
    assert len(replay.asked["GET /openapi.json"]) == 1


def test_what_the_settings_say_is_not_asked(replay: Replay) -> None:
    client = Airweave(replay.url, None, None, timeout=5, retries=0, generation="today")
    assert client.generation == "today"
    assert not replay.asked


@pytest.mark.parametrize("status", [200, 404], ids=["another API", "no document"])
def test_an_unknown_api_is_said_with_the_way_out(
    status: int, airweave: Airweave, replay: Replay
) -> None:
    replay.on("GET /openapi.json", {"paths": {"/collections/": {}}}, status=status)
    with pytest.raises(Failure, match=r"2025-08 or today.*AIRWEAVE_API_GENERATION"):
        _ = airweave.generation


def test_what_a_generation_cannot_do_is_refused_with_the_reason(airweave: Airweave) -> None:
    with pytest.raises(Failure, match="from scratch, because Airweave 2025-08 cannot"):
        airweave.run(shapes.CONNECTION, full=True)
    assert Ability.KEPT_COUNTER not in airweave.limits
