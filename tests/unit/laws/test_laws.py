"""Each law holds for what keeps it, and names what breaks it."""

from collections.abc import Callable, Sequence
from itertools import count

import pytest

from support.core.causes import Cause, cause_of
from support.core.errors import Failure
from support.laws.agreement import Former, Telling, disagreements
from support.laws.bystanders import Bystander
from support.laws.filters import Filter, broken_filter
from support.laws.pages import Listing, broken_pages
from support.laws.secrets import SecretWatch

WHOLE = [f"item-{number}" for number in range(9)]
Page = Callable[[int, int], Sequence[str]]


def faults(page: Page, *limits: int) -> list[str]:
    listing = Listing("items", page, key=str, ours=lambda item: not item.startswith("foreign"))
    return broken_pages(listing, WHOLE, limits or (1, 7, 100))


def test_pages_that_are_the_whole_break_nothing() -> None:
    assert faults(lambda offset, limit: WHOLE[offset : offset + limit]) == []


def test_foreign_items_may_come_and_go() -> None:
    assert faults(lambda offset, limit: ["foreign", *WHOLE][offset : offset + limit]) == []


def test_who_comes_between_two_pages_shifts_those_that_follow_and_that_is_no_fault() -> None:
    coming = iter(["foreign 1"])

    def page(offset: int, limit: int) -> Sequence[str]:
        if offset:
            there[:0] = coming
        return there[offset : offset + limit]

    there = [*WHOLE]
    assert faults(page, 4) == []
    assert len(there) == len(WHOLE) + 1


def test_others_who_never_keep_still_are_no_fault_but_who_is_left_out_each_time_is() -> None:
    numbers = count()

    def shifting(offset: int, limit: int, of: Sequence[str] = WHOLE) -> Sequence[str]:
        turn = next(numbers)
        here = [item for item in of if item != WHOLE[turn % len(WHOLE)]]
        return [f"foreign {turn}", *here][offset : offset + limit]

    assert faults(shifting, 100) == []
    (fault,) = faults(lambda offset, limit: shifting(offset, limit, WHOLE[1:]), 100)
    assert fault == f"the items in pages of 100 leave out {WHOLE[0]}"


def test_what_others_do_may_change_the_order_between_two_pages_and_that_is_no_fault() -> None:
    scores = {item: 10 - number for number, item in enumerate(WHOLE)}
    changing = [WHOLE[1], WHOLE[0]]

    def page(offset: int, limit: int) -> Sequence[str]:
        if (offset, limit) == (1, 1) and changing:
            scores[changing.pop()] = 0
        return sorted(WHOLE, key=scores.__getitem__, reverse=True)[offset : offset + limit]

    listing = Listing("hits", page, key=str, rank=scores.__getitem__)
    assert broken_pages(listing, WHOLE, [1, 100]) == []
    assert not changing


def test_a_product_may_have_a_lower_limit_of_its_own() -> None:
    assert faults(lambda offset, limit: WHOLE[offset : offset + min(limit, 5)]) == []


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        (lambda offset, limit: WHOLE[offset : offset + limit][:-1], "leave out"),
        (lambda offset, limit: WHOLE[max(0, offset - 1) : offset + limit], "repeat item-"),
        (lambda offset, limit: [*WHOLE, "x"][offset : offset + limit], "bring x, which"),
        (lambda offset, limit: WHOLE[offset:], "come 9 at a time"),
    ],
)
def test_pages_that_are_not_the_whole_are_named(page: Page, fault: str) -> None:
    assert any(fault in found for found in faults(page, 4))


def of(ask: Callable[[str], Sequence[str]]) -> list[str]:
    by_letter = Filter("words by first letter", ask, key=str, nobodys="q")
    return broken_filter(by_letter, {"a": ["apple", "ash"], "b": ["birch"]})


def test_a_filter_brings_what_satisfies_it_all_of_it_and_nothing_for_nobodys_value() -> None:
    words = ["apple", "ash", "birch"]
    assert of(lambda value: [word for word in words if word.startswith(value)]) == []
    assert of(lambda value: []) == [
        "words by first letter: 'a' leaves out apple, ash",
        "words by first letter: 'b' leaves out birch",
    ]
    ignored = of(lambda value: words)
    assert (
        "words by first letter: 'q' brings apple, ash, birch, which does not satisfy it" in ignored
    )


def test_routes_that_agree_may_tell_more_or_less() -> None:
    told: dict[str, Telling] = {
        "list": {"x": {"status": "open"}},
        "entry": {"x": {"status": "open", "cause": None}},
    }
    assert disagreements(told) == []


def test_routes_that_differ_are_named_with_what_they_say() -> None:
    told = {
        "list": {"x": {"status": "open"}},
        "entry": {"x": {"status": "closed"}},
        "statistics": {"x": {"status": "open"}},
    }
    assert disagreements(told) == [
        "x: not one status, but 'open' (list, statistics); 'closed' (entry)"
    ]


def test_a_bystander_that_changes_is_named() -> None:
    seen = {"a.md": 1, "b.md": 1, "c.md": 1}
    bystander = Bystander("the other collection", lambda: dict(seen))
    bystander.remember()
    assert bystander.changes() == []
    del seen["a.md"]
    seen |= {"b.md": 2, "d.md": 1}
    assert bystander.changes() == [
        "the other collection has got d.md",
        "the other collection has lost a.md",
        "the other collection: b.md was 1 and is 2",
    ]


def test_a_bystander_that_has_nothing_proves_nothing() -> None:
    with pytest.raises(AssertionError, match="held nothing"):
        Bystander("an empty one", dict).changes()


def test_a_secret_is_found_in_every_spelling_and_never_told() -> None:
    watch = SecretWatch()
    watch.give("the token", "s3cret/value")
    for text in ("x s3cret/value y", "s3cret%2Fvalue", "czNjcmV0L3ZhbHVl"):
        watch.forget()
        watch.look("GET /x", text)
        watch.look("GET /x", text)
        assert watch.shown == ["GET /x shows the token"]
        with pytest.raises(Failure, match=r"^GET /x shows the token$"):
            watch.judge("GET /x", text)
    watch.forget()
    watch.look("GET /x", "nothing of it")
    watch.judge("GET /x", "nothing of it")
    with watch.shown_once("the token"):
        watch.look("POST /x", "s3cret/value")
    assert not watch.shown


@pytest.mark.parametrize(
    ("former", "cause"),
    [
        (None, Cause.LOST),
        ({"it": [{"name": "old"}]}, Cause.LOST),
        ({"it": [{"name": None}, {"name": "old"}]}, Cause.STALE),
    ],
)
def test_what_is_told_instead_is_stale_only_if_it_was_so_before(
    former: Former | None, cause: Cause
) -> None:
    told: dict[str, Telling] = {
        "who knows": {"it": {"name": "new"}},
        "a list": {"it": {"name": None}},
    }
    assert [cause_of(fault) for fault in disagreements(told, "who knows", former)] == [cause]
