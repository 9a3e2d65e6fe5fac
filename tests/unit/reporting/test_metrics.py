"""Prometheus' own parsers read the figures of a run."""

import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from prometheus_client.metrics_core import Metric
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_open
from prometheus_client.parser import text_string_to_metric_families as read_text
from pytest_httpserver import HTTPServer

from support.core.timings import RunTimings
from support.reporting.metrics import push_metrics, write_metrics
from support.reporting.outcomes import Outcome

OUTCOMES = [
    Outcome("a.feature:1", "A", "One", "passed"),
    Outcome("a.feature:2", "A", "Another", "failed", cause="rate limit"),
]


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
    timings: RunTimings, httpserver: HTTPServer
) -> None:
    job = "/metrics/job/datamonkey/systems/"
    httpserver.expect_request(f"{job}airweave", "PUT").respond_with_data()
    httpserver.expect_request(f"{job}airweave,sentinai", "PUT").respond_with_data()
    place = f"127.0.0.1:{httpserver.port}"
    push_metrics(f"http://me:p%40ss@{place}", "airweave", timings, OUTCOMES)
    push_metrics(f"http://{place}", "airweave,sentinai", timings, OUTCOMES)
    (known, _), (nobody, _) = httpserver.log
    assert known.authorization is not None
    assert (known.authorization.username, known.authorization.password) == ("me", "p@ss")
    assert nobody.authorization is None
    expect_figures(read_text(known.get_data(as_text=True)))


def test_a_gateway_that_refuses_is_told_without_its_password(
    timings: RunTimings, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/metrics/job/datamonkey/systems/airweave").respond_with_data(
        status=503
    )
    with pytest.raises(OSError, match="503") as refused:
        push_metrics(f"http://me:hidden@127.0.0.1:{httpserver.port}", "airweave", timings, OUTCOMES)
    assert "hidden" not in str(refused.value)
