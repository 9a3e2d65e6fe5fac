"""One limit of an account for all who share a folder."""

import multiprocessing
import time
from pathlib import Path

import pytest

from support.core import limits
from support.core.errors import Failure
from support.core.limits import FileTurns, Limits, SharedLimiter
from support.core.stores import FolderStore

PAUSE_S = 0.05
CALLS = 12


class Paused:
    """Notes how long somebody would have paused, and lets them go on at once."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def call(path: Path, told: Path, calls: int) -> None:
    limiter = SharedLimiter(FileTurns(path), PAUSE_S)
    for _ in range(calls):
        limiter.wait()
        with told.open("a") as file:
            file.write(f"{time.monotonic()}\n")


def test_processes_that_share_a_file_never_exceed_the_limit_together(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    arguments = (tmp_path / "limits/github", tmp_path / "told", CALLS)
    processes = [context.Process(target=call, args=arguments) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    times = sorted(map(float, (tmp_path / "told").read_text().split()))
    assert len(times) == 2 * CALLS
    for first in range(len(times)):
        for last in range(first, len(times)):
            assert last - first + 1 <= (times[last] - times[first]) / PAUSE_S + 4


def test_who_is_alone_has_all_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paused = Paused()
    monkeypatch.setattr(limits, "pause_for", paused)
    started = time.monotonic()
    limiter = SharedLimiter(FileTurns(tmp_path / "a"), 60)
    for _ in range(CALLS):
        limiter.wait()
    took = time.monotonic() - started
    assert paused.seconds == pytest.approx([60 * one for one in range(1, CALLS)], abs=took + 0.1)


def test_a_time_that_was_missed_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine stood still while it waited: all who did would call at once."""
    stood_still = iter([3.0])
    told: list[float] = []

    def pause(seconds: float) -> None:
        told.append(seconds)
        time.sleep(seconds + next(stood_still, 0) * PAUSE_S)

    monkeypatch.setattr(limits, "pause_for", pause)
    limiter = SharedLimiter(FileTurns(tmp_path / "a"), PAUSE_S)
    limiter.wait()
    limiter.wait()
    assert len(told) == 1, "the times after the one that was missed are free"
    limiter.wait()
    assert len(told) == 2


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        (("github", ["a key"]), ("github", ["a key"]), True),
        (("github", ["a key"]), ("github", ["another key"]), False),
        (("gmail", ["a key"]), ("google_drive", ["a key"]), False),
    ],
)
def test_an_account_is_known_by_its_key(
    one: tuple[str, list[str]],
    other: tuple[str, list[str]],
    are_one: bool,
    tmp_path: Path,
) -> None:
    of_all = Limits(1, FolderStore(tmp_path))
    of_all.limiter(*one, 0.001).wait()
    of_all.limiter(*other, 0.001).wait()
    files = [path.name for path in tmp_path.iterdir()]
    assert len(files) == (1 if are_one else 2)
    assert not [name for name in files if "key" in name]


def test_without_a_limit_nothing_is_written_down(tmp_path: Path) -> None:
    Limits(4, FolderStore(tmp_path)).limiter("github", ["a key"], 0).wait()
    assert not [*tmp_path.iterdir()]


def test_a_folder_that_is_of_no_use_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    limiter = Limits(1, FolderStore(tmp_path / "file")).limiter("github", ["a key"], 1)
    with pytest.raises(Failure, match=r"The limit of an account is not kept: .*file"):
        limiter.wait()
