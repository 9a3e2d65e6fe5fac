"""What the balancer tells is understood in the shapes of both generations."""

from typing import Any

import httpx
import pytest

from support.chroma_ha.client.balancer import JULY_2025, JUNE_2025, Balancer
from support.core.errors import Failure
from support.core.http import Api, ApiError
from support.laws.secrets import SecretWatch
from tests.unit.core.test_http import Server

JUNE = {
    "load_balancer": {"strategy": "write_primary", "check_interval": 30, "total_requests": 30},
    "instances": [
        {"name": "primary", "healthy": True, "priority": 100, "request_count": 21},
        {"name": "replica", "healthy": False, "priority": 80, "request_count": 9},
    ],
    "summary": {"healthy_instances": 1, "total_instances": 2, "current_strategy": "write_primary"},
}
JULY = {
    "service": "Enhanced Unified WAL-First ChromaDB Load Balancer",
    "healthy_instances": 2,
    "total_instances": 2,
    "unified_wal": {"pending_writes": 3, "is_syncing": False, "database": "PostgreSQL"},
    "instances": [
        {"name": "primary", "healthy": True, "success_rate": "99.0%", "total_requests": 505},
        {"name": "replica", "healthy": True, "success_rate": "100.0%", "total_requests": 504},
    ],
}


def balancer(
    monkeypatch: pytest.MonkeyPatch, *answers: httpx.Response, secret: str = ""
) -> tuple[Balancer, Server]:
    """Return a balancer that gives these answers, one after the other."""
    server, watch = Server(*answers), SecretWatch()
    watch.give("the password", secret)
    api = Api("Chroma HA", "http://chroma.test/", {}, timeout=1, retries=0)
    transport = httpx.MockTransport(server)
    monkeypatch.setattr(api, "_client", httpx.Client(base_url=api.base_url, transport=transport))
    return Balancer(api, watch), server


def told(content: object, status: int = 200) -> httpx.Response:
    return httpx.Response(status, json=content)


def test_the_status_of_june_is_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    client, _ = balancer(monkeypatch, told(JUNE), told(JUNE))
    status = client.status()
    assert client.generation == JUNE_2025
    assert status.healthy == {"primary": True, "replica": False}
    assert (status.healthy_count, status.strategy) == (1, "write_primary")
    assert status.requests == {"primary": 21, "replica": 9}


def test_batches_are_smaller_whether_memory_is_short_or_very_short(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    figures = {"adaptive_batch_reductions": 2, "memory_pressure_events": 3}
    client, _ = balancer(monkeypatch, told(JULY), told(JULY | {"performance_stats": figures}))
    assert client.smaller_batches() == sum(figures.values())


def test_the_status_of_july_is_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    client, _ = balancer(monkeypatch, told(JULY), told(JULY))
    status = client.status()
    assert client.generation == JULY_2025
    assert (status.healthy_count, status.strategy) == (2, "")
    assert status.requests == {"primary": 505, "replica": 504}


@pytest.mark.parametrize("status", [{"ok": True}, ["unified_wal"]])
def test_something_else_is_no_balancer(monkeypatch: pytest.MonkeyPatch, status: object) -> None:
    with pytest.raises(Failure, match=r"no known generation|something else than it promises"):
        balancer(monkeypatch, told(status))


@pytest.mark.parametrize(
    ("answer", "healthy"),
    [
        (told({"status": "healthy", "healthy_instances": "1/2"}), True),
        (told({"status": "degraded", "healthy_instances": "0/2"}, 503), False),
        (told({"status": "unhealthy", "instances": []}), False),
    ],
    ids=["healthy", "July: 503", "June: 200"],
)
def test_health_is_what_it_says_and_not_that_it_answers(
    monkeypatch: pytest.MonkeyPatch, answer: httpx.Response, healthy: bool
) -> None:
    client, _ = balancer(monkeypatch, told(JUNE), answer)
    assert client.is_healthy() is healthy


def test_another_error_of_health_is_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    client, _ = balancer(monkeypatch, told(JUNE), told({}, 500))
    with pytest.raises(ApiError):
        client.is_healthy()


def test_what_waits_is_told_by_three(monkeypatch: pytest.MonkeyPatch) -> None:
    health, count = {"status": "healthy", "pending_writes": 0}, {"pending_writes": 46}
    client, server = balancer(monkeypatch, told(JULY), told(JULY), told(health), told(count))
    assert client.waiting() == {"the status": 3, "health": 0, "the log": 46}
    paths = [request.url.path for request in server.requests]
    assert paths[1:] == ["/status", "/health", "/admin/wal_count"]


def test_a_deletion_without_content_names_no_type_of_content(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client, server = balancer(monkeypatch, told(JUNE), told({}), told({"error": "gone"}, 404))
    client.delete_collection("dm/1")
    client.delete_collection("gone")
    first = server.requests[1]
    assert first.url.raw_path.endswith(b"/collections/dm%2F1")
    assert "content-type" not in first.headers


def test_a_secret_that_is_shown_is_told_without_showing_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    errors: dict[str, Any] = {"recent_errors": [{"path": "/x", "error": "pass-word-1 is wrong"}]}
    client, _ = balancer(monkeypatch, told(JULY), told(errors), secret="pass-word-1")
    with pytest.raises(Failure, match="GET /admin/wal_errors shows the password") as shown:
        client.log_errors()
    assert "pass-word-1" not in str(shown.value)
