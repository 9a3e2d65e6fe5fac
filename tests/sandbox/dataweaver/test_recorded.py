"""The sandbox answers in the shapes that were recorded with both real generations."""

import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest
from psycopg import sql

from support.sandbox.dataweaver.app.configuration import GENERATIONS, TIP
from tests.recorded.exchanges import differences
from tests.sandboxes import Sandboxes, Settings

BASE = "/api/connectors"
CONNECTOR: dict[str, object] = {
    "name": "LIMS one",
    "description": None,
    "connector_type": "LIMS",
    "auth_type": "API_KEY",
    "config": {},
    "sync_enabled": False,
    "sync_schedule": None,
    "id": 3,
    "status": "disconnected",
    "last_sync": None,
    "next_sync": None,
    "created_at": "2026-11-20T11:33:36",
    "updated_at": None,
}
DISCOVERED = [
    {
        "name": "Sample Database",
        "description": "Sample tracking and metadata",
        "source_type": "database_table",
        "source_path": "samples",
        "schema": {"columns": ["sample_id", "sample_type"], "row_count": 10000},
    }
]
DATA_SOURCE = {
    "name": "Src",
    "description": None,
    "source_type": "database_table",
    "source_path": "samples",
    "data_schema": None,
    "source_metadata": None,
    "is_active": True,
    "sync_enabled": True,
    "id": 3,
    "connector_id": 3,
    "last_updated": None,
}
EXTRACT = {
    "extract_type": "full",
    "extract_config": {"extract_type": "full"},
    "workflow_id": None,
    "id": 7,
    "data_source_id": 3,
    "status": "completed",
    "data_file_path": "extracts/lims_3.csv",
    "data_format": "csv",
    "row_count": 10000,
    "column_count": 6,
    "started_at": None,
    "completed_at": None,
    "created_at": "2026-11-20T11:33:36",
}
SYNCED = {
    "success": True,
    "data_sources_synced": 1,
    "results": [
        {
            "success": True,
            "data_file_path": "extracts/lims_3.csv",
            "row_count": 10000,
            "column_count": 6,
            "extract_type": "incremental",
        }
    ],
}
REFUSED = {"detail": [{"type": "missing", "loc": ["body", "name"], "msg": "Field required"}]}


class Bench:
    """A connector to a schema with one table, in the words of a generation."""

    def __init__(self, generation: str, settings: Settings, schema: str) -> None:
        self.generation = generation
        self.http = httpx.Client(base_url=settings["DATAWEAVER_API_URL"] + BASE)
        url = urlsplit(settings["POSTGRESQL_URL"])
        config = {
            "host": url.hostname,
            "port": url.port,
            "database": url.path.lstrip("/"),
            "username": url.username,
            "password": url.password,
            "schema": schema,
        }
        body = {name: CONNECTOR[name] for name in ("name", "connector_type", "auth_type")}
        self.made = self.ask("POST", "/", body | self.configured(config))
        self.path = f"/{self.made['id']}"

    def configured(self, config: dict[str, Any]) -> dict[str, Any]:
        """Return a configuration as the generation has it."""
        if self.generation == TIP:
            return {"config": config}
        return {"auth_config": config, "connection_config": {}}

    def ask(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401  JSON
        """Return the answer to a request, which succeeds."""
        return self.http.request(method, path, json=body).raise_for_status().json()

    def add_data_source(self) -> Any:  # noqa: ANN401  JSON
        """Return a new data source."""
        body = {name: DATA_SOURCE[name] for name in ("name", "source_type", "source_path")}
        return self.ask(
            "POST", f"{self.path}/data-sources", body | {"connector_id": self.made["id"]}
        )


@pytest.fixture(params=GENERATIONS)
def bench(request: pytest.FixtureRequest, sandboxes: Sandboxes) -> Iterator[Bench]:
    """A connector; it and its source are gone after the test."""
    variant = "today" if request.param == TIP else request.param
    settings, schema = sandboxes.of("dataweaver", variant).settings, f"t_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(settings["POSTGRESQL_URL"], autocommit=True) as database:
        name = sql.Identifier(schema)
        database.execute(sql.SQL("create schema {}").format(name))
        table = sql.SQL("create table {}.samples as select 1 as sample_id, 'blood' as kind")
        database.execute(table.format(name))
        made = Bench(request.param, settings, schema)
        yield made
        made.http.delete(made.path).raise_for_status()
        database.execute(sql.SQL("drop schema {} cascade").format(name))


def test_a_connector_has_the_recorded_shape(bench: Bench) -> None:
    common = {name: value for name, value in CONNECTOR.items() if name != "config"}
    recorded = common | bench.configured({})
    for seen in (bench.made, bench.ask("GET", bench.path)):
        told = seen | {name: {} for name in bench.configured({})}
        assert differences(recorded, told) == []


def test_discovery_has_the_recorded_shape(bench: Bench) -> None:
    assert differences(DISCOVERED, bench.ask("POST", f"{bench.path}/discover")) == []


def test_data_sources_and_extractions_have_the_recorded_shapes(bench: Bench) -> None:
    source = bench.add_data_source()
    assert differences(DATA_SOURCE, source) == []
    made = bench.ask("POST", f"/data-sources/{source['id']}/extract", {"extract_type": "full"})
    assert differences(EXTRACT, made) == []


def test_a_sync_has_the_recorded_shape(bench: Bench) -> None:
    bench.add_data_source()
    assert differences(SYNCED, bench.ask("POST", f"{bench.path}/sync")) == []


def test_a_test_tells_what_was_recorded(bench: Bench) -> None:
    answer = bench.ask("POST", f"{bench.path}/test", {"connector_id": bench.made["id"]})
    assert answer.keys() == {"success", "message", "details"}


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "detail"),
    [
        ("GET", "/99999", None, 404, "Connector not found"),
        ("PUT", "/99999", {"name": "x"}, 404, "Connector not found"),
        ("DELETE", "/99999", None, 404, "Connector not found"),
        ("POST", "/99999/test", {}, 404, "Connector not found"),
        ("POST", "/99999/sync", None, 404, "Connector not found"),
        ("POST", "/data-sources/99999/extract", {}, 404, "Data source not found"),
    ],
)
def test_what_is_not_there_is_refused_as_recorded(
    bench: Bench, method: str, path: str, body: object, status: int, detail: str
) -> None:
    answer = bench.http.request(method, path, json=body)
    assert (answer.status_code, answer.json()) == (status, {"detail": detail})


def test_a_sync_without_data_sources_is_refused_as_recorded(bench: Bench) -> None:
    answer = bench.http.post(f"{bench.path}/sync")
    assert answer.status_code == 404
    assert answer.json() == {"detail": "No data sources found for connector"}


def test_a_request_that_lacks_a_field_is_refused_as_recorded(bench: Bench) -> None:
    answer = bench.http.post("/", json={"connector_type": "SLACK", "auth_type": "NONE"})
    assert answer.status_code == 422
    assert differences(REFUSED, {"detail": [_known(answer.json()["detail"][0])]}) == []


def _known(detail: dict[str, Any]) -> dict[str, Any]:
    return {name: detail[name] for name in REFUSED["detail"][0]}


def test_secrets_that_are_sent_back_masked_are_kept(bench: Bench) -> None:
    shown = {name: bench.made[name] for name in bench.configured({})}
    bench.ask("PUT", bench.path, shown)
    answer = bench.ask("POST", f"{bench.path}/test", {"connector_id": bench.made["id"]})
    assert answer["success"], answer
