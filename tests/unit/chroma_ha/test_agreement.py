"""What the balancer and both servers hold is compared with what was acknowledged, as a whole."""

import pytest

from support.chroma_ha.observers.holdings import Holdings, Untold
from support.chroma_ha.oracle.agreement import details, faults, with_unanswered
from support.chroma_ha.oracle.replication import changed
from support.chroma_ha.records import Record, record
from support.core.errors import Failure

ONE, TWO = record("one", {"page": 1}), record("two", {"page": 2})
BOTH = {"a": ONE, "b": TWO}


def everywhere(held: dict[str, Record] | None) -> Holdings:
    return dict.fromkeys(("the balancer", "the primary", "the replica"), held)


def test_all_hold_what_was_acknowledged() -> None:
    assert not faults(BOTH, everywhere(BOTH), {})
    assert not faults(None, everywhere(None), {})


@pytest.mark.parametrize(
    ("replica", "fault"),
    [
        ({"a": ONE}, "b: not one state, but 'there' (.*); 'absent' (the replica)"),
        (BOTH | {"c": ONE}, "c: not one state, but 'absent' (.*); 'there' (the replica)"),
        (BOTH | {"b": record("2", TWO.metadata)}, "b: not one text, but 'two' (.*)"),
        (BOTH | {"b": record("two", {"page": 3})}, "b: not one metadata, but"),
        (BOTH | {"b": Record("two", TWO.metadata, ONE.embedding)}, "b: not one embedding, but"),
        (None, "the replica does not have the collection"),
        (Untold("the replica is silent"), "the replica is silent"),
    ],
    ids=["lacks", "more", "text", "metadata", "embedding", "no collection", "untold"],
)
def test_each_difference_is_named(replica: dict[str, Record] | Untold | None, fault: str) -> None:
    seen: Holdings = {**everywhere(BOTH), "the replica": replica}
    head = fault.partition("(.*)")[0]
    assert any(found.startswith(head) for found in faults(BOTH, seen, {})), faults(BOTH, seen, {})


def test_a_collection_that_was_deleted_is_named_where_it_is_kept() -> None:
    seen: Holdings = {**everywhere(None), "the replica": BOTH}
    assert "the replica still has the collection, with 2 documents" in faults(None, seen, {})


def test_an_error_is_never_absence() -> None:
    assert faults(None, {**everywhere(None), "the replica": Untold("silent")}, {}) == ["silent"]


def test_the_table_shows_who_lacks_what() -> None:
    seen: Holdings = {**everywhere(BOTH), "the replica": {"a": TWO}}
    (_, _, first, second) = details(BOTH, seen).splitlines()
    assert "≠ two" in first
    assert "absent" in second


def test_what_nobody_answered_for_may_be_there_but_for_all_the_same() -> None:
    unanswered = {"b": TWO}
    assert with_unanswered({"a": ONE}, unanswered, everywhere({"a": ONE})) == {"a": ONE}
    seen: Holdings = {**everywhere({"a": ONE}), "the replica": BOTH}
    expected = with_unanswered({"a": ONE}, unanswered, seen)
    assert expected == BOTH
    assert faults(expected, seen, {})


def test_changes_are_those_of_the_table_and_no_others() -> None:
    after = {"a": TWO, "c": ONE}
    assert changed(BOTH, {"a": "updated", "b": "removed", "c": "added"}, after) == after
    assert changed(BOTH, {"b": "removed"}, after) == {"a": ONE}


@pytest.mark.parametrize(
    "changes", [{"c": "removed"}, {"a": "added"}, {"a": "moved"}, {"c": "added"}, {"c": "updated"}]
)
def test_a_table_that_cannot_be_true_is_refused(changes: dict[str, str]) -> None:
    with pytest.raises(Failure):
        changed(BOTH, changes, BOTH)
