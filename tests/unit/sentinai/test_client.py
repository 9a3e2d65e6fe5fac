"""SentinAI's client: what differs from one deployment to another."""

import httpx
import pytest

from support.core.http import Api
from support.sentinai.client.access import by_key
from support.sentinai.client.sentinai import SentinAI
from tests.unit.core.test_http import Server


def sentinai(monkeypatch: pytest.MonkeyPatch, *answers: object) -> tuple[SentinAI, Server]:
    """Return a caller to whom these answers are given, one after the other."""
    server = Server(*(httpx.Response(200, json=answer) for answer in answers))
    api = Api("SentinAI", "http://sentinai.test/", {}, timeout=1, retries=0)
    transport = httpx.MockTransport(server)
    replacement = httpx.Client(base_url=api.base_url, transport=transport)
    monkeypatch.setattr(api, "_client", replacement)
    return SentinAI(api, by_key("T", "a-key")), server


def page(total_pages: int, *tenants: str) -> dict[str, object]:
    return {"items": [{"tenant_id": name} for name in tenants], "total_pages": total_pages}


def test_lists_are_read_to_their_last_page(monkeypatch: pytest.MonkeyPatch) -> None:
    client, server = sentinai(monkeypatch, page(2, "a", "b"), page(2, "c"))
    assert client.tenants() == ["a", "b", "c"]
    assert [request.url.params["page"] for request in server.requests] == ["1", "2"]


def test_a_list_that_knows_no_pages_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    client, _ = sentinai(monkeypatch, {"items": [{"tenant_id": "a"}]})
    assert client.tenants() == ["a"]


@pytest.mark.parametrize(
    ("answer", "ids"),
    [
        ({"exceptionId": "E-1"}, ["E-1"]),
        ({"exceptionId": "E-1", "exceptionIds": ["E-1", "E-2"]}, ["E-1", "E-2"]),
    ],
)
def test_a_receipt_names_what_was_accepted(
    monkeypatch: pytest.MonkeyPatch, answer: dict[str, object], ids: list[str]
) -> None:
    client, _ = sentinai(monkeypatch, answer | {"status": "accepted"})
    assert client.submit({}, {}).ids == ids


def test_each_caller_brings_its_own_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    client, server = sentinai(monkeypatch, page(1), page(1))
    client.tenants()
    SentinAI(client._api, by_key("U", "another")).tenants()
    assert [request.headers["X-API-KEY"] for request in server.requests] == ["a-key", "another"]
