"""One sandbox for all tests of a session."""

import io
import subprocess
import sys
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import IO

import pytest
from dotenv import dotenv_values

Settings = dict[str, str]


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Start `python -m support.sandbox` and yield the settings that it prints."""
    logs = tmp_path_factory.mktemp("sandbox")
    process = start_sandbox(logs)
    try:
        yield read_settings(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(15)


def start_sandbox(
    logs: Path, stderr: IO[str] | int | None = None, sources: str = "github"
) -> "subprocess.Popen[str]":
    """Start a sandbox that ends when its standard input closes."""
    options = ["--attached", "--logs", str(logs), "--sources", sources]
    return subprocess.Popen(
        [sys.executable, "-m", "support.sandbox", *options],
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
