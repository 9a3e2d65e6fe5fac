"""One sandbox of each system for all tests of a session."""

import io
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path
from typing import IO

import httpx
import pytest
from dotenv import dotenv_values

Settings = dict[str, str]

WITH_GITHUB = ("airweave", "--sources", "github")

# A shell that starts the tests in the background makes them ignore Ctrl-C, and with them every
# program that they start; some of these are to be stopped that way.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Start `python -m support sandbox` and yield the settings that it prints."""
    with running_sandbox(tmp_path_factory.mktemp("sandbox")) as settings:
        yield settings


@pytest.fixture(scope="session")
def sandbox_2025(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """The same for the Airweave of August 2025."""
    logs = tmp_path_factory.mktemp("sandbox-2025")
    with running_sandbox(logs, *WITH_GITHUB, "--generation", "2025-08") as settings:
        yield settings


@contextmanager
def running_sandbox(
    logs: Path, *arguments: str, stderr: IO[str] | int | None = None
) -> Iterator[Settings]:
    """Start a sandbox, yield its settings, and end it."""
    process = start_sandbox(logs, *arguments, stderr=stderr)
    try:
        yield read_settings(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(15)


def start_sandbox(
    logs: Path, *arguments: str, stderr: IO[str] | int | None = None
) -> "subprocess.Popen[str]":
    """Start a sandbox that ends when its standard input closes; by default Airweave's."""
    command = [*(arguments or WITH_GITHUB), "--attached", "--logs", str(logs)]
    return subprocess.Popen(
        [sys.executable, "-m", "support", "sandbox", *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
    )


def read_settings(process: "subprocess.Popen[str]") -> Settings:
    """Wait until the sandbox is ready and return its settings."""
    assert process.stdout is not None
    lines = list(takewhile(lambda line: not line.startswith("# ready"), process.stdout))
    values = dotenv_values(stream=io.StringIO("".join(lines)))
    assert values, f"the sandbox ended with {process.wait()}"
    return {key: value or "" for key, value in values.items()}


@pytest.fixture
def saboteur(sandbox: Settings) -> Iterator[httpx.Client]:
    """A client of the sandbox's Airweave; whatever it planted is removed afterwards."""
    yield from saboteur_of(sandbox)


def saboteur_of(sandbox: Settings) -> Iterator[httpx.Client]:
    """Yield a client that may plant defects; then remove these, and what they kept from going."""
    key = {"X-API-Key": sandbox["AIRWEAVE_API_KEY"]}
    with httpx.Client(base_url=sandbox["AIRWEAVE_API_URL"], headers=key, timeout=10) as client:
        yield client
        client.put("/_sandbox/sabotage", json=[]).raise_for_status()
        for left in client.get("/collections").json():
            client.delete(f"/collections/{left['readable_id']}").raise_for_status()


@pytest.fixture(scope="session")
def sentinai(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Start `python -m support sandbox sentinai` and yield the settings that it prints."""
    with running_sandbox(tmp_path_factory.mktemp("sentinai"), "sentinai") as settings:
        yield settings


@pytest.fixture
def sentinai_saboteur(sentinai: Settings) -> Iterator[httpx.Client]:
    """A client of the sandbox; whatever it planted is removed, and all workers live afterwards."""
    with httpx.Client(base_url=sentinai["SENTINAI_API_URL"], timeout=30) as client:
        yield client
        client.put("/_sandbox/sabotage", json=[]).raise_for_status()
        kinds = client.get("/_sandbox/workers").json()
        client.put("/_sandbox/workers", json=dict.fromkeys(kinds, 1)).raise_for_status()
