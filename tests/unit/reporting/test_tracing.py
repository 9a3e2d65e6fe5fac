"""OpenTelemetry's own messages hold the spans of a run."""

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from pytest_httpserver import HTTPServer

from support.core.timings import RunTimings
from support.reporting.outcomes import Outcome
from support.reporting.tracing import export_spans


def timings_of(*names: str) -> RunTimings:
    timings = RunTimings.of_this_process()
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


def test_a_run_is_a_tree_of_spans(httpserver: HTTPServer) -> None:
    timings = timings_of("(opening the run)", "One", "Another")
    headers = "authorization=Bearer%20hidden"
    httpserver.expect_request(
        "/v1/traces", "POST", headers={"Authorization": "Bearer hidden"}
    ).respond_with_data()
    export_spans(httpserver.url_for("/"), headers, "dm-1", timings, OUTCOMES)
    ((request, _),) = httpserver.log
    body = request.get_data()
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


def test_a_collector_that_refuses_is_told(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/v1/traces").respond_with_data(status=403)
    with pytest.raises(OSError, match="did not take them"):
        export_spans(httpserver.url_for(""), "", "dm-1", timings_of("One"), OUTCOMES[:1])
