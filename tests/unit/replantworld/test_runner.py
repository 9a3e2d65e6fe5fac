"""A test of ReplantWorld's is held to what others saw of it, and to the list of tests."""

import pytest

from support.core.errors import Failure
from support.replantworld.client.cache import CacheStatistics
from support.replantworld.client.reports import Report
from support.replantworld.client.runner import (
    KINDS,
    KeptVerdict,
    PageOfTests,
    Pagination,
    Verdict,
    page_faults,
)
from support.replantworld.oracle.runner import (
    list_faults,
    movement_faults,
    pass_faults,
    verdict_of,
)
from support.replantworld.testing import Trial
from support.replantworld.witnesses import Seen


def verdict(status: str = "passed", rate: float = 100) -> Verdict:
    return Verdict(
        test_id="7",
        scenario=KINDS["errors"],
        test_status=status,
        test_data_size=3,
        success_rate=rate,
    )


def kept(test_id: str = "7", status: str = "passed") -> KeptVerdict:
    return verdict(status).kept.model_copy(update={"test_id": test_id})


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        (verdict(), ""),
        (verdict(rate=95), ""),
        (verdict("failed", 0), "it says 'failed'"),
        (verdict("error", 0), "it says 'error'"),
        (verdict(rate=94), "passed, with 94 % of success"),
    ],
)
def test_only_what_went_well_has_passed(told: Verdict, fault: str) -> None:
    found = "; ".join(pass_faults(told))
    assert fault in found
    assert bool(found) == bool(fault)


def test_a_test_is_told_as_it_was_asked_for() -> None:
    report = Report(200, verdict().model_dump_json())
    assert verdict_of(Trial("errors", report)) == verdict()
    for other in (Trial("errors", report, 20), Trial("batches", report)):
        with pytest.raises(Failure, match="tells of error_handling with 3"):
            verdict_of(other)


@pytest.mark.parametrize(
    ("total", "has_next", "fault"),
    [
        (6, False, ""),
        (7, True, ""),
        (5, False, "5 tests are counted, and 6 are listed"),
        (7, False, "6 of 7 tests are listed, and it says that there are no more"),
        (6, True, "6 of 6 tests are listed, and it says that there are more"),
    ],
)
def test_a_page_tells_truly_of_the_whole(total: int, has_next: bool, fault: str) -> None:
    whole = Pagination(total_count=total, has_next=has_next)
    found = "; ".join(page_faults(PageOfTests(test_results=[kept()], pagination=whole), 5))
    assert fault in found
    assert bool(found) == bool(fault)


def test_who_tells_of_more_tests_lists_them() -> None:
    empty = PageOfTests(test_results=[], pagination=Pagination(total_count=9, has_next=True))
    assert list(page_faults(empty, 5)) == [
        "More tests are told of than the first 5, and none is listed"
    ]


@pytest.mark.parametrize(
    ("what", "transactions", "hits", "fault"),
    [
        ("a single NFT", 1, 0, ""),
        ("a single NFT", 0, 0, "0 transactions are on Solana, and it takes 1"),
        ("rollback", 1, 0, "it takes 2"),
        ("batches", 2, 0, ""),
        ("many NFTs", 9, 0, "it takes 10"),
        ("the cache", 3, 1, ""),
        ("the cache", 3, 0, "the cache counts no hits"),
    ],
)
def test_who_has_passed_has_moved_something(
    what: str, transactions: int, hits: int, fault: str
) -> None:
    found = "; ".join(movement_faults(what, Seen(transactions, hits)))
    assert fault in found
    assert bool(found) == bool(fault)


@pytest.mark.parametrize(
    ("listed", "fault"),
    [
        ([kept(), kept("8", "failed")], ""),
        ([], "not one state, but 'listed' (the answer); 'absent' (the list)"),
        ([kept("8")], "'absent' (the list)"),
        ([kept(status="error")], "not one status, but 'passed' (the answer); 'error' (the list)"),
        ([kept(), kept()], "7 is listed 2 times"),
    ],
)
def test_the_list_shows_what_was_told(listed: list[KeptVerdict], fault: str) -> None:
    found = "; ".join(list_faults([kept()], listed))
    assert fault in found
    assert bool(found) == bool(fault)


def test_hits_are_counted_from_where_the_cache_began() -> None:
    before = CacheStatistics(hits=5, misses=5, total_requests=10, hit_rate=50, last_reset="1")
    assert before.model_copy(update={"hits": 7}).hits_since(before) == 2
    assert before.model_copy(update={"hits": 3, "last_reset": "2"}).hits_since(before) == 3
