"""Jobs are held to their bounds, their counters and their rollback; each difference is named."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from support.replantworld.client.jobs import BatchFigures, Job, JobOrder, listing_faults
from support.replantworld.observers.database import StoredBatch
from support.replantworld.observers.evidence import Evidence
from support.replantworld.oracle.batches import (
    count_faults,
    end_faults,
    growth_faults,
    most_at_a_time,
    rollback_faults,
)
from tests.unit.replantworld.test_arrival import KNOWN, STORED
from tests.unit.replantworld.test_mapping import ASSET

NOON = datetime(2031, 4, 1, 12, tzinfo=UTC)
ORDER = JobOrder(name="dm", description="", sei_contract_addresses=["sei1a"], batch_size=2)
JOB = Job(
    **ORDER.model_dump(),
    job_id="1",
    status="completed",
    total_nfts=4,
    processed_nfts=4,
    successful_migrations=3,
    failed_migrations=1,
    progress_percentage=100,
    success_rate=75,
)
FIGURES = BatchFigures(
    total_items=4,
    processed_items=4,
    successful_items=3,
    failed_items=1,
    progress_percentage=100,
    success_rate=75,
)
BACK = JOB.model_copy(update={"successful_migrations": 0, "status": "cancelled"})
KNOWN_BACK = KNOWN.model_copy(update={"migration_status": "rolled_back", "solana_mint_address": ""})
ROW_BACK = replace(STORED, status="rolled_back", mint="")
SEEN_BACK = Evidence({"7": ROW_BACK}, {}, {"7": KNOWN_BACK})


def batch(started: int, ended: int | None) -> StoredBatch:
    """Return a batch that was worked on between these seconds."""
    end = None if ended is None else NOON + timedelta(seconds=ended)
    return StoredBatch(5, NOON + timedelta(seconds=started), end)


@pytest.mark.parametrize(
    ("batches", "most"),
    [
        ([], 0),
        ([batch(0, 1), batch(1, 2)], 1),
        ([batch(0, 2), batch(1, 3), batch(2, 4)], 2),
        ([batch(0, None), batch(1, 2), batch(3, 4)], 2),
        ([batch(0, 9), batch(1, 9), batch(2, 9), batch(8, 9)], 4),
    ],
)
def test_batches_at_a_time_are_counted(batches: list[StoredBatch], most: int) -> None:
    assert most_at_a_time(batches) == most


def test_true_counts_are_no_fault() -> None:
    assert not count_faults(FIGURES, JOB, 4, 1)


@pytest.mark.parametrize("field", BatchFigures.model_fields)
def test_every_figure_of_the_answer_is_counted(field: str) -> None:
    wrong = FIGURES.model_copy(update={field: 50})
    assert len(count_faults(wrong, JOB, 4, 1)) == 1


@pytest.mark.parametrize(
    "field", ["total_nfts", "processed_nfts", "successful_migrations", "failed_migrations"]
)
def test_every_counter_of_the_job_is_counted(field: str) -> None:
    assert len(count_faults(FIGURES, JOB.model_copy(update={field: 50}), 4, 1)) == 1


def test_a_job_that_is_not_completed_is_named() -> None:
    running = JOB.model_copy(update={"status": "running"})
    assert count_faults(FIGURES, running, 4, 1) == ["the job is running"]


def test_what_is_rolled_back_everywhere_is_no_fault() -> None:
    assert not rollback_faults(SEEN_BACK, BACK, 1)


@pytest.mark.parametrize(
    ("seen", "job", "fault"),
    [
        (replace(SEEN_BACK, known={}), BACK, "ReplantWorld calls its NFTs nothing at all"),
        (replace(SEEN_BACK, known={"7": KNOWN}), BACK, "ReplantWorld calls its NFTs completed"),
        (replace(SEEN_BACK, stored={"7": STORED}), BACK, "the database calls its NFTs completed"),
        (replace(SEEN_BACK, minted={"7": [ASSET]}), BACK, "1 of them are on Solana still"),
        (SEEN_BACK, JOB, "the job counts 3 as migrated"),
    ],
)
def test_what_is_not_rolled_back_is_named(seen: Evidence, job: Job, fault: str) -> None:
    assert rollback_faults(seen, job, 1) == [fault]


def progress(processed: int, percentage: float | None = None, total: int = 10) -> Job:
    told = 100 * processed / total if percentage is None else percentage
    return JOB.model_copy(
        update={"total_nfts": total, "processed_nfts": processed, "progress_percentage": told}
    )


@pytest.mark.parametrize(
    ("looks", "fault"),
    [
        ([progress(0), progress(4), progress(4), progress(10)], ""),
        ([progress(0), progress(5), progress(10)], ""),
        ([progress(0), progress(0), progress(0), progress(10)], "not seen to grow: 0, 10"),
        ([progress(0), progress(6), progress(4), progress(10)], "Its progress fell: 0, 6, 4, 10"),
        ([progress(0), progress(4, 80), progress(10)], "4 of 10 NFTs are processed, and 80 % are"),
        ([progress(0), progress(10)], "too quick to be looked at"),
    ],
)
def test_progress_grows_step_by_step(looks: list[Job], fault: str) -> None:
    found = "; ".join(growth_faults(looks))
    assert fault in found
    assert bool(found) == bool(fault)


def test_progress_ends_with_the_whole() -> None:
    assert not end_faults(progress(10), 10)
    assert end_faults(progress(8), 10) == [
        "In the end the job's processed items are 8 instead of 10"
    ]
    assert len(end_faults(progress(0, 0, 1), 10)) == 2


def test_a_job_is_listed_once_and_as_it_was_ordered() -> None:
    assert not listing_faults([JOB], ORDER)
    (other,) = listing_faults([JOB.model_copy(update={"batch_size": 100})], ORDER)
    assert "not one batch_size" in other
    assert listing_faults([JOB, JOB], ORDER) == ["The job 1 is listed 2 times"]
