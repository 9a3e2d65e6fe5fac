"""The node of Sei is asked and told as its control takes it."""

import json

import httpx
import pytest

from support.core.http import Api
from support.replantworld.observers.sei_node import Question, SeiNode

ASKED = {"at": 1.5, "contract": "sei1a", "token": "2", "kind": "nft_info", "is_refused": True}


@pytest.fixture
def node(monkeypatch: pytest.MonkeyPatch) -> tuple[SeiNode, list[httpx.Request]]:
    """A node that was asked one thing; and what it is told."""
    told: list[httpx.Request] = []

    def serve(request: httpx.Request) -> httpx.Response:
        told.append(request)
        return httpx.Response(200, json=[ASKED] if request.method == "GET" else None)

    made = SeiNode("http://it.test/_sandbox", None, 1)
    assert isinstance(made._api, Api)
    mock = httpx.Client(base_url=made._api.base_url, transport=httpx.MockTransport(serve))
    monkeypatch.setattr(made._api, "_client", mock)
    return made, told


def test_questions_are_read(node: tuple[SeiNode, list[httpx.Request]]) -> None:
    asked = node[0].questions("sei1a")
    assert asked == [Question(at=1.5, token="2", kind="nft_info", is_refused=True)]
    assert node[1][0].url.path == "/_sandbox/questions/sei1a"


def test_a_refusal_is_told(node: tuple[SeiNode, list[httpx.Request]]) -> None:
    node[0].refuse("sei1a", "2", None)
    assert json.loads(node[1][0].content) == {"contract": "sei1a", "token": "2", "times": None}


def test_requests_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    made = SeiNode("http://it.test/_sandbox", None, 1)
    answer = httpx.MockTransport(lambda request: httpx.Response(200, json=len(request.url.path)))
    monkeypatch.setattr(made._api, "_client", httpx.Client(base_url="http://it", transport=answer))
    assert made.requests() == len("/requests")
