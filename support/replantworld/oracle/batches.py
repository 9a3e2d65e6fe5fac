"""Judges jobs: in which batches they were run, what is counted of them, and what is taken back."""

import math
from collections.abc import Sequence
from itertools import pairwise

from support.bongos.sei import SeiBongo
from support.core.causes import Cause, together
from support.core.errors import Failure
from support.core.looking import look_until_right
from support.replantworld.client.api import ReplantworldApi
from support.replantworld.client.jobs import BatchFigures, Job
from support.replantworld.client.reports import Report
from support.replantworld.observers.database import StoredBatch
from support.replantworld.observers.evidence import Evidence, Observers
from support.replantworld.oracle.arrival import half_faults

_ROLLED_BACK = "rolled_back"
_FEWEST_LOOKS, _MOST_FAULTS = 3, 5


class Batches:
    """Judges jobs, and changes nothing.

    Args:
        api: ReplantWorld.
        observers: all who can look.
        at_a_time: how many batches may be worked on at a time.
        budget: until what was done is seen everywhere, in seconds.
    """

    def __init__(
        self, api: ReplantworldApi, observers: Observers, at_a_time: int, budget: float
    ) -> None:
        self._api = api
        self._observers = observers
        self._at_a_time = at_a_time
        self._budget = budget

    def expect_bounds(self, job_id: str, sizes: Sequence[int]) -> None:
        """Expect a job to have been run in batches of these sizes, not too many at a time.

        Raises:
            Failure: it was not.
        """
        assert self._observers.database is not None, "the scenario needs @needs_database"
        batches = self._observers.database.batches_of(job_id)
        found: list[str] = []
        if sorted(batch.size for batch in batches) != sorted(sizes):
            told = [batch.size for batch in batches] or "none at all"
            found.append(
                Cause.NEEDLESS(f"Its batches should be of {list(sizes)}, and are of {told}")
            )
        if (most := most_at_a_time(batches)) > self._at_a_time:
            found.append(
                Cause.NEEDLESS(f"{most} were worked on at a time, and {self._at_a_time} may be")
            )
        if found:
            raise Failure(together(found))

    def expect_counts(self, report: Report, job_id: str, count: int, failed: int) -> None:
        """Expect the answer to a run, and the job itself, to count so many NFTs and failures.

        Raises:
            Failure: one of them counts otherwise.
        """
        figures, job = report.told_as(BatchFigures), self._api.job(job_id)
        found = count_faults(figures, job, count, failed)
        if failed and report.is_success:
            found.append(Cause.MISREPORTED("It says that all went well"))
        if found:
            raise Failure(together([*found, str(report)]))

    def expect_progress(self, looks: Sequence[Job], count: int) -> None:
        """Expect the progress of a job to have grown step by step, to so many NFTs.

        Args:
            looks: while it ran, the last one after that.
            count: of its NFTs.

        Raises:
            Failure: it has not.
        """
        if found := end_faults(looks[-1], count) or growth_faults(looks):
            raise Failure(together(found))

    def expect_rolled_back(self, collection: SeiBongo, job_id: str, count: int) -> None:
        """Expect all NFTs of a collection to be rolled back for all who know of them.

        Raises:
            Failure: one of them is not, or the job still counts some as migrated.
        """
        look_until_right(
            lambda: (self._look(collection), self._api.job(job_id)),
            lambda seen: rollback_faults(seen[0], seen[1], count),
            budget=self._budget,
            waiting_for=f"{count} NFTs to be rolled back",
        )

    def _look(self, collection: SeiBongo) -> Evidence:
        return self._observers.look(collection.address, len(collection.nfts))


def most_at_a_time(batches: Sequence[StoredBatch]) -> int:
    """Return how many batches were worked on at a time, at most."""
    return max(
        (
            sum(
                other.started <= batch.started and (not other.ended or batch.started < other.ended)
                for other in batches
            )
            for batch in batches
        ),
        default=0,
    )


def count_faults(figures: BatchFigures, job: Job, count: int, failed: int) -> list[str]:
    """Return where an answer or a job counts otherwise, a sentence each."""
    successful = count - failed
    rate = 100 * successful / count if count else 0
    told = {
        "the answer's items": (figures.total_items, count),
        "the answer's processed items": (figures.processed_items, count),
        "the answer's successful items": (figures.successful_items, successful),
        "the answer's failed items": (figures.failed_items, failed),
        "the answer's progress in percent": (figures.progress_percentage, 100),
        "the answer's success in percent": (round(figures.success_rate, 1), round(rate, 1)),
        "the job's NFTs": (job.total_nfts, count),
        "the job's processed NFTs": (job.processed_nfts, count),
        "the job's successful NFTs": (job.successful_migrations, successful),
        "the job's failed NFTs": (job.failed_migrations, failed),
        "the job's success in percent": (round(job.success_rate, 1), round(rate, 1)),
    }
    # Whoever counts more failures, and so much fewer successes, has lost something and says so.
    fits = figures.successful_items + figures.failed_items == count
    cause = Cause.LOST if fits and figures.failed_items > failed else Cause.MISCOUNTED
    found: list[str] = [
        cause(f"{what} are {number} instead of {expected}")
        for what, (number, expected) in told.items()
        if number != expected
    ]
    if job.status != "completed":
        found.append(Cause.MISREPORTED(f"the job is {job.status}"))
    return found


def end_faults(job: Job, count: int) -> list[str]:
    """Return where a job that has ended has not come to so many NFTs, a sentence each."""
    told = {"NFTs": job.total_nfts, "processed items": job.processed_nfts}
    return [
        Cause.MISCOUNTED(f"In the end the job's {what} are {number} instead of {count}")
        for what, number in told.items()
        if number != count
    ]


def growth_faults(looks: Sequence[Job]) -> list[str]:
    """Return where progress, look by look, does not grow step by step, a sentence each."""
    found: list[str] = []
    steps = list(dict.fromkeys(job.processed_nfts for job in looks))
    total, told = looks[-1].total_nfts, ", ".join(map(str, steps))
    if any(later.processed_nfts < earlier.processed_nfts for earlier, later in pairwise(looks)):
        found.append(Cause.MISCOUNTED(f"Its progress fell: {told}"))
    if not any(0 < step < total for step in steps):
        if len(looks) <= _FEWEST_LOOKS:
            return [Cause.SUITE("The job was too quick to be looked at")]
        found.append(Cause.MISCOUNTED(f"Its progress was not seen to grow: {told}"))
    found += [
        Cause.MISCOUNTED(
            f"{job.processed_nfts} of {job.total_nfts} NFTs are processed, and"
            f" {job.progress_percentage:g} % are told of"
        )
        for job in looks
        if job.total_nfts and not math.isclose(_percentage(job), job.progress_percentage, abs_tol=1)
    ]
    return found[:_MOST_FAULTS]


def _percentage(job: Job) -> float:
    return 100 * job.processed_nfts / job.total_nfts


def rollback_faults(seen: Evidence, job: Job, count: int) -> list[str]:
    """Return where something is not rolled back, a sentence each."""
    found: list[str] = []
    known = [nft.migration_status for nft in seen.known.values()]
    if known != [_ROLLED_BACK] * count:
        found.append(
            Cause.MISREPORTED(f"ReplantWorld calls its NFTs {', '.join(known) or 'nothing at all'}")
        )
    if seen.stored is not None:
        statuses = [row.status for row in seen.stored.values()]
        if statuses != [_ROLLED_BACK] * count:
            found.append(
                Cause.MISREPORTED(
                    f"the database calls its NFTs {', '.join(statuses) or 'nothing at all'}"
                )
            )
    found += half_faults(seen)
    if seen.minted:
        found.append(Cause.STALE(f"{len(seen.minted)} of them are on Solana still"))
    if job.successful_migrations:
        found.append(Cause.MISCOUNTED(f"the job counts {job.successful_migrations} as migrated"))
    return found
