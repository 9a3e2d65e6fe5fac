"""The oracle goes red for every kind of drift, and its verdict names what is wrong."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from support.airweave.client.models import Job
from support.airweave.oracle.drift import Baseline, Expectation, Fault, View
from support.airweave.oracle.observation import Observation
from support.core.errors import Failure

A, B, REPO = ("File", "a"), ("File", "b"), ("Repository", "repo")
GOOD = Observation("revision 1", score=0.95, rank=1, snippet="Some words")
STATES = {"a.md": "revision 1", "b.md": "revision 1"}
JOB = Job(id="j-2", status="completed", entities_inserted=1)
VIEW = View(
    search={"a.md": GOOD, "b.md": GOOD},
    store={"a.md": GOOD, "b.md": GOOD},
    writers={REPO: frozenset({"j-1"}), A: frozenset({"j-1"}), B: frozenset({"j-2"})},
    keys={"a.md": A, "b.md": B},
)
BEFORE = Baseline({"a.md": "revision 1"}, frozenset({REPO, A}))
EXPECTATION = Expectation(STATES, 0.8, BEFORE, [JOB])


def said(expectation: Expectation, view: View) -> str:
    return "\n".join(expectation.told(view))


def test_what_agrees_agrees() -> None:
    assert EXPECTATION.told(VIEW) == []


Change = Callable[[View], View]

DRIFTS: dict[str, tuple[Change, str]] = {
    "missing in search": (
        lambda view: replace(view, search={"a.md": GOOD}),
        "b.md: expected revision 1; search shows absent",
    ),
    "missing in the store": (
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
    "found no better than another": (
        lambda view: replace(view, search={**view.search, "b.md": replace(GOOD, runner_up=0.95)}),
        "b.md: expected revision 1; its score 0.95 is no better than the next document's",
    ),
    "low score": (
        lambda view: replace(view, search={**view.search, "b.md": replace(GOOD, score=0.3)}),
        "its score 0.30 is below 0.8",
    ),
    "ranked behind noise": (
        lambda view: replace(view, search={**view.search, "b.md": replace(GOOD, rank=4)}),
        "ranks it 4, not first",
    ),
    "an entity of another kind vanished": (
        lambda view: replace(view, writers={A: frozenset({"j-1"}), B: frozenset({"j-2"})}),
        "reports 0 deleted, but the observers see 1",
    ),
}


@pytest.mark.parametrize("name", DRIFTS)
def test_every_drift_is_caught_and_named(name: str) -> None:
    change, word = DRIFTS[name]
    drifted = change(VIEW)
    assert word in said(EXPECTATION, drifted)
    assert not EXPECTATION.is_hopeless(drifted)


HOPELESS: dict[str, tuple[Change, str]] = {
    "written again": (
        lambda view: replace(view, writers={**view.writers, A: frozenset({"j-2"})}),
        "a.md: expected revision 1; written again although nothing changed",
    ),
    "written wrongly": (
        lambda view: replace(
            view, store={**view.search, "b.md": Observation("x", is_hopeless=True)}
        ),
        "b.md: expected revision 1; the store holds x",
    ),
}


@pytest.mark.parametrize("name", HOPELESS)
def test_what_no_waiting_can_mend_is_said_at_once(name: str) -> None:
    change, sentence = HOPELESS[name]
    assert EXPECTATION.is_hopeless(change(VIEW))
    assert EXPECTATION.told(change(VIEW)) == [
        "This is wrong, and waiting would not mend it:",
        f"- {sentence}",
        f"The sync before this look: {JOB}",
    ]


def test_what_is_only_not_finished_is_not_judged_with_what_is_hopeless() -> None:
    change, _ = HOPELESS["written again"]
    *_, last = told = EXPECTATION.told(replace(change(VIEW), search={"a.md": GOOD}))
    assert last == "Not waited for: b.md"
    assert "does not find" not in "".join(told)


def test_a_law_is_judged_in_the_same_look() -> None:
    lawful = replace(EXPECTATION, law=lambda view: [Fault(f"{len(view.keys)} keys")])
    assert lawful.told(VIEW)[:2] == ["All 2 documents are as they should be, but:", "- 2 keys"]


@pytest.mark.parametrize("states", [{}, {"docs/empty.md": "absent"}])
def test_an_expectation_of_nothing_is_an_error(states: dict[str, str]) -> None:
    with pytest.raises(Failure, match="nothing to look for"):
        Expectation(states, None, Baseline(), [])


def test_that_all_is_gone_may_be_expected_where_something_was() -> None:
    Expectation({"a.md": "absent"}, None, BEFORE, [])


@pytest.mark.parametrize("counter", ["inserted", "updated", "deleted"])
def test_every_counter_is_held_against_what_is_there(counter: str) -> None:
    field = f"entities_{counter}"
    job = JOB.model_copy(update={field: getattr(JOB, field) + 1})
    expectation = replace(EXPECTATION, jobs=[job])
    assert f"but the observers see {getattr(JOB, field)}" in said(expectation, VIEW)
    assert not said(replace(expectation, miscounted={counter}), VIEW)


def test_failed_entities_do_not_mend_themselves() -> None:
    job = JOB.model_copy(update={"entities_failed": 1})
    expectation = replace(EXPECTATION, jobs=[job])
    assert expectation.is_hopeless(VIEW)
    assert "reports 1 failed" in said(expectation, VIEW)


def test_what_holds_no_words_may_be_counted_as_failed_and_as_inserted() -> None:
    job = JOB.model_copy(update={"entities_failed": 1, "entities_inserted": 2})
    assert replace(EXPECTATION, jobs=[job], left_out=1).told(VIEW) == []
    assert "reports 1 failed, yet every document is" in said(replace(EXPECTATION, jobs=[job]), VIEW)


def test_what_is_missing_and_counted_as_failed_is_not_waited_for() -> None:
    expectation = replace(EXPECTATION, jobs=[JOB.model_copy(update={"entities_failed": 1})])
    missing = replace(VIEW, search={"a.md": GOOD}, store=None)
    assert expectation.is_hopeless(missing)
    assert "is in the source and the sync counts 1 as failed, yet" in said(expectation, missing)


def test_one_cause_is_told_once() -> None:
    states = {f"{name}.md": "revision 1" for name in "abcdef"}
    told = said(replace(EXPECTATION, states=states), replace(VIEW, search={}, store={}))
    assert told.count("search shows absent") == 1
    assert "; the same of b.md, c.md, d.md and 2 more" in told


def test_kinds_that_share_an_id_are_two_entities() -> None:
    calendar, listed = ("Calendar", "a"), ("List", "a")
    writers = {**VIEW.writers, calendar: frozenset({"j-2"}), listed: frozenset({"j-2"})}
    job = JOB.model_copy(update={"entities_inserted": 3})
    assert replace(EXPECTATION, jobs=[job]).told(replace(VIEW, writers=writers)) == []


def test_of_several_syncs_no_counter_is_judged() -> None:
    other = JOB.model_copy(update={"id": "j-3", "entities_failed": 1})
    assert replace(EXPECTATION, jobs=[JOB, other]).told(VIEW) == []


def test_the_verdict_says_what_the_sync_said() -> None:
    assert f"The sync before this look: {JOB}" in said(EXPECTATION, replace(VIEW, store={}))


def test_a_store_that_cannot_be_looked_into_is_said_so() -> None:
    search_only = replace(VIEW, store=None)
    assert EXPECTATION.told(search_only) == []
    assert "not looked" in EXPECTATION.table(search_only)


def test_the_table_shows_what_is_wrong_and_counts_the_rest() -> None:
    path, *others = VIEW.search
    told = EXPECTATION.table(replace(VIEW, search={one: VIEW.search[one] for one in others}))
    *_, wrong, rest = told.splitlines()
    assert path in wrong
    assert rest == " 1 other as expected"
