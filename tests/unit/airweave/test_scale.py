"""Of many documents all are compared with the store, and a sample is asked of search."""

from collections.abc import Iterator, Sequence
from typing import Any

import allure
import pytest

from support.airweave.client.models import Job, Piece
from support.airweave.oracle.scale import ScaleOracle
from support.core.causes import Cause
from support.core.content import Author, Document
from support.core.errors import Failure
from tests.unit.airweave.test_oracles import Airweave, Toy, job, oracle, piece

AUTHOR = Author("many")
MANY = [AUTHOR.write(f"number-{one}.md", 1) for one in range(40)]
SEED = 7


class Store:
    """Holds some pieces, and is read two at a time."""

    name = "Shelf"

    def __init__(self, *worlds: Sequence[Piece]) -> None:
        self.worlds = [*worlds]

    def pages(self, *_: object) -> Iterator[list[Piece]]:
        world = self.worlds.pop(0) if len(self.worlds) > 1 else self.worlds[0]
        return iter([[*world[start : start + 2]] for start in range(0, len(world), 2)])


def stored(document: Document, **changes: object) -> Piece:
    return piece(document).model_copy(update={"tenant": "c", **changes})


WORLD = [stored(one) for one in MANY]


def judge(
    store: Store | None = None,
    jobs: Sequence[Job] = (),
    source: Toy | None = None,
    found: Sequence[Piece] = WORLD,
) -> Any:  # noqa: ANN401  as the oracle
    """Return who judges the collection of many documents."""
    made = oracle(ScaleOracle, Airweave([*found]), jobs, source or Toy(*MANY))
    made._store = store
    return made


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the report is told."""
    said: list[str] = []
    monkeypatch.setattr(allure, "attach", lambda text, _: said.append(text))
    return said


def test_all_are_there_once_and_the_report_says_how_they_were_read(told: list[str]) -> None:
    judge(Store([], WORLD[:7], WORLD), [job(entities_inserted=40)]).expect_all()
    assert told == ["All 40 documents were compared with what Shelf holds of them, in 20 pages."]


@pytest.mark.parametrize(
    ("world", "said", "cause"),
    [
        (WORLD[1:], "1 of 40 .* expected revision 1, the store holds absent: number-0", Cause.LOST),
        ([*WORLD, WORLD[3]], "the store holds revision 1, 2 times: number-3", Cause.DUPLICATED),
        (
            [*WORLD, stored(AUTHOR.write("x.md", 1))],
            "expected absent, the store holds never written: x.md",
            Cause.INVENTED,
        ),
    ],
)
def test_one_of_many_is_named(world: list[Piece], said: str, cause: Cause) -> None:
    with pytest.raises(Failure, match=said) as failure:
        judge(Store(world)).expect_all()
    assert failure.value.cause is cause


def test_what_is_not_as_it_is_now_is_stale() -> None:
    source = Toy(*MANY)
    newer = AUTHOR.write(MANY[0].path, 2)
    source.bongo.documents[newer.path] = newer
    source.bongo.history[newer.path].append(newer)
    del source.bongo.documents[MANY[1].path]
    with pytest.raises(Failure) as failure:
        judge(Store(WORLD), source=source).expect_all()
    first, second, *_ = str(failure.value).splitlines()
    assert (
        first == "1 of 39 documents: expected revision 2, the store holds revision 1: number-0.md"
    )
    assert second == "1 of 39 documents: expected absent, the store holds revision 1: number-1.md"
    assert failure.value.cause is Cause.STALE


def test_what_a_sync_counts_must_fit() -> None:
    with pytest.raises(Failure, match="reports 41 inserted, but the observers see 40"):
        judge(Store(WORLD), [job(entities_inserted=41)]).expect_all()
    with pytest.raises(Failure, match="the sync job reports 1 failed"):
        judge(Store(WORLD), [job(entities_inserted=40, entities_failed=1)]).expect_all()


def test_what_did_not_change_must_not_be_written_again() -> None:
    contents = judge(Store(WORLD), [job(entities_inserted=40)])
    contents.expect_all()
    again = Job(id="j-2", status="completed", entities_updated=2)
    contents._collection.jobs.append(again)
    contents._store = Store([*WORLD[:-2], *(stored(one, job_id="j-2") for one in MANY[-2:])])
    with pytest.raises(Failure, match=r"2 documents were written again .*: number-38.md, "):
        contents.expect_all()


def test_without_a_store_the_job_is_believed_and_the_report_says_what_that_means(
    told: list[str],
) -> None:
    judge(jobs=[job(entities_inserted=42)]).expect_all()
    assert told[0].startswith("The store cannot be looked into: that all 40 documents are there")
    with pytest.raises(Failure, match="reports 39 inserted, and there are 40 documents to be"):
        judge(jobs=[job(entities_inserted=39)]).expect_all()


def test_a_sample_is_told_with_what_it_shows_and_its_seed(told: list[str]) -> None:
    judge().expect_sample(SEED)
    (plan,) = told
    assert "asked for 31 of 40 documents that are there" in plan
    assert "(sample seed 7)" in plan
    assert "Were 5.00% or more" in plan
    assert "with a confidence of 95.0%" in plan
    assert "The store cannot be looked into" in plan


def test_what_search_does_not_find_is_told() -> None:
    with pytest.raises(Failure, match=r"31 of 31 documents: expected revision 1, search shows abs"):
        judge(found=[]).expect_sample(SEED)


def test_words_that_are_gone_must_bring_nothing() -> None:
    source = Toy(*MANY)
    del source.bongo.documents[MANY[1].path]
    with pytest.raises(Failure, match=r"1 of 1 revisions that are gone are found .*: number-1.md"):
        judge(source=source).expect_sample(SEED)
    found = [one for one in WORLD if one.original_id != MANY[1].path]
    judge(source=source, found=found).expect_sample(SEED)


def test_nothing_is_no_collection() -> None:
    with pytest.raises(Failure, match="the source is empty"):
        judge(Store([]), source=Toy()).expect_all()
