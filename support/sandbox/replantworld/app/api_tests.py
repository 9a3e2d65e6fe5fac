"""The routes of the test runner: running a test, and what became of all of them."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from support.sandbox.replantworld.app.product import Entrusted, Parts
from support.sandbox.replantworld.app.runner import TestKind, content_of

Content = dict[str, Any]

router = APIRouter()


class TestRequest(BaseModel):
    """A test as it is asked for."""

    scenario: TestKind = TestKind.SINGLE
    test_data_size: Annotated[int, Field(ge=1, le=1000)] = 10
    enable_caching: bool = True
    enable_monitoring: bool = True
    timeout_seconds: Annotated[int, Field(ge=1)] = 300


@router.post("/run-test/")
def run_test(asked: TestRequest, parts: Entrusted) -> Content:
    """Run a test."""
    row = parts.runner.run(asked.scenario, asked.test_data_size, monitoring=asked.enable_monitoring)
    shown = ("test_id", "scenario", "duration_seconds", "success_rate", "test_data_size")
    told = {name: row[name] for name in (*shown, "error_message")}
    measured = {"duration_seconds": row["duration_seconds"]} if asked.enable_monitoring else {}
    judged = {"status": "success", "test_status": row["status"]}
    return judged | told | {"performance_metrics": measured, "warnings": []}


@router.get("/test-results/")
def list_results(
    parts: Parts,
    scenario: str | None = None,
    status: str | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> Content:
    """List what became of tests, page by page."""
    rows, total = parts.runner.results(scenario, status, limit, offset)
    pagination = {"total_count": total, "limit": limit, "offset": offset}
    has_next = offset + len(rows) < total
    return {
        "test_results": [content_of(row) for row in rows],
        "pagination": pagination | {"has_next": has_next},
    }
