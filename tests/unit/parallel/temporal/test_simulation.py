"""The plan of a run in virtual time: what it promises on any number of workers."""

from collections import Counter

import pytest

from support.parallel.temporal.workflow import STRETCH
from tests.simulation.plans import LENGTHS, Load, quantile
from tests.simulation.run import Outcome, Setting, simulate
from tests.simulation.workers import Faults

DEADLY = Setting(5, 2, Faults(deaths=15, seed=7))


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


def test_isolated_scenarios_run_one_after_the_other() -> None:
    outcome = simulate(Load(60, isolated=50), Setting(10, 2))
    assert outcome.binds == "work"
    assert outcome.efficiency > 0.9


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
    assert len(outcome.histories) == 5
    assert Counter(one.number for one in outcome.ended) == dict.fromkeys(outcome.attempts, 1)
    assert len(outcome.ended) == 450


def test_one_history_stays_within_the_limits_of_temporal() -> None:
    (history,) = simulate(Load(500), Setting(2, 2)).histories
    for_all = STRETCH / 500
    assert history.events * for_all < 51_200 / 2
    assert history.size * for_all < 50 * 2**20 / 2


def test_lengths_are_those_measured() -> None:
    assert [quantile(share) for share, _ in LENGTHS] == [seconds for _, seconds in LENGTHS]
    assert 1.0 < sum(one.seconds for one in Load(2_000).drawn()) / 2_000 < 1.5
