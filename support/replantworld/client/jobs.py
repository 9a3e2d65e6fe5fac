"""What ReplantWorld tells of migration jobs, and of the batches in which it runs them."""

from collections.abc import Sequence

from pydantic import BaseModel

from support.core.causes import Cause
from support.laws.agreement import disagreements


class JobOrder(BaseModel):
    """A job, as it is ordered."""

    name: str
    description: str
    sei_contract_addresses: list[str]
    batch_size: int


class Job(JobOrder):
    """A job, as the list of jobs shows it."""

    job_id: str
    status: str
    total_nfts: int
    processed_nfts: int
    successful_migrations: int
    failed_migrations: int
    progress_percentage: float
    success_rate: float


class BatchFigures(BaseModel):
    """What the answer to a run of a job counts."""

    total_items: int
    processed_items: int
    successful_items: int
    failed_items: int
    progress_percentage: float
    success_rate: float


def listing_faults(listed: Sequence[Job], order: JobOrder) -> list[str]:
    """Return where a page of jobs does not show one job, once and as it was ordered."""
    job = listed[0]
    words = job.model_dump(include=set(JobOrder.model_fields))
    told = {"the order": {"the job": order.model_dump()}, "the list of jobs": {"the job": words}}
    found = disagreements(told, truth="the order")
    if len(listed) > 1:
        found.append(Cause.DUPLICATED(f"The job {job.job_id} is listed {len(listed)} times"))
    return found
