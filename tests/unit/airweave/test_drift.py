"""The oracle goes red for every kind of drift, and its verdict names the damage."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from support.airweave.client.models import Job
from support.airweave.oracle.drift import Baseline, Expectation, Sighting, View

GOOD = Sighting("revision 1", score=0.95, rank=1, snippet="Some words")
STATES = {"a.md": "revision 1", "b.md": "revision 1"}
JOB = Job(id="j-2", status="completed", entities_inserted=1)
VIEW = View(
    search={"a.md": GOOD, "b.md": GOOD},
    store={"a.md": GOOD, "b.md": GOOD},
    writers={"repo": frozenset({"j-1"}), "a": frozenset({"j-1"}), "b": frozenset({"j-2"})},
    ids={"a.md": "a", "b.md": "b"},
)
BEFORE = Baseline({"a.md": "revision 1"}, frozenset({"repo", "a"}))
EXPECTATION = Expectation(STATES, 0.8, BEFORE, JOB)


def test_what_agrees_agrees() -> None:
    assert EXPECTATION.agrees(VIEW)


Change = Callable[[View], View]

DRIFTS: dict[str, tuple[Change, str]] = {
    "lost in search": (
        lambda view: replace(view, search={"a.md": GOOD}),
        "b.md: expected revision 1; search shows absent",
    ),
    "lost in the store": (
        lambda view: replace(view, store={"a.md": GOOD}),
        "the store holds absent",
    ),
    "old words": (
        lambda view: replace(
            view, search={**view.search, "b.md": replace(GOOD, state="revision 0")}
        ),
        "b.md: expected revision 1; search shows revision 0",
    ),
    "not deleted": (
        lambda view: replace(view, search={**view.search, "c.md": replace(GOOD, state="x")}),
        "c.md: expected absent; search shows x",
    ),
    "low score": (
        lambda view: replace(view, search={**view.search, "b.md": replace(GOOD, score=0.3)}),
        "its score 0.30 is below 0.8",
    ),
    "ranked behind noise": (
        lambda view: replace(view, search={**view.search, "b.md": replace(GOOD, rank=4)}),
        "ranks it 4, not first",
    ),
    "written again": (
        lambda view: replace(view, writers={**view.writers, "a": frozenset({"j-2"})}),
        "written again",
    ),
    "an entity of another kind vanished": (
        lambda view: replace(view, writers={"a": frozenset({"j-1"}), "b": frozenset({"j-2"})}),
        "reports 0 deleted, but the observers see 1",
    ),
}


@pytest.mark.parametrize("name", DRIFTS)
def test_every_drift_is_caught_and_named(name: str) -> None:
    change, word = DRIFTS[name]
    drifted = change(VIEW)
    assert not EXPECTATION.agrees(drifted)
    assert word in EXPECTATION.verdict(drifted)


@pytest.mark.parametrize("counter", ["inserted", "updated", "deleted", "failed"])
def test_every_counter_is_held_against_what_is_there(counter: str) -> None:
    field = f"entities_{counter}"
    job = JOB.model_copy(update={field: getattr(JOB, field) + 1})
    expectation = replace(EXPECTATION, job=job)
    assert not expectation.agrees(VIEW)
    assert counter in expectation.verdict(VIEW)


def test_a_store_that_cannot_be_looked_into_is_said_so() -> None:
    blind = replace(VIEW, store=None)
    assert EXPECTATION.agrees(blind)
    assert "not looked" in EXPECTATION.verdict(blind)
