"""The proof itself: what counts as caught, how long is waited in vain, and what is remembered."""

import itertools
from contextlib import nullcontext
from pathlib import Path

import pytest

from support.core.waiting import WaitedInVain, eventually
from support.parallel.units import Unit
from support.sandbox.kit.sabotage import Sabotage
from tests.proof.experiments import LADDER, complaints, rung_for, sentences_at
from tests.proof.notebook import Finding, Notebook
from tests.warm import Case, Patience, impatient

CASE = Case(
    Unit(1, "f.feature:3", "A red thing is found", "Things", "things"),
    frozenset({"A red thing is found", "A <colour> thing is found"}),
    frozenset({"things"}),
    (
        ("given", "a red thing", "a <colour> thing"),
        ("then", "the red thing is found", "the <colour> thing is found"),
        ("then", "nothing else is", "nothing else is"),
    ),
)
DEFECT = Sabotage(
    "things-lost",
    "Things are lost.",
    ("A <colour> thing is found",),
    "the <colour> thing is found",
    "lost for .+ reason",
    nullcontext,
)
CAUGHT = Finding("failed", "the red thing is found", "ASSERT FAILED: lost for no reason")


def test_a_defect_is_caught_at_its_sentence_with_its_diagnosis() -> None:
    assert not list(complaints(DEFECT, {CASE: CAUGHT}))


@pytest.mark.parametrize(
    ("found", "complaint"),
    [
        (Finding("passed"), "green"),
        (Finding("error", CAUGHT.step, "KeyError: lost for no reason"), "no verdict, but an error"),
        (Finding("failed", "nothing else is", CAUGHT.message), "red at 'nothing else is'"),
        (Finding("failed", CAUGHT.step, "ASSERT FAILED: late"), "does not match 'lost for"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_nothing_else_counts_as_caught(found: Finding, complaint: str) -> None:
    (said,) = complaints(DEFECT, {CASE: found})
    assert complaint in said


def test_a_sentence_of_an_outline_means_that_of_each_example() -> None:
    assert sentences_at(CASE, "the <colour> thing is found") == {"the red thing is found"}
    assert sentences_at(CASE, "nothing else is") == {"nothing else is"}
    assert not sentences_at(CASE, "the blue thing is found")


def test_a_wait_ends_when_nothing_has_changed_for_long_enough() -> None:
    looks = itertools.count()
    with impatient(Patience(0.1)), pytest.raises(WaitedInVain) as vain:
        eventually(lambda: min(next(looks), 3), lambda _: False, 60, "more")
    assert vain.value.last == 3


def test_a_wait_goes_on_as_long_as_something_changes() -> None:
    looks = itertools.count()
    with impatient(Patience(0.1)):
        assert eventually(lambda: next(looks), lambda seen: seen == 9, 60, "nine") == 9


def test_without_patience_one_look_decides_but_only_in_the_sentences_that_are_named() -> None:
    looks = itertools.count()
    with impatient(Patience(0.0)), pytest.raises(WaitedInVain):
        eventually(lambda: next(looks), lambda seen: seen == 1, 60, "one")
    with impatient(Patience(0.0, frozenset({"another sentence"}))):
        assert eventually(lambda: next(looks), lambda seen: seen == 3, 60, "three") == 3


def test_a_wait_remembers_how_long_nothing_changed_unless_it_was_in_vain() -> None:
    looks = itertools.count()
    with impatient(Patience()) as waits:
        eventually(lambda: next(looks) // 8, lambda seen: seen == 2, 60, "two")
        with pytest.raises(WaitedInVain):
            eventually(lambda: 0, bool, 0.3, "nothing")
    patient, in_vain = waits
    assert 0 < patient.longest < LADDER[-1]
    assert in_vain.longest == 0


def test_patience_is_more_than_what_was_needed() -> None:
    assert [rung_for(seconds) for seconds in (0, 0.9, 3, 9, 1000)] == [0, 1, 2, 2, 3]


def test_what_was_found_out_is_known_to_all(tmp_path: Path) -> None:
    Notebook(tmp_path).note(CAUGHT, "as it is", "a system", "f.feature:3")
    assert Notebook(tmp_path).look_up("as it is", "a system", "f.feature:3") == CAUGHT
    assert Notebook(tmp_path).look_up("as it is", "a system", "f.feature:9") is None
