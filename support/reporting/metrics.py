"""Figures of a run for Prometheus: a file for its node exporter, or a push to its Pushgateway.

Names and units are as OpenMetrics 1.0 asks for: base units, and a unit at the end of the name.
"""

import os
import time
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from prometheus_client import CollectorRegistry, Gauge, push_to_gateway
from prometheus_client.exposition import basic_auth_handler, default_handler
from prometheus_client.openmetrics.exposition import generate_latest

from support.core.bounded import within
from support.core.timings import RunTimings
from support.reporting.outcomes import Outcome

_PREFIX = "datamonkey"
_LONGEST_S = 10.0


def write_metrics(path: Path, timings: RunTimings, outcomes: Sequence[Outcome]) -> None:
    """Write the figures of a run into a file, in one go, over those of the last run.

    Args:
        path: of the file; its folder is made.
        timings: of the scenarios.
        outcomes: of the scenarios that were selected.

    Raises:
        OSError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")  # another run may write it, too
    draft.write_bytes(generate_latest(_registry(timings, outcomes)))  # type: ignore[no-untyped-call]
    draft.replace(path)


def push_metrics(url: str, systems: str, timings: RunTimings, outcomes: Sequence[Outcome]) -> None:
    """Push the figures of a run to a Pushgateway, over those of the last run of these systems.

    Args:
        url: of the gateway; may hold a user and a password.
        systems: that were tested, by their tags; they tell runs apart that are pushed there.
        timings: of the scenarios.
        outcomes: of the scenarios that were selected.

    Raises:
        OSError: it does not answer in time, or refuses.
    """
    parts = urlsplit(url)
    where = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    handler = default_handler
    if parts.username:
        user, password = unquote(parts.username), unquote(parts.password or "")
        handler = partial(basic_auth_handler, username=user, password=password)
    registry, told_apart = _registry(timings, outcomes), {"systems": systems}
    within(
        _LONGEST_S,
        lambda: push_to_gateway(where, _PREFIX, registry, told_apart, _LONGEST_S, handler),
    )


def _registry(timings: RunTimings, outcomes: Sequence[Outcome]) -> CollectorRegistry:
    registry = CollectorRegistry()
    scenarios = _gauge(registry, "scenarios", "Scenarios that were selected.", "status")
    for status, count in Counter(one.status for one in outcomes).items():
        scenarios.labels(status).set(count)
    red = _gauge(registry, "red_scenarios", "Scenarios that are red.", "cause")
    for cause, count in Counter(one.cause for one in outcomes if one.cause).items():
        red.labels(cause).set(count)
    phases = _gauge(registry, "phase_seconds", "Time of all scenarios in a phase.", "phase")
    for scenario in timings.scenarios:
        for phase, seconds in scenario.seconds.items():
            phases.labels(phase).inc(seconds)
    _gauge(registry, "run_seconds", "Time of the run.").set(timings.wall())
    own = _gauge(registry, "own_share_ratio", "Part of the time that the suite itself spent.")
    own.set(timings.own_share())
    ended = _gauge(registry, "run_end_timestamp_seconds", "When the run ended, since 1970.")
    ended.set(time.time())
    return registry


def _gauge(registry: CollectorRegistry, name: str, text: str, *labels: str) -> Gauge:
    return Gauge(f"{_PREFIX}_{name}", text, labels, registry=registry)
