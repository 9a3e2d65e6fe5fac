"""The routes of integration: running the pipeline, and what cache and monitor tell."""

from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from support.sandbox.replantworld.app.configuration import PRODUCT
from support.sandbox.replantworld.app.pipeline import Run
from support.sandbox.replantworld.app.product import Entrusted, Parts, Product

Content = dict[str, Any]
Address = Annotated[str, Field(min_length=1, max_length=64)]

router = APIRouter()


class PipelineRequest(BaseModel):
    """What is asked of the pipeline."""

    sei_contract_addresses: Annotated[list[Address], Field(min_length=1)]
    max_nfts_per_contract: Annotated[int | None, Field(ge=1)] = None
    enable_caching: bool = True
    enable_monitoring: bool = True


@router.post("/run-pipeline/")
def run_pipeline(asked: PipelineRequest, parts: Entrusted, response: Response) -> Content:
    """Migrate the NFTs of some collections."""
    with watched(parts, asked):
        run = parts.pipeline.run(
            asked.sei_contract_addresses, asked.max_nfts_per_contract, caching=asked.enable_caching
        )
    if asked.enable_monitoring:
        parts.monitor.record("items_processed", run.total, "count", "application")
    parts.monitor.judge()
    if parts.configuration.shape != PRODUCT and run.errors and not run.total:
        response.status_code = run.errors[0].status
    return told(run)


@router.get("/cache-stats/")
def cache_stats(parts: Parts) -> Content:
    """Tell how the cache was used."""
    return {"status": "success", "cache_stats": parts.cache.told(), "timestamp": _now()}


@router.get("/performance-metrics/")
def performance_metrics(
    parts: Parts,
    category: str | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Content:
    """Tell what was measured."""
    return {
        "status": "success",
        "metrics": parts.monitor.measures(category, limit),
        "summary": parts.monitor.summary(),
        "timestamp": _now(),
    }


def watched(parts: Product, asked: PipelineRequest) -> AbstractContextManager[None]:
    """Return what watches over a migration, if that is wanted."""
    if not asked.enable_monitoring:
        return nullcontext()
    return parts.monitor.watching(f"pipeline_{uuid4()}")


def told(run: Run) -> Content:
    """Return a run as answers show it; nothing that went wrong is called a success."""
    content: Content = {
        "status": verdict(run),
        "pipeline_id": run.id,
        "pipeline_status": "completion" if run.successful or not run.errors else "failed",
        "total_nfts": run.total,
        "processed_nfts": run.total,
        "successful_nfts": run.successful,
        "failed_nfts": run.failed,
        "success_rate": run.success_rate,
        "duration": run.duration,
        "stage_results": run.stages,
        "performance_metrics": {},
    }
    if run.errors:
        content["error_message"] = "; ".join(dict.fromkeys(map(str, run.errors)))
    return content


def verdict(run: Run) -> str:
    """Return what became of a run in one word."""
    if not run.errors:
        return "success"
    return "partial" if run.successful else "error"


def _now() -> str:
    return datetime.now(UTC).isoformat()
