"""The client asks as the product's contract wants to be asked, in both of its generations."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import pytest

from support.core.errors import Failure
from support.core.http import Api
from support.dataweaver.client.dataweaver import TIP, V2, DataWeaver
from tests.unit.core.test_http import Server

CONNECTOR = {
    "id": 7,
    "name": "one",
    "description": None,
    "connector_type": "SLACK",
    "auth_type": "API_KEY",
    "config": {"base_url": "http://nowhere.test", "api_key": "xoxb-1"},
    "sync_enabled": False,
    "sync_schedule": None,
    "status": "disconnected",
    "last_sync": None,
    "next_sync": None,
    "created_at": "2026-11-20T11:33:36",
    "updated_at": None,
}
OLD_CONNECTOR = {name: value for name, value in CONNECTOR.items() if name != "config"} | {
    "auth_config": {"api_key": "xoxb-1"},
    "connection_config": {"base_url": "http://nowhere.test"},
}
SOURCE = {
    "id": 3,
    "connector_id": 7,
    "name": "Samples",
    "source_type": "database_table",
    "source_path": "samples",
}
BODY = {name: CONNECTOR[name] for name in ("name", "connector_type", "auth_type", "config")}

# What the contract says of each request: where it goes, and which fields its body must have.
RULES: Mapping[tuple[str, str], set[str] | None] = {
    ("GET", "/openapi.json"): None,
    ("GET", "/api/connectors/types/supported"): None,
    ("GET", "/api/connectors/"): None,
    ("POST", "/api/connectors/"): {"name", "connector_type", "auth_type"},
    ("GET", r"/api/connectors/\d+"): None,
    ("PUT", r"/api/connectors/\d+"): set(),
    ("DELETE", r"/api/connectors/\d+"): None,
    ("POST", r"/api/connectors/\d+/test"): {"connector_id"},
    ("POST", r"/api/connectors/\d+/discover"): None,
    ("GET", r"/api/connectors/\d+/data-sources"): None,
    ("POST", r"/api/connectors/\d+/data-sources"): {
        "connector_id",
        "name",
        "source_type",
        "source_path",
    },
    ("POST", r"/api/connectors/data-sources/\d+/extract"): set(),
    ("POST", r"/api/connectors/\d+/sync"): None,
    ("GET", "/api/connectors/scenarios"): None,
    ("POST", r"/api/connectors/scenarios/\w+/setup"): None,
}
SET_UP = {"scenario_id": "biotech_research", "connectors": [], "data_sources": [], "message": ""}
EXTRACT = {
    "id": 1,
    "data_source_id": 3,
    "extract_type": "full",
    "status": "completed",
    "data_file_path": "extracts/slack_3.json",
    "data_format": "csv",
    "row_count": 5000,
    "column_count": 5,
}


def described(*fields: str) -> httpx.Response:
    """Return the description of an API whose new connectors have these fields."""
    properties: dict[str, object] = {key: {} for key in fields}
    schemas = {"ConnectorCreate": {"properties": properties}}
    return httpx.Response(200, json={"components": {"schemas": schemas}})


def dataweaver(
    monkeypatch: pytest.MonkeyPatch, *answers: httpx.Response
) -> tuple[DataWeaver, Server]:
    """Return a client of a server that gives these answers, one after the other."""
    server = Server(*answers)
    api = Api("DataWeaver", "http://dataweaver.test/", {}, timeout=1, retries=0)
    transport = httpx.MockTransport(server)
    monkeypatch.setattr(api, "_client", httpx.Client(base_url=api.base_url, transport=transport))
    client = DataWeaver(api)
    assert client.generation, "the first answer is about that"
    return client, server


def told(content: object, status: int = 200) -> httpx.Response:
    return httpx.Response(status, json=content)


CALLS: list[tuple[Callable[[DataWeaver], object], object]] = [
    (lambda client: client.supported_types(), ["SLACK"]),
    (lambda client: client.connectors(), [CONNECTOR]),
    (lambda client: client.connector(7), CONNECTOR),
    (lambda client: client.create(BODY), CONNECTOR),
    (lambda client: client.change(7, {"name": "two"}), CONNECTOR),
    (lambda client: client.delete(7), None),
    (lambda client: client.test(7), {"success": True, "message": "", "details": {}}),
    (lambda client: client.discover(7), []),
    (lambda client: client.data_sources(7), [SOURCE]),
    (lambda client: client.add_data_source(7, SOURCE), SOURCE),
    (lambda client: client.extract(3, {"extract_type": "full"}), EXTRACT),
    (lambda client: client.scenarios(), []),
    (lambda client: client.set_up("biotech_research"), SET_UP),
    (lambda client: client.sync(7), {"success": True, "data_sources_synced": 1, "results": []}),
]


@pytest.mark.parametrize(("call", "answer"), CALLS)
def test_every_request_keeps_to_the_contract(
    call: Callable[[DataWeaver], object], answer: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, server = dataweaver(monkeypatch, described("config"), told(answer))
    call(client)
    for request in server.requests:
        required = _rule(request.method, request.url.path)
        sent: dict[str, Any] = json.loads(request.content or b"{}")
        assert required is not None or not request.content, "the contract knows no body here"
        assert (required or set()) <= sent.keys()


def _rule(method: str, path: str) -> set[str] | None:
    (rule,) = [
        required
        for (known, pattern), required in RULES.items()
        if known == method and re.fullmatch(pattern, path)
    ]
    return rule


def test_the_generation_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert dataweaver(monkeypatch, described("config"))[0].generation == TIP
    assert dataweaver(monkeypatch, described("auth_config"))[0].generation == V2
    assert dataweaver(monkeypatch, told({}, 404))[0].generation == TIP


def test_the_older_generation_is_told_secrets_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    client, server = dataweaver(monkeypatch, described("auth_config"), told(OLD_CONNECTOR))
    made = client.create(BODY)
    sent = json.loads(server.requests[-1].content)
    assert sent["auth_config"] == {"api_key": "xoxb-1"}
    assert sent["connection_config"] == {"base_url": "http://nowhere.test"}
    assert "config" not in sent
    assert made.config == CONNECTOR["config"]


def test_what_is_gone_is_nothing_and_what_breaks_down_is_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gone = told({"detail": "Connector not found"}, 404)
    client, _ = dataweaver(monkeypatch, described(), gone, gone, told({"detail": "no"}, 500))
    assert client.connector(7) is None
    assert client.data_sources(7) == []
    with pytest.raises(Failure, match="500"):
        client.connector(7)


def test_an_answer_of_another_shape_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    client, _ = dataweaver(monkeypatch, described(), told([{"id": "seven"}]))
    with pytest.raises(Failure, match=r"/connectors/ with something else than it promises: 0\.id"):
        client.connectors()
