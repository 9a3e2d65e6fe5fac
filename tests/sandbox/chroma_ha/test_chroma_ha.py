"""The sandbox of Chroma HA keeps the promises that the suite demands, when servers are killed."""

import uuid
from collections.abc import Iterator

import httpx
import pytest
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_fixed

from support.sandbox.kit import private
from tests.conftest import Settings
from tests.sandboxes import Sandboxes

COLLECTIONS = "/api/v2/tenants/default_tenant/databases/default_database/collections"
KILLS = 6
_PATIENCE_S = 30


class Bench:
    """One collection, written through the balancer."""

    def __init__(self, settings: Settings, http: httpx.Client) -> None:
        self.settings = settings
        self.http = http
        self.name = f"test-{uuid.uuid4().hex[:8]}"
        self.url = f"{settings['CHROMA_HA_URL']}{COLLECTIONS}"
        made = http.post(self.url, json={"name": self.name})
        self.id = made.raise_for_status().json()["id"]

    def add(self, name: str) -> int:
        """Write a document and return the status of the answer."""
        content = {"ids": [name], "documents": [name], "embeddings": [[1.0, 0.0]]}
        return self.http.post(f"{self.url}/{self.id}/add", json=content).status_code

    def held_by(self, variable: str) -> set[str]:
        """Return the names of the documents that a server holds."""
        url = f"{self.settings[variable]}{COLLECTIONS}"
        own = self.http.get(f"{url}/{self.name}").raise_for_status().json()["id"]
        found = self.http.post(f"{url}/{own}/get", json={"include": []})
        return set(found.raise_for_status().json()["ids"])

    def switch(self, name: str, state: str) -> None:
        """Take something away, or bring it back."""
        with private.client(self.settings, "CHROMA_HA_CONTROL") as control:
            control.put(f"/processes/{name}", json={"state": state}).raise_for_status()


@pytest.fixture
def bench(chroma_ha: Settings, sandboxes: Sandboxes) -> Iterator[Bench]:
    """A collection; everything is up after the test."""
    with (
        sandboxes.of("chroma_ha").sabotaged(),
        httpx.Client(timeout=60, trust_env=False) as http,
    ):
        bench = Bench(chroma_ha, http)
        yield bench
        http.delete(f"{bench.url}/{bench.name}")


def test_nothing_acknowledged_is_lost_however_often_servers_die(bench: Bench) -> None:
    """A server is killed, in turns, and the balancer now and then, between writes."""
    acknowledged = set()
    for turn in range(KILLS):
        victim = ("primary", "replica", "balancer")[turn % 3]
        bench.switch(victim, "down")
        if victim == "balancer":
            bench.switch(victim, "up")
        for number in range(5):
            name = f"{turn}-{number}"
            if bench.add(name) == httpx.codes.CREATED:
                acknowledged.add(name)
        bench.switch(victim, "up")
    assert len(acknowledged) == KILLS * 5, "one server was always there"
    for attempt in Retrying(
        retry=retry_if_exception_type(AssertionError),
        stop=stop_after_delay(_PATIENCE_S),
        wait=wait_fixed(0.1),
        reraise=True,
    ):
        with attempt:
            assert bench.held_by("PRIMARY_URL") == bench.held_by("REPLICA_URL") == acknowledged


def test_a_collection_has_one_id_and_each_server_its_own(bench: Bench) -> None:
    found = {bench.http.get(f"{bench.url}/{bench.name}").json()["id"] for _ in range(10)}
    assert found == {bench.id}


def test_the_database_cannot_be_frozen(bench: Bench) -> None:
    with private.client(bench.settings, "CHROMA_HA_CONTROL") as control:
        answer = control.put("/processes/database", json={"state": "frozen"})
        assert answer.status_code == httpx.codes.CONFLICT
        assert control.put("/processes/nobody", json={"state": "up"}).status_code == 404
