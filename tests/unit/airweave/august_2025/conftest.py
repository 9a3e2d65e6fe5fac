"""A replay server that the client takes for an Airweave of August 2025."""

from collections.abc import Iterator

import pytest

from support.airweave.client.airweave import Airweave
from tests.unit.airweave.august_2025 import shapes
from tests.unit.airweave.august_2025.replay import Replay, serve


@pytest.fixture
def replay() -> Iterator[Replay]:
    """The server, which describes the API of August 2025."""
    with serve(Replay()) as server:
        server.on("GET /openapi.json", shapes.openapi())
        yield server


@pytest.fixture
def airweave(replay: Replay) -> Iterator[Airweave]:
    """The suite's client of it, which is not told the generation."""
    client = Airweave(replay.url, None, None, timeout=5, retries=0)
    yield client
    client.close()
