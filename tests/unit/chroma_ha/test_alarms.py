"""What people are told is read as people read it, and counted."""

import httpx
import pytest

from support.chroma_ha.observers.slack import Message, SlackStub
from support.chroma_ha.oracle.alarms import told_otherwise
from support.core.errors import SetupError
from support.sandbox.kit.sockets import free_port

AWAY = Message("ChromaDB Monitor Alert | primary is down | WARNING")
BACK = Message("ChromaDB Monitor Alert | primary has recovered | INFO")
OTHER = Message("ChromaDB Monitor Alert | replica is down | WARNING")


def test_once_each_in_this_order_is_well() -> None:
    assert not told_otherwise([AWAY, OTHER, BACK], "primary", "was away", "came back")


@pytest.mark.parametrize(
    ("messages", "fault"),
    [
        ([], "was away once, and 0 messages told so"),
        ([OTHER, BACK], "was away once, and 0 messages told so"),
        ([AWAY, AWAY, BACK], "was away once, and 2 messages told so"),
        ([AWAY], "came back once, and 0 messages told so"),
        ([AWAY, BACK, BACK], "came back once, and 2 messages told so"),
        ([BACK, AWAY], "was told before it was away"),
    ],
)
def test_everything_else_is_named(messages: list[Message], fault: str) -> None:
    found = told_otherwise(messages, "primary", "was away", "came back")
    assert any(fault in one for one in found)


def test_all_texts_of_a_message_are_read() -> None:
    port = free_port()
    stub = SlackStub(f"http://127.0.0.1:{port}/services/x")
    fields = [{"title": "Alert", "value": "Primary is down", "short": False}]
    try:
        content = {"text": "Alert", "attachments": [{"color": "#ff9500", "fields": fields}]}
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            assert client.post("/services/x", json=content).text == "ok"
            client.post("/services/x", content=b"no JSON")
        first, second = stub.messages()
        stub.forget()
        assert stub.messages() == []
    finally:
        stub.close()
    assert first.text == "Alert | #ff9500 | Alert | Primary is down"
    assert first.is_about("primary")
    assert not first.tells_of_return
    assert second.text == "no JSON"


def test_a_port_that_somebody_has_is_a_mistake_in_the_settings() -> None:
    port = free_port()
    stub = SlackStub(f"http://127.0.0.1:{port}")
    try:
        with pytest.raises(SetupError, match="SLACK_WEBHOOK_URL is of no use"):
            SlackStub(f"http://127.0.0.1:{port}")
    finally:
        stub.close()
