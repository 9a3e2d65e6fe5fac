"""The plan of a run in virtual time: what it promises on any number of workers."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest

from support.parallel.temporal.workflow import STRETCH
from tests.simulation.plans import LENGTHS, Load, quantile
from tests.simulation.run import Outcome, Setting, simulate
from tests.simulation.server import Pace
from tests.simulation.workers import Faults

DEADLY = Setting(5, 2, Faults(deaths=15, seed=7))
MANY = Setting(10, 4)


def lost_workers(outcome: Outcome) -> int:
    return outcome.fates["lost"] + outcome.fates["silent"]


def test_the_same_seed_does_the_same() -> None:
    first, again = (simulate(Load(300, stretch=5), DEADLY) for _ in range(2))
    other = simulate(Load(300, stretch=5), Setting(5, 2, Faults(deaths=15, seed=8)))
    assert first == again
    assert first.deaths > 0
    assert other.makespan != first.makespan


def test_no_time_is_wasted_where_nothing_goes_wrong() -> None:
    outcome = simulate(Load(500), Setting(5, 2))
    assert outcome.efficiency > 0.95
    assert outcome.most_pending == 10


def test_what_a_lost_worker_had_begun_is_run_again_and_nothing_else() -> None:
    outcome = simulate(Load(500, stretch=5), DEADLY)
    assert lost_workers(outcome) > 0
    assert sum(map(len, outcome.attempts.values())) == 500 + lost_workers(outcome)
    for fates in outcome.attempts.values():
        assert fates[-1] == "done"
        assert {*fates[:-1]} <= {"lost"}
    assert {one.number: one.attempt for one in outcome.ended} == {
        number: len(fates) for number, fates in outcome.attempts.items()
    }


def test_a_worker_that_fell_silent_counts_as_lost_and_that_is_said() -> None:
    setting = Setting(5, 2, Faults(silences=0.2))
    outcome = simulate(Load(100, stretch=50), setting)
    assert outcome.fates["silent"] == sum(one.attempt - 1 for one in outcome.ended) > 0
    assert not [one for one in outcome.ended if one.problem]


def test_isolated_scenarios_run_one_after_the_other_when_all_others_have_ended() -> None:
    outcome = simulate(Load(200, isolated=50), MANY)
    assert outcome.shards == 5
    assert outcome.binds == "work"
    assert outcome.efficiency > 0.7
    numbers = {one.number for one in Load(200, isolated=50).drawn() if one.isolated}
    last = max(end for number, _, end in outcome.spans if number not in numbers)
    alone = sorted((begun, end) for number, begun, end in outcome.spans if number in numbers)
    assert last <= alone[0][0]
    assert all(end <= begun for (_, end), (begun, _) in pairwise(alone))


def test_the_pauses_of_an_account_are_kept() -> None:
    outcome = simulate(Load(60, writes=4), Setting(5, 1, pause=0.5))
    assert outcome.binds == "writes"
    assert outcome.bounds["writes"] <= outcome.makespan
    assert outcome.efficiency > 0.95


def test_a_long_run_goes_on_in_new_histories_and_nothing_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("support.parallel.temporal.workflow.STRETCH", 100)
    outcome = simulate(Load(450, isolated=3), DEADLY)
    assert len(outcome.histories) == 5 + 1
    assert_all_ended_once(outcome, 450)


def test_many_seats_are_spread_over_shards_which_one_alone_could_not_serve(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    load, setting = Load(2_000, stretch=0.1), Setting(40, 5, pace=Pace(0.004))
    spread = simulate(load, setting)
    monkeypatch.setattr("support.parallel.temporal.shards.PLACES", 200)
    alone = simulate(load, setting)
    assert (spread.shards, alone.shards) == (17, 1)
    assert_all_ended_once(spread, 2_000)
    assert spread.makespan < alone.makespan / 2


def test_workers_that_are_lost_wherever_they_look_cost_time_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("support.parallel.temporal.workflow.STRETCH", 20)
    faults = Faults(deaths=15, cuts=0.2, turns=0.01, seed=7)
    outcome = simulate(Load(450, isolated=3), Setting(8, 5, faults))
    assert outcome.shards == 5
    assert outcome.deaths > 0
    assert_all_ended_once(outcome, 450)


@pytest.mark.parametrize("when", [0.01, 0.03, 0.05, 1.0, 5.0, 30.0])
def test_who_asks_for_the_end_ends_all_shards_wherever_they_are(
    when: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("support.parallel.temporal.workflow.STRETCH", 20)
    load = Load(450, isolated=40, stretch=2)
    outcome = simulate(load, replace(MANY, cancelled_at=when))
    assert not outcome.failure
    assert when < outcome.makespan < when + 2
    assert_all_ended_once(outcome, len(outcome.attempts))
    assert {*outcome.fates} <= {"done", "stopped", "never begun"}
    assert outcome.fates["done"] < 450
    assert {one.number for one in outcome.ended if one.stopped} == {
        number for number, fates in outcome.attempts.items() if fates == ["stopped"]
    }


def test_nothing_begins_in_any_shard_when_the_deployment_is_lost_and_what_runs_goes_on() -> None:
    outcome = simulate(Load(450, isolated=40), replace(MANY, lost_at=5))
    noticed = min(end for number, _, end in outcome.spans if end > 5 and number % 2 == 0)
    assert max(begun for _, begun, _ in outcome.spans) < noticed + 0.2
    assert {*outcome.fates} == {"done"}
    assert_all_ended_once(outcome, len(outcome.attempts))
    assert len(outcome.attempts) < 400
    assert not outcome.failure


def test_all_begins_when_the_deployment_is_lost_and_it_shall_go_on() -> None:
    outcome = simulate(Load(450, isolated=40), replace(MANY, lost_at=5, keeps_going=True))
    assert_all_ended_once(outcome, 450)


def test_what_somebody_ends_is_told_when_all_other_shards_have_ended() -> None:
    load = Load(450, isolated=40)
    outcome = simulate(load, replace(MANY, terminated_at=5))
    assert outcome.failure
    shared = {one.number for one in load.drawn() if not one.isolated}
    ended = {one.number for one in outcome.ended}
    assert ended < shared, "none is beside what the shard may still undo"
    assert len(ended) == len(shared) * 3 // 4


def assert_all_ended_once(outcome: Outcome, number: int) -> None:
    """Check that all that was begun is told, and nothing twice."""
    assert len(outcome.ended) == number
    assert {one.number: one.attempt for one in outcome.ended} == {
        number: len(fates) for number, fates in outcome.attempts.items()
    }
    assert Counter(outcome.begun) == {
        number: len(fates) for number, fates in outcome.attempts.items()
    }


def test_the_history_of_the_largest_run_stays_small() -> None:
    outcome = simulate(Load(100), Setting(100, 1))
    assert outcome.coordinator.events / outcome.shards * 1_000 < 51_200 / 2


def test_one_history_stays_within_the_limits_of_temporal() -> None:
    (history,) = simulate(Load(500), Setting(2, 2)).histories
    for_all = STRETCH / 500
    assert history.events * for_all < 51_200 / 2
    assert history.size * for_all < 50 * 2**20 / 2


def test_lengths_are_those_measured() -> None:
    assert [quantile(share) for share, _ in LENGTHS] == [seconds for _, seconds in LENGTHS]
    assert 1.0 < sum(one.seconds for one in Load(2_000).drawn()) / 2_000 < 1.5
