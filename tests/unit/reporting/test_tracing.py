"""OpenTelemetry's own messages hold the spans of a run."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from support.core.timings import RunTimings
from support.reporting.outcomes import Outcome
from support.reporting.tracing import export_spans


class Collector(HTTPServer):
    """A collector that keeps what it is told, or refuses."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.told: list[tuple[str, str, bytes]] = []
        self.status = 200

    @property
    def url(self) -> str:
        """Its base URL."""
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.told.append((self.path, self.headers.get("Authorization", ""), body))
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/x-protobuf")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def timings_of(*names: str) -> RunTimings:
    timings = RunTimings()
    for name in names:
        scenario = timings.begin(name)
        with scenario.phase("sync"):
            pass
        scenario.finish()
    return timings


OUTCOMES = [
    Outcome("features/a.feature:1", "A", "One", "passed"),
    Outcome("features/a.feature:5", "A", "Skipped", "skipped"),
    Outcome("features/a.feature:9", "A", "Another", "failed", cause="lost"),
]


def test_a_run_is_a_tree_of_spans(collector: Collector) -> None:
    timings = timings_of("(opening the run)", "One", "Another")
    headers = "authorization=Bearer%20hidden"
    export_spans(f"{collector.url}/", headers, "dm-1", timings, OUTCOMES)
    ((path, login, body),) = collector.told
    assert (path, login) == ("/v1/traces", "Bearer hidden")
    (resource,) = ExportTraceServiceRequest.FromString(body).resource_spans
    (scope,) = resource.scope_spans
    spans = {one.span_id: one for one in scope.spans}
    below = {one.name: spans[one.parent_span_id].name for one in scope.spans if one.parent_span_id}
    run = "run dm-1"
    assert below == {"(opening the run)": run, "One": run, "Another": run, "sync": "Another"}
    assert [one.name for one in scope.spans].count("sync") == 3
    (red,) = [one for one in scope.spans if one.name == "Another"]
    told = {one.key: one.value.string_value for one in red.attributes}
    assert told["test.case.result.status"] == "fail"
    assert told["datamonkey.cause"] == red.status.message == "lost"
    assert told["code.file.path"] == "features/a.feature"
    (whole,) = [one for one in scope.spans if one.name == run]
    for span in scope.spans:
        assert whole.start_time_unix_nano <= span.start_time_unix_nano
        assert span.start_time_unix_nano <= span.end_time_unix_nano <= whole.end_time_unix_nano


def test_a_collector_that_refuses_is_told(collector: Collector) -> None:
    collector.status = 403
    with pytest.raises(OSError, match="did not take them"):
        export_spans(collector.url, "", "dm-1", timings_of("One"), OUTCOMES[:1])
