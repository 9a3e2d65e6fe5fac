"""Reads what a worker's process left in its folder."""

import json
import signal
from dataclasses import replace
from pathlib import Path

from support.core.causes import Cause
from support.parallel.units import Result, Unit
from support.parallel.worker import CONSOLE, RESULT
from support.reporting.outcomes import LOST, Outcome


def read_result(unit: Unit, folder: Path, code: int, *, stopped: bool) -> Result:
    """Return what a worker reported, or how it was lost.

    Args:
        unit: what it worked on.
        folder: where it put its reports.
        code: with which its process ended.
        stopped: whether it was told to end.
    """
    report = folder / RESULT
    if not report.exists():
        how = "was stopped" if stopped else _ending(code, folder / CONSOLE)
        return Result(unit, unit.ended(LOST, f"its worker {how}"))
    told = json.loads(report.read_text(encoding="utf-8"))
    result = Result(unit, **told | {"outcome": Outcome(**told["outcome"])})
    if code and not result.outcome.is_red:
        how = _ending(code, folder / CONSOLE)
        said = f"the scenario ended, but its worker {how}"
        broken = replace(result.outcome, status="error", message=said, cause=Cause.SUITE.value)
        return replace(result, outcome=broken)
    return result


def _ending(code: int, console: Path) -> str:
    if code < 0:
        return f"was killed by {signal.Signals(-code).name}"
    said = console.read_text(encoding="utf-8").split("\n") if console.exists() else []
    last = next((line for line in reversed(said) if line.strip()), "and said nothing")
    return f"ended with exit code {code}: {last}"
