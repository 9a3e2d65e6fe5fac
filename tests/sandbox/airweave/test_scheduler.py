"""Schedules of the sandbox: when they are due."""

from datetime import datetime

import pytest

from support.sandbox.airweave.app.scheduler import is_due

_A_FRIDAY = datetime(2026, 5, 1, 12, 30)


@pytest.mark.parametrize(
    "cron",
    ["* * * * *", "*/5 * * * *", "30 12 1 5 *", "0,30 9-17 * * 1-5", "*/10 */6 * * 5"],
)
def test_a_schedule_is_due_when_all_of_its_fields_fit(cron: str) -> None:
    assert is_due(cron, _A_FRIDAY)


@pytest.mark.parametrize("cron", ["*/7 * * * *", "0 3 1 1 *", "30 12 * * 6,0", "31 * * * *"])
def test_a_schedule_is_not_due_when_one_of_its_fields_does_not_fit(cron: str) -> None:
    assert not is_due(cron, _A_FRIDAY)
