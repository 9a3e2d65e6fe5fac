"""Random walks: the same seed walks the same way, and what shows a fault is made shorter."""

import subprocess
import sys
from collections.abc import Sequence

import pytest

from support.airweave.known_bugs import KNOWN_BUGS
from support.airweave.laws.history import (
    KINDS,
    MEETS,
    Event,
    History,
    history_of,
    kinds_without,
    miscounted_with,
    told,
)
from support.core.errors import DeploymentLost
from support.laws.walks import Broken, Choice, broken_walk

STEPS = 30
SEED = 3
THERE = ["a.md", "b.py"]


def walk(choices: Sequence[Choice]) -> History:
    return history_of(choices, THERE)


def two_edits_lost(history: History) -> Broken[History] | None:
    """Play it for a product that loses the second edit of a file."""
    edited: set[str] = set()
    for number, event in enumerate(history, start=1):
        if event.kind == "edit" and event.path in edited:
            return Broken(history[:number], f"{event.path} is old")
        if event.kind == "edit":
            edited.add(event.path)
    return None


def test_a_fault_is_found_and_its_history_made_short() -> None:
    broken = broken_walk(KINDS, STEPS, walk, two_edits_lost, seed=SEED, seconds=60)
    assert broken
    assert [event.kind for event in broken.walk] == ["edit", "edit"]
    assert broken.fault.endswith("is old")


def test_nothing_is_drawn_any_more_when_the_time_is_up() -> None:
    drawn: list[History] = []

    def walk_and_count(choices: Sequence[Choice]) -> History:
        drawn.append(walk(choices))
        return drawn[-1]

    assert broken_walk(KINDS, STEPS, walk_and_count, two_edits_lost, seed=SEED, seconds=0)
    assert len(drawn) < 5, "Hypothesis itself would draw hundreds more"


def test_a_walk_is_played_once_and_is_that_of_its_seed() -> None:
    played: dict[int, list[History]] = {1: [], 2: []}
    for seed, histories in played.items():
        assert not broken_walk(KINDS, STEPS, walk, histories.append, seed=seed, seconds=60)
        assert len(histories) == 1
        broken_walk(KINDS, STEPS, walk, histories.append, seed=seed, seconds=60)
        assert histories[0] == histories[1]
    assert played[1] != played[2]


WALKING = """
from support.laws.walks import broken_walk
for seed in range(5):
    broken_walk("abcdefg", 40, tuple, print, seed=seed, seconds=60)
"""


def test_a_seed_draws_the_same_walk_whatever_else_is_loaded() -> None:
    alone, among_others = (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        for code in (WALKING, f"import support.airweave.system, support.sentinai.system\n{WALKING}")
    )
    assert alone.stdout == among_others.stdout != ""


def test_what_is_lost_ends_the_walk() -> None:
    def lost(_: History) -> None:
        raise DeploymentLost("gone")

    with pytest.raises(DeploymentLost, match="gone"):
        broken_walk(KINDS, STEPS, walk, lost, seed=1, seconds=60)


def test_what_is_not_possible_does_not_happen() -> None:
    choices = [("bring back", 0, 0), ("delete", 0, 0), ("delete", 0, 0), ("bring back", 5, 0)]
    assert walk(choices) == (Event("delete", "a.md"), Event("add", "a.md"))


def test_a_history_is_told_as_a_scenario() -> None:
    history = walk([("edit", 0, 0), ("rename", 1, 0), ("sync", 0, 0)])
    lines = told(history, 7, is_alone=True).splitlines()
    assert lines[2:] == [
        '  When "a.md" is edited',
        '  And "b.py" is renamed to "moved-0/bakery-1.py"',
        "  And Airweave syncs",
        "  Then search finds exactly the test files",
    ]
    beside = told(history, 7, is_alone=False).splitlines()
    assert [one for one in beside if one not in lines] == [
        "  And another branch of it with these files",
        "    | file           |",
        "    | docs/beside.md |",
    ]


def test_what_is_known_to_fail_does_not_happen() -> None:
    assert kinds_without(frozenset()) == list(KINDS)
    left_out = {*KINDS} - {*kinds_without({"renames_ignored", "shared_document_ids"})}
    assert left_out == {"rename at once", "sync beside another"}
    assert {bug for bugs in MEETS.values() for bug in bugs} <= {*KNOWN_BUGS}


def test_only_where_it_is_known_is_a_counter_not_believed() -> None:
    assert miscounted_with({*KNOWN_BUGS}) == {"deleted"}
    assert miscounted_with({*KNOWN_BUGS} - {"unseen_files_counted"}) == set()
