"""What is measured of a run."""

import time

from support.core.timings import RunTimings, ScenarioTimings, outside


def test_what_is_measured_is_told_over_all_scenarios() -> None:
    run = RunTimings()
    for seconds in (1.0, 4.0, 2.0):
        run.begin("a scenario").measure("Ready", seconds)
    assert run.measurements() == ["Ready: 2.0 s (median of 3), at most 4.0 s."]


def test_what_is_measured_by_a_worker_is_told_by_the_run() -> None:
    worker = ScenarioTimings("a scenario")
    worker.measure("Ready", 0.25)
    run = RunTimings()
    run.scenarios.append(ScenarioTimings(**worker.as_dict()))  # type: ignore[arg-type]
    assert run.measurements() == ["Ready: 0.2 s (median of 1), at most 0.2 s."]


def test_nothing_is_told_when_nothing_was_measured() -> None:
    run = RunTimings()
    run.begin("a scenario")
    assert run.measurements() == []


def test_a_run_counts_only_what_was_spent_outside_since_it_began() -> None:
    with outside():
        time.sleep(0.002)
    run = RunTimings()
    assert run.outside == 0
    assert run.wall() < RunTimings.of_this_process().wall()
