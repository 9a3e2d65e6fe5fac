"""What the balancer tells of itself, in the shapes of both generations of the product."""

from typing import Any

from fastapi import APIRouter, Response, status

from support.sandbox.chroma_ha.app.configuration import JULY_2025
from support.sandbox.chroma_ha.app.database import Away, Row
from support.sandbox.chroma_ha.app.deployment import Balancer, Parts
from support.sandbox.chroma_ha.app.servers import Server, now

router = APIRouter(include_in_schema=False)
july = APIRouter(include_in_schema=False)
Json = dict[str, Any]


@router.get("/health")
async def show_health(parts: Parts, response: Response) -> Json:
    """Tell whether requests can be served; 503 if not."""
    healthy = healthy_of(parts)
    if not healthy:
        response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    if parts.configuration.generation == JULY_2025:
        return {
            "status": "healthy" if healthy else "degraded",
            "healthy_instances": f"{healthy}/{len(parts.servers)}",
            "service": "Unified WAL Load Balancer",
            "architecture": "WAL-First",
            "pending_writes": await pending_of(parts),
        }
    return {
        "status": "healthy" if healthy else "unhealthy",
        "strategy": parts.configuration.strategy,
        "instances": [june_instance(server) for server in parts.servers],
        "timestamp": now().isoformat(),
    }


@router.get("/status")
async def show_status(parts: Parts) -> Json:
    """Tell everything."""
    if parts.configuration.generation == JULY_2025:
        return await _july_status(parts)
    total = sum(server.requests for server in parts.servers)
    configuration = parts.configuration
    return {
        "load_balancer": {
            "strategy": configuration.strategy,
            "check_interval": configuration.check_interval_s,
            "failure_threshold": 2,
            "request_timeout": configuration.request_timeout_s,
            "total_requests": total,
        },
        "instances": [
            june_instance(server)
            | {
                "request_percentage": 100 * server.requests / max(total, 1),
                "last_failure": server.last_failure and server.last_failure.isoformat(),
            }
            for server in parts.servers
        ],
        "summary": {
            "healthy_instances": healthy_of(parts),
            "total_instances": len(parts.servers),
            "current_strategy": configuration.strategy,
        },
        "timestamp": now().isoformat(),
    }


@july.get("/wal/status")
async def show_log(parts: Parts) -> Json:
    """Tell what the log still holds."""
    return {"wal_system": await _log_status(parts)}


@july.get("/metrics")
async def show_metrics(parts: Parts) -> Json:
    """Tell what this process uses."""
    usage = parts.machine.measure()
    return {
        "memory_usage_mb": usage.megabytes,
        "memory_percent": usage.memory,
        "cpu_percent": usage.cpu,
        "peak_memory_usage": usage.megabytes,
        "timestamp": now().isoformat(),
    }


@july.get("/admin/wal_count")
async def count_log(parts: Parts) -> Json:
    """Tell how many writes are not yet everywhere."""
    return {"pending_writes": await parts.log.count(), "wal_system_ready": True}


@july.get("/admin/wal_errors")
async def show_errors(parts: Parts) -> Json:
    """Tell which entries a server could not do."""
    found = await parts.log.errors()
    return {"recent_errors": [_error(row) for row in found], "error_count": len(found)}


def healthy_of(parts: Balancer) -> int:
    """Return how many servers answer."""
    return sum(server.healthy for server in parts.servers)


def june_instance(server: Server) -> Json:
    """Return what June's product tells of a server."""
    return {
        "name": server.name,
        "url": server.url,
        "healthy": server.healthy,
        "priority": server.priority,
        "failure_count": server.failures,
        "request_count": server.requests,
        "last_check": server.last_check.isoformat(),
    }


def july_instance(server: Server) -> Json:
    """Return what July's product tells of a server."""
    return {
        "name": server.name,
        "healthy": server.healthy,
        "success_rate": "100.0%" if server.healthy else "0.0%",
        "total_requests": server.requests,
        "consecutive_failures": server.failures,
        "last_health_check": server.last_check.isoformat(),
    }


async def pending_of(parts: Balancer) -> int | None:
    """Return how many writes are not yet everywhere; None while the log does not answer."""
    try:
        return await parts.log.count()
    except Away:
        return None


async def _log_status(parts: Balancer) -> Json:
    return {
        "pending_writes": await pending_of(parts),
        "is_syncing": False,
        "sync_interval_seconds": parts.configuration.sync_interval_s,
        "database": "PostgreSQL",
        "approach": "WAL-First",
    }


async def _july_status(parts: Balancer) -> Json:
    return {
        "service": "Unified WAL Load Balancer",
        "architecture": "WAL-First",
        "healthy_instances": healthy_of(parts),
        "total_instances": len(parts.servers),
        "unified_wal": await _log_status(parts),
        "performance_stats": {
            "total_requests_processed": sum(server.requests for server in parts.servers),
            "adaptive_batch_reductions": parts.batches.reductions,
            "memory_pressure_events": parts.batches.emergencies,
        },
        "instances": [july_instance(server) for server in parts.servers],
        "timestamp": now().isoformat(),
    }


def _error(row: Row) -> Json:
    return {
        "write_id": str(row["write_id"])[:8],
        "method": row["method"],
        "path": row["path"],
        "error": row["error_message"],
        "timestamp": row["updated_at"].isoformat(),
        "retry_count": row["retry_count"],
    }
