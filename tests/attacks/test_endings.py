"""A few of the attacks of `python -m tests.attacks`."""

from pathlib import Path

import pytest

from tests.attacks.endings import attack_by_kill, attack_by_signal
from tests.sandboxes import Settings

pytestmark = pytest.mark.whole


def test_killed_runs_leave_nothing_that_the_janitor_does_not_find(
    tmp_path: Path, airweave: Settings
) -> None:
    score = attack_by_kill(tmp_path, airweave, count=2, seed=1)
    assert not score.wrong, score


def test_runs_that_are_told_to_end_leave_nothing(tmp_path: Path, airweave: Settings) -> None:
    score = attack_by_signal(tmp_path, airweave, count=2, seed=1)
    assert not score.wrong, score
