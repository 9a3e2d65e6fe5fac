"""Prometheus' own parsers read the figures of a run."""

import base64
import threading
import time
from collections.abc import Iterable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from prometheus_client.metrics_core import Metric
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_open
from prometheus_client.parser import text_string_to_metric_families as read_text

from support.core.timings import RunTimings
from support.reporting.metrics import push_metrics, write_metrics
from support.reporting.outcomes import Outcome

OUTCOMES = [
    Outcome("a.feature:1", "A", "One", "passed"),
    Outcome("a.feature:2", "A", "Another", "failed", cause="rate limit"),
]


class Gateway(HTTPServer):
    """A Pushgateway that keeps what is pushed to it, or is busy."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Push)
        self.pushed: list[tuple[str, str, str]] = []
        self.status = 200


class _Push(BaseHTTPRequestHandler):
    server: Gateway

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        login = self.headers.get("Authorization", "").removeprefix("Basic ")
        self.server.pushed.append((self.path, base64.b64decode(login).decode(), body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with Gateway() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def timings() -> RunTimings:
    """The timings of two scenarios."""
    timings = RunTimings()
    for name in ("One", "Another"):
        scenario = timings.begin(name)
        scenario.seconds["sync"] += 1.5
        scenario.finish()
    return timings


def expect_figures(families: Iterable[Metric]) -> None:
    """Expect the figures of these two scenarios."""
    seen = {
        (sample.name.removeprefix("datamonkey_"), *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }
    assert seen["scenarios", "passed"] == seen["scenarios", "failed"] == 1
    assert seen["red_scenarios", "rate limit"] == 1
    assert seen["phase_seconds", "sync"] == 3
    assert 0 < seen[("run_seconds",)] < time.time()
    assert abs(seen[("run_end_timestamp_seconds",)] - time.time()) < 60


def test_the_figures_are_written_over_those_before(timings: RunTimings, tmp_path: Path) -> None:
    path = tmp_path / "new" / "datamonkey.prom"
    write_metrics(path, timings, OUTCOMES)
    write_metrics(path, timings, OUTCOMES)
    expect_figures(read_open(path.read_text("utf-8")))  # type: ignore[no-untyped-call]
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_the_figures_are_pushed_with_the_login_of_the_address(
    timings: RunTimings, gateway: Gateway
) -> None:
    port = gateway.server_port
    push_metrics(f"http://me:p%40ss@127.0.0.1:{port}", "airweave", timings, OUTCOMES)
    push_metrics(f"http://127.0.0.1:{port}", "airweave,sentinai", timings, OUTCOMES)
    (path, login, body), (_, nobody, _) = gateway.pushed
    assert path == "/metrics/job/datamonkey/systems/airweave"
    assert (login, nobody) == ("me:p@ss", "")
    expect_figures(read_text(body))


def test_a_gateway_that_refuses_is_told_without_its_password(
    timings: RunTimings, gateway: Gateway
) -> None:
    gateway.status = 503
    url = f"http://me:hidden@127.0.0.1:{gateway.server_port}"
    with pytest.raises(OSError, match="503") as refused:
        push_metrics(url, "airweave", timings, OUTCOMES)
    assert "hidden" not in str(refused.value)
