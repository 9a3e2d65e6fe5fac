"""Sandboxes for tests: started as a user starts them, sabotaged, and brought back into order."""

import io
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from importlib import import_module
from itertools import takewhile
from pathlib import Path
from typing import IO, Self

import httpx
from dotenv import dotenv_values
from qdrant_client import QdrantClient

from support.core.http import certificates
from support.run.registry import SYSTEMS, plugin_of
from support.sandbox.kit import private
from support.sandbox.kit.proof import Proof
from tests.running import ROOT, clean

Settings = dict[str, str]
ALL_TIME = {"TIMEOUT_MULTIPLIER": "1"}
"""What users have; a sandbox suggests less, which a busy machine may exceed."""
_GRACE_S = 120
_SECONDS_TO_PLANT = 300


def start_sandbox(
    logs: Path, *arguments: str, stderr: IO[str] | int | None = None
) -> "subprocess.Popen[str]":
    """Start a sandbox that ends when its standard input closes, given its system and options.

    It has the token of this process, which may plant defects in it.
    """
    private.ensure_token()
    return subprocess.Popen(
        [sys.executable, "-m", "support", "sandbox", *arguments, "--attached", "--logs", str(logs)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
    )


def read_settings(process: "subprocess.Popen[str]") -> Settings:
    """Wait until the sandbox is ready and return its settings, with all time that users have."""
    assert process.stdout is not None
    lines = list(takewhile(lambda line: not line.startswith("# ready"), process.stdout))
    values = dotenv_values(stream=io.StringIO("".join(lines)))
    assert values, f"the sandbox ended with {process.wait()}"
    return {key: value or "" for key, value in values.items()} | ALL_TIME


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
        process.wait(_GRACE_S)


def qdrant_of(settings: Settings) -> QdrantClient:
    """Return a client of the Qdrant in which a sandbox keeps its vectors."""
    url, key = settings["QDRANT_URL"], settings["QDRANT_API_KEY"]
    return QdrantClient(url=url, api_key=key, prefer_grpc=False, check_compatibility=False)


def plain_qdrant_of(settings: Settings) -> httpx.Client:
    """Return a client of the same that knows of HTTP only."""
    key = {"api-key": settings["QDRANT_API_KEY"]}
    return httpx.Client(base_url=settings["QDRANT_URL"], headers=key)


def proof_of(system: str) -> Proof:
    """Return what must be known of a system to prove that its promises go red."""
    proof = import_module(f"support.sandbox.{system}.sabotage.proof").PROOF
    assert isinstance(proof, Proof)
    return proof


class Sandbox:
    """A sandbox that runs.

    Attributes:
        system: what it is a sandbox of, by its tag.
        variant: in which form.
        settings: how it is reached.
        proof: what may be planted in it.
        left: the runs that left something behind in it.
    """

    def __init__(self, system: str, variant: str, settings: Settings) -> None:
        self.system = system
        self.variant = variant
        self.settings = settings
        self.proof = proof_of(system)
        self.url = settings[plugin_of(system).url.upper()]
        self.left: list[str] = []

    @contextmanager
    def sabotaged(self, *defects: str) -> Iterator[None]:
        """Plant these defects, or legal slowness, until exit."""
        self._plant(*defects)
        try:
            yield
        finally:
            self._plant()
            self.proof.restore(self.settings)
            self._tidy()

    @contextmanager
    def slowed_down(self) -> Iterator[None]:
        """Let everything take its time until exit, in all legal ways."""
        with self.sabotaged(*self.proof.catalogue.slowness):
            self.proof.slow_down(self.settings)
            yield

    def _tidy(self) -> None:
        """Remove what runs left behind, as they could not while there was a defect."""
        while self.left:
            janitor = [
                sys.executable,
                "-m",
                "support",
                "janitor",
                "--run",
                self.left.pop(),
                "--yes",
            ]
            subprocess.run(janitor, cwd=ROOT, env=clean(self.settings), check=True)

    def _plant(self, *names: str) -> None:
        url = f"{self.url}{private.PATH}/sabotage"
        planted = httpx.put(
            url,
            json=names,
            headers=private.key(),
            timeout=_SECONDS_TO_PLANT,
            verify=certificates(),
        )
        planted.raise_for_status()


class Sandboxes:
    """Sandboxes, each started on first use, and all ended at exit at the same time.

    Args:
        logs: folder for the logs of all of them.
    """

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._running: dict[tuple[str, str], Sandbox] = {}
        self._opened: dict[tuple[str, str], ExitStack] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end(*SYSTEMS)

    def of(self, system: str, variant: str = "") -> Sandbox:
        """Return the sandbox of a system; by default in the first of its forms."""
        variants = proof_of(system).variants
        variant = variant or next(iter(variants))
        if (system, variant) not in self._running:
            logs = self._logs / system / variant
            logs.mkdir(parents=True, exist_ok=True)  # a start that failed is tried again
            opened = self._opened.setdefault((system, variant), ExitStack())
            options = variants[variant].options
            settings = opened.enter_context(running_sandbox(logs, system, *options))
            self._running[system, variant] = Sandbox(system, variant, settings)
        return self._running[system, variant]

    def end(self, *systems: str) -> None:
        """End the sandboxes of some systems; whoever asks for one again gets a new one."""
        ending = [key for key in self._opened if key[0] in systems]
        with ThreadPoolExecutor() as pool:
            list(pool.map(ExitStack.close, [self._opened.pop(key) for key in ending]))
        for key in ending:
            self._running.pop(key, None)
