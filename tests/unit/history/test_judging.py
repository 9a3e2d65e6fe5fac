"""Since when, flaky, slower: and how often the last of these is a false alarm."""

import math
import random
from datetime import UTC, datetime, timedelta

import pytest

from support.history.comparison import compared
from support.history.judging import by_subject, is_flaky, slowdown, slowdowns, spells
from support.history.records import Entry, Subject

_BEGAN = datetime(2026, 11, 1, tzinfo=UTC)
HISTORIES = 1000


def told(statuses: str, name: str = "Found", seconds: float = 1.0) -> list[Entry]:
    """Return a scenario's runs: `g` green, `r` red, `s` skipped, `k` failed as known."""
    words = {"g": "passed", "r": "failed", "s": "skipped", "k": "known"}
    return [
        Entry(
            Subject("Airweave sandbox", "features/airweave/github.feature", name),
            run=f"run {day:02}",
            at=_BEGAN + timedelta(days=day),
            system="airweave",
            source="github",
            status=words[letter],
            cause="lost" if letter == "r" else "",
            phases={"sync": seconds},
        )
        for day, letter in enumerate(statuses)
    ]


@pytest.mark.parametrize(
    ("statuses", "days", "runs"),
    [
        ("ggrr", 2, 2),
        ("rgr", 2, 1),
        ("rrr", 0, 3),
        ("grsr", 1, 2),
        ("ggrk", None, 0),
        ("rg", None, 0),
    ],
)
def test_red_since_it_was_green_last(statuses: str, days: int | None, runs: int) -> None:
    found = spells(by_subject(told(statuses)))
    expected = [] if days is None else [(_BEGAN + timedelta(days=days), runs)]
    assert [(spell.since, spell.runs) for spell in found] == expected


@pytest.mark.parametrize(
    ("statuses", "flaky"),
    [("ggggg", False), ("ggrrgg", False), ("grggrg", True), ("grg", False), ("rgrg", True)],
)
def test_what_came_and_was_mended_is_not_flaky(statuses: str, flaky: bool) -> None:
    assert is_flaky(told(statuses)) is flaky


def test_what_is_flaky_long_ago_is_not_flaky_now() -> None:
    assert not is_flaky(told("grgrgr" + "g" * 20))


def test_a_run_is_told_beside_those_before() -> None:
    names = {"Fixed": "ggrg", "New": "gggr", "Known": "grrr", "Calm": "gggg", "First": "sssr"}
    names |= {"Declared": "grrk"}
    entries = [entry for name, statuses in names.items() for entry in told(statuses, name)]
    now = [entry for entry in entries if entry.run == "run 03"]
    before = [entry for entry in entries if entry.run != "run 03"]
    comparison = compared(now, sorted(before, key=lambda entry: entry.at))
    assert [one.subject.name for one in comparison.new] == ["New", "First"]
    assert [one.subject.name for one in comparison.known] == ["Known"]
    assert [one.subject.name for one in comparison.fixed] == ["Fixed"]
    assert list(comparison.lines()) == [
        "Beside 3 earlier runs: 2 new, 1 known, 1 fixed, red since 2026-11-02 00:00 UTC",
        "New: New; First",
        "Fixed: Fixed",
    ]


def test_the_first_run_and_a_green_one_tell_nothing() -> None:
    assert not list(compared(told("r"), []).lines())
    assert not list(compared(told("gg")[1:], told("g")).lines())


def test_a_source_is_slower_than_it_was() -> None:
    usual = [one for n in range(3) for one in told("g" * 15, f"Scenario {n}", seconds=1 + n)]
    late = {"run 12", "run 13", "run 14"}
    slow = [
        Entry(**vars(one) | {"phases": {"sync": one.phases["sync"] * 1.5, "verify": 1.0}})
        if one.run in late
        else Entry(**vars(one) | {"phases": {**one.phases, "verify": 1.0}})
        for one in usual
    ]
    assert [(one.source, one.phase, round(one.times, 2)) for one in slowdowns(slow)] == [
        ("github", "sync", 1.5)
    ]
    assert not slowdowns(usual)
    assert not slowdowns(slow[:9]), "too few runs tell nothing"


def _history(noise: random.Random, deviation: float, times: float) -> list[float]:
    """Return the times of 23 runs, one in twenty of them disturbed; the last three are slower."""
    usual = [
        noise.gauss(0, deviation) + (math.log(2) if noise.random() < 0.05 else 0) for _ in range(23)
    ]
    return [*usual[:-3], *(one + math.log(times) for one in usual[-3:])]


@pytest.mark.parametrize(
    ("deviation", "most_false", "least_power"),
    [(0.05, 0.001, 0.99), (0.1, 0.005, 0.92), (0.2, 0.015, 0.33)],
)
def test_false_alarms_are_rare_and_slowdowns_are_seen(
    deviation: float, most_false: float, least_power: float
) -> None:
    noise = random.Random(14)  # noqa: S311
    false = sum(slowdown(_history(noise, deviation, 1)) is not None for _ in range(HISTORIES))
    seen = sum(slowdown(_history(noise, deviation, 1.5)) is not None for _ in range(HISTORIES))
    assert false / HISTORIES <= most_false
    assert seen / HISTORIES >= least_power


@pytest.mark.parametrize(("deviation", "most_false"), [(0.05, 0.01), (0.1, 0.06), (0.2, 0.25)])
def test_false_alarms_are_rare_where_many_phases_are_looked_at(
    deviation: float, most_false: float
) -> None:
    noise, phases = random.Random(14), range(55)  # noqa: S311
    false = [
        any(slowdown(_history(noise, deviation, 1)) is not None for _ in phases)
        for _ in range(HISTORIES)
    ]
    assert sum(false) / HISTORIES <= most_false
