"""Metrics and throughput: what the suite makes of what it reads and measures."""

from datetime import UTC, datetime, timedelta

import pytest

from support.core.errors import Failure
from support.sentinai.client.events import Event, chain_with
from support.sentinai.observers.tenant import Chains
from support.sentinai.oracle import throughput
from support.sentinai.oracle.metrics import Metric


def test_a_metric_is_the_sum_over_the_labels_it_does_not_name() -> None:
    text = (
        "# TYPE sentinai_retries_total counter\n"
        'sentinai_retries_total{worker_type="tool",tenant="a"} 2\n'
        'sentinai_retries_total{worker_type="tool",tenant="b"} 3\n'
        'sentinai_retries_total{worker_type="intake",tenant="a"} 7\n'
    )
    assert Metric("sentinai_retries_total", {"worker_type": "tool"}).read(text) == 5
    assert Metric("sentinai_dlq_total", {}).read(text) == 0


def chain(exception: str, start: float) -> list[Event]:
    began = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=start)
    return [
        Event(f"{exception}-{at}", kind, "T", exception, began + timedelta(seconds=at / 10))
        for at, kind in enumerate(chain_with(1))
    ]


def chains(count: int, every: float) -> Chains:
    return {f"E-{number}": chain(f"E-{number}", number * every) for number in range(count)}


def test_many_must_be_faster_than_one_after_the_other() -> None:
    alone = throughput.throughput_of(chains(1, 0))
    assert alone.seconds == pytest.approx(1.0)
    throughput.expect_faster(alone, throughput.throughput_of(chains(100, 0.1)), times=2)
    with pytest.raises(Failure, match=r"Together only 1\.0 times as fast"):
        throughput.expect_faster(alone, throughput.throughput_of(chains(100, 1.0)), times=2)


def test_the_report_on_load_shows_every_stage() -> None:
    alone, together = (throughput.throughput_of(chains(count, 0.1)) for count in (1, 100))
    text = throughput.report(alone, together)
    for word in ("p50", "p95", "p99", "intake", "feedback", "a second"):
        assert word in text
