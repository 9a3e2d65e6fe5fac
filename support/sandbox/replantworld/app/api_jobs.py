"""The routes of migration jobs: making them, listing them, running them, taking them back."""

import time
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, status
from pydantic import BaseModel, Field

from support.sandbox.replantworld.app.api_integration import Address
from support.sandbox.replantworld.app.batches import Outcome, content_of
from support.sandbox.replantworld.app.product import Entrusted, Parts

Content = dict[str, Any]

router = APIRouter(prefix="/api/blockchain/migration/jobs")
running = APIRouter()


class JobRequest(BaseModel):
    """A job as it is asked for."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    description: Annotated[str, Field(max_length=2000)]
    sei_contract_addresses: Annotated[list[Address], Field(min_length=1)]
    batch_size: Annotated[int, Field(ge=1, le=500)] = 100


class BatchRequest(BaseModel):
    """A job as it is named."""

    migration_job_id: UUID


@router.post("/", status_code=status.HTTP_201_CREATED)
def create(asked: JobRequest, parts: Entrusted) -> Content:
    """Make a job."""
    batches = parts.batches
    row = batches.create(
        asked.name, asked.description, asked.sei_contract_addresses, asked.batch_size
    )
    return content_of(row)


@router.get("/list/")
def list_jobs(
    parts: Parts,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> Content:
    """List jobs, page by page."""
    rows, total = parts.batches.jobs(limit, offset)
    pagination = {"total_count": total, "limit": limit, "offset": offset}
    has_next = offset + len(rows) < total
    return {
        "jobs": [content_of(row) for row in rows],
        "pagination": pagination | {"has_next": has_next},
    }


@running.post("/run-batch/")
def run_batch(asked: BatchRequest, parts: Entrusted) -> Content:
    """Migrate a job in batches."""
    outcome = parts.batches.run(asked.migration_job_id)
    return {"batch_id": f"job_{asked.migration_job_id}_{int(time.time())}"} | told(outcome)


def told(outcome: Outcome) -> Content:
    """Return what became of a job as answers show it."""
    return {
        "status": "success" if not outcome.failed else "partial",
        "batch_status": "completed",
        "total_items": outcome.total,
        "processed_items": outcome.total,
        "successful_items": outcome.successful,
        "failed_items": outcome.failed,
        "progress_percentage": 100.0,
        "success_rate": 100 * outcome.successful / outcome.total if outcome.total else 0.0,
    }


@running.post("/rollback/")
def roll_back(asked: BatchRequest, parts: Entrusted) -> Content:
    """Take back what a job has migrated."""
    count = parts.batches.roll_back(asked.migration_job_id)
    return {"status": "success", "rolled_back": count}
