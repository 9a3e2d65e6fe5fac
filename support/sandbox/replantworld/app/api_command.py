"""What the management command asks the product for; no other product has a route for that."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter

from support.sandbox.kit import private
from support.sandbox.replantworld.app.product import Parts, Product
from support.sandbox.replantworld.app.runner import Outcome, TestKind

CLEAN_UP = "--cleanup"
TESTS: Mapping[str, TestKind] = {
    "--test-pipeline": TestKind.SINGLE,
    "--test-batch": TestKind.BATCH,
    "--test-cache": TestKind.CACHE,
    "--test-performance": TestKind.SINGLE,
    "--benchmark": TestKind.BENCHMARK,
}
_SIZE = 10

router = APIRouter(prefix=f"{private.PATH}/command", include_in_schema=False)


@router.post("/{flag}")
def run(flag: str, parts: Parts) -> dict[str, Any]:
    """Do what a flag stands for; tell the exit status, and what to print."""
    status, said = execute(flag, parts)
    return {"status": status, "said": said}


def execute(flag: str, parts: Product) -> tuple[int, str]:
    """Do what a flag stands for, and return how that went: an exit status, and a line."""
    if flag == CLEAN_UP:
        parts.runner.clean_up()
        return 0, "Cleaned up"
    if flag not in TESTS:
        return 2, f"unrecognized arguments: {flag}"
    row = parts.runner.run(TESTS[flag], _SIZE, monitoring=True)
    why = f": {row['error_message']}" if row["error_message"] else ""
    told = f"{row['scenario']} has {row['status']}, with {row['success_rate']:g} % of success{why}"
    return int(row["status"] != Outcome.PASSED), told
