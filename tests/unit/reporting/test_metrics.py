"""Prometheus' own parser reads the figures of a run."""

import time
from pathlib import Path

from prometheus_client.openmetrics.parser import text_string_to_metric_families

from support.core.timings import RunTimings
from support.reporting.metrics import write_metrics
from support.reporting.outcomes import Outcome


def test_the_real_parser_reads_the_figures(tmp_path: Path) -> None:
    timings = RunTimings()
    for name in ("One", "Another"):
        scenario = timings.begin(name)
        scenario.seconds["sync"] += 1.5
        scenario.finish()
    outcomes = [
        Outcome("a.feature:1", "A", "One", "passed"),
        Outcome("a.feature:2", "A", "Another", "failed", cause="rate limit"),
    ]
    path = tmp_path / "new" / "datamonkey.prom"
    write_metrics(path, timings, outcomes)
    write_metrics(path, timings, outcomes)
    seen = {
        (sample.name.removeprefix("datamonkey_"), *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(path.read_text("utf-8"))  # type: ignore[no-untyped-call]
        for sample in family.samples
    }
    assert seen["scenarios", "passed"] == seen["scenarios", "failed"] == 1
    assert seen["red_scenarios", "rate limit"] == 1
    assert seen["phase_seconds", "sync"] == 3
    assert 0 < seen[("run_seconds",)] < time.time()
    assert abs(seen[("run_end_timestamp_seconds",)] - time.time()) < 60
    assert [one.name for one in path.parent.iterdir()] == [path.name]
