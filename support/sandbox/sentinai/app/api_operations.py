"""Routes for operators and their machines: health, metrics."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import psycopg
from fastapi import APIRouter, Response, status
from prometheus_client import CONTENT_TYPE_LATEST

from support.sandbox.sentinai.app import metrics
from support.sandbox.sentinai.app.access import Database, Known, Parts, PathTenant
from support.sandbox.sentinai.app.database import rows
from support.sandbox.sentinai.app.shape import SHAPE
from support.sandbox.sentinai.app.worker_pool import Health

router = APIRouter(tags=["operations"])

_DATABASE_S = 2.0


@router.get("/health")
def health() -> dict[str, str]:
    """Tell that the server answers; says nothing about its engines."""
    return {"status": "healthy"}


@router.get("/health/db")
def database_health(parts: Parts, response: Response) -> dict[str, str]:
    """Tell whether the database answers."""
    try:
        with parts.pool.connection(_DATABASE_S) as connection:
            connection.execute("select 1")
    except psycopg.Error:
        response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
        return {"status": "unhealthy", "database": "disconnected"}
    return {"status": "healthy", "database": "connected"}


@router.get("/ops/workers/health")
def worker_health(parts: Parts, _: Known) -> dict[str, Any]:
    """Show how each worker is, or lately was."""
    if time.monotonic() - _kept.at >= SHAPE.health_is_kept_s:
        _kept.at, _kept.answer = time.monotonic(), _health_now(parts)
    return _kept.answer


@dataclass
class _Kept:
    """The last answer about the workers, and when it was true."""

    at: float = float("-inf")
    answer: dict[str, Any] = field(default_factory=dict)


_kept = _Kept()


def _health_now(parts: Parts) -> dict[str, Any]:
    asked_at = datetime.now(UTC).isoformat()
    shown = [
        {
            "worker_type": kind,
            "instance_id": worker.instance,
            "status": "healthy" if is_ready(worker) else "degraded",
            "healthz_ok": worker.alive,
            "readyz_ok": is_ready(worker),
            "last_check": asked_at,
            "response_time_ms": round(worker.milliseconds, 3),
            "error_message": None if is_ready(worker) else "No answer",
        }
        for kind, workers in parts.workers.health().items()
        for worker in workers
    ]
    all_well = all(worker["status"] == "healthy" for worker in shown)
    return {"status": "healthy" if all_well else "degraded", "workers": shown}


@router.get("/metrics/")
def prometheus(caller: Known, connection: Database) -> Response:
    """Expose the caller's metrics."""
    text = metrics.exposition(connection, caller.tenant_id)
    return Response(text, media_type=CONTENT_TYPE_LATEST)


@router.get("/metrics/{tenant_id}")
def statistics(tenant: PathTenant, connection: Database) -> dict[str, Any]:
    """Sum up a tenant's exceptions."""
    query = "select status::text, count(*) as count from exception where tenant_id = %s group by 1"
    counts = {row["status"]: row["count"] for row in rows(connection, query, tenant)}
    total, resolved = sum(counts.values()), counts.get("resolved", 0)
    return {
        "tenantId": tenant,
        "exceptionCount": total,
        "autoResolutionCount": resolved,
        "autoResolutionRate": resolved / total if total else 0.0,
        "escalatedCount": counts.get("escalated", 0),
    }


def is_ready(worker: Health) -> bool:
    """Tell whether a worker works."""
    return worker.ready
