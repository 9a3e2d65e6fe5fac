"""What ReplantWorld tells of migration jobs, and of the batches in which it runs them."""

from pydantic import BaseModel


class Job(BaseModel):
    """A job, as the list of jobs shows it."""

    job_id: str
    name: str
    status: str
    total_nfts: int
    processed_nfts: int
    successful_migrations: int
    failed_migrations: int
    progress_percentage: float


class BatchFigures(BaseModel):
    """What the answer to a run of a job counts."""

    total_items: int
    processed_items: int
    successful_items: int
    failed_items: int
    progress_percentage: float
