"""The sandbox starts fast, tells how to reach it, and leaves nothing behind."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tenacity import retry, retry_if_result, stop_after_delay, wait_fixed

from tests.sandboxes import Settings, read_settings, start_sandbox

SETTINGS = {
    "AIRWEAVE_API_URL",
    "AIRWEAVE_API_KEY",
    "AIRWEAVE_ORGANIZATION_ID",
    "AIRWEAVE_OTHER_API_KEY",
    "QDRANT_URL",
    "GITHUB_API_URL",
    "GITHUB_PERSONAL_ACCESS_TOKEN",
    "GITHUB_REPO_NAME",
    "RATE_LIMIT_DELAY_MS",
}
Process = subprocess.Popen[str]
WITH_GITHUB = ("airweave", "--sources", "github")


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Process]:
    """Start a sandbox of its own, whose end the test decides."""
    with start_sandbox(tmp_path, *WITH_GITHUB) as process:
        yield process
        process.kill()


def family(pid: int) -> set[int]:
    """Return the ids of a process and of all its descendants."""
    children = Path(f"/proc/{pid}/task").glob("*/children")
    ids = [int(child) for file in children for child in file.read_text().split()]
    return {pid}.union(*(family(child) for child in ids))


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that nobody has waited for yet does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


@retry(retry=retry_if_result(bool), stop=stop_after_delay(60), wait=wait_fixed(0.05))
def survivors(pids: set[int]) -> set[int]:
    """Wait until none of the processes runs."""
    return {pid for pid in pids if is_alive(pid)}


def pid_of(engine: str, pids: set[int]) -> int:
    """Return the id of the process whose command line contains the engine's name."""
    (found,) = [pid for pid in pids if engine in Path(f"/proc/{pid}/cmdline").read_text()]
    return found


def test_it_tells_how_to_reach_it_alone_and_no_log_tells_a_secret(
    sandbox: Settings, supervisor: Process, tmp_path: Path
) -> None:
    settings = read_settings(supervisor)
    same = {key for key in SETTINGS if sandbox[key] == settings[key]}
    assert same == {"GITHUB_REPO_NAME", "RATE_LIMIT_DELAY_MS"}
    assert set(settings) >= SETTINGS
    assert settings["GITHUB_REPO_NAME"] == "acme/acceptance"
    assert re.fullmatch(r"ghp_[A-Za-z0-9]{36}", settings["GITHUB_PERSONAL_ACCESS_TOKEN"])
    assert settings["AIRWEAVE_API_KEY"] != settings["AIRWEAVE_OTHER_API_KEY"]
    assert httpx.get(f"{settings['QDRANT_URL']}/readyz").is_success
    logs = "".join(log.read_text() for log in tmp_path.glob("*.log"))
    secrets = [value for key, value in settings.items() if key.endswith(("KEY", "TOKEN"))]
    assert len(secrets) == 5
    assert not [secret for secret in secrets if secret in logs]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_everything_in_order(supervisor: Process, number: signal.Signals) -> None:
    read_settings(supervisor)
    pids = family(supervisor.pid)
    assert len(pids) == 5  # the supervisor, three engines, the emulator behind the gate
    supervisor.send_signal(number)
    assert supervisor.wait() == 0
    assert not [pid for pid in pids if is_alive(pid)]


def test_a_closed_input_stops_everything(supervisor: Process) -> None:
    read_settings(supervisor)
    pids = family(supervisor.pid)
    assert supervisor.stdin is not None
    supervisor.stdin.close()
    assert supervisor.wait() == 0
    assert not [pid for pid in pids if is_alive(pid)]


def test_nothing_outlives_a_killed_supervisor(supervisor: Process) -> None:
    read_settings(supervisor)
    pids = family(supervisor.pid)
    supervisor.kill()
    supervisor.wait()
    assert not survivors(pids)


def test_nothing_outlives_a_supervisor_killed_while_it_starts(supervisor: Process) -> None:
    @retry(retry=retry_if_result(lambda pids: len(pids) < 4), wait=wait_fixed(0.01))
    def started() -> set[int]:
        return family(supervisor.pid)

    pids = started()
    supervisor.kill()
    supervisor.wait()
    assert not survivors(pids)


@pytest.mark.parametrize("engine", ["engines.qdrant", "engines.github", "emulator.mjs"])
def test_the_death_of_an_engine_ends_the_sandbox(tmp_path: Path, engine: str) -> None:
    with (tmp_path / "errors").open("w+") as errors:
        supervisor = start_sandbox(tmp_path / "logs", *WITH_GITHUB, stderr=errors)
        read_settings(supervisor)
        pids = family(supervisor.pid)
        os.kill(pid_of(engine, pids), signal.SIGKILL)
        assert supervisor.wait() == 1
    assert not survivors(pids)
    name = "qdrant" if "qdrant" in engine else "github"
    assert f"The engine {name} ended with" in (tmp_path / "errors").read_text()
