"""A Temporal of the tests' own, and workers that run for it."""

import base64
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path

from support.core.waiting import eventually
from support.sandbox.kit.sockets import free_port
from tests.running import PARALLEL, ROOT, clean
from tests.sandboxes import Settings

DISTRIBUTED = (*PARALLEL, "--executor", "temporal")
PATIENCE_S = 300


class Server:
    """A Temporal server that keeps what it knows in a file.

    Args:
        folder: for the file.
    """

    def __init__(self, folder: Path) -> None:
        self._tool = str(Path(sys.executable).with_name("temporal"))
        self._file = folder / "temporal.sqlite"
        self._port = free_port()
        self.address = f"127.0.0.1:{self._port}"
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        port = str(self._port)
        options = ["--headless", "--ip", "127.0.0.1", "--port", port, "--log-level", "error"]
        self._process = subprocess.Popen(
            [self._tool, "server", "start-dev", *options, "--db-filename", str(self._file)],
            stdout=subprocess.DEVNULL,
        )
        eventually(self._answers, bool, PATIENCE_S, "Temporal to answer")

    def kill(self) -> None:
        """Kill it."""
        self._process.kill()
        self._process.wait()

    def history(self, *workflows: str) -> str:
        """Return all that Temporal keeps of some workflows, and what their payloads say."""
        kept = "\n".join(
            self.ask("workflow", "show", "--workflow-id", one, "--output", "json").stdout
            for one in workflows
        )
        payloads = re.findall(r'"data": "([^"]+)"', kept)
        return "\n".join([kept, *(base64.b64decode(one).decode() for one in payloads)])

    def is_told_to_end(self, run: str) -> bool:
        """Tell whether somebody has asked for the end of a run."""
        told = self.ask("workflow", "describe", "--workflow-id", run, "--output", "json").stdout
        return bool(json.loads(told)["workflowExtendedInfo"].get("cancelRequested"))

    def _answers(self) -> bool:
        return self.ask("operator", "namespace", "describe", "default").returncode == 0

    def ask(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run Temporal's own command line."""
        return subprocess.run(
            [self._tool, *words, "--address", self.address],
            capture_output=True,
            text=True,
            check=False,
            env=clean({}),
        )


class Worker:
    """A worker that has begun to poll.

    Args:
        settings: its environment.
        log: where to write what it says.
        seats: how many scenarios it runs at a time.
        checkout: of the suite.
    """

    def __init__(
        self, settings: Settings, log: Path, seats: int = 2, checkout: Path = ROOT
    ) -> None:
        self._log = log
        with log.open("w") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "support", "worker", "-j", str(seats)],
                cwd=checkout,
                env=clean(settings),
                stderr=said,
            )

    def wait(self) -> None:
        """Wait until it polls, or has ended."""
        eventually(
            lambda: self.said() or self.process.poll() is not None, bool, PATIENCE_S, "a worker"
        )

    def said(self) -> str:
        """Return what it has said."""
        return self._log.read_text(encoding="utf-8")

    def end(self) -> None:
        """Let it end in order."""
        self.process.terminate()
        self.process.wait(PATIENCE_S)


class Crowd:
    """Two workers; one that was lost is replaced.

    Args:
        settings: their environments, by turns.
        folder: for what they say.
    """

    def __init__(self, settings: Sequence[Settings], folder: Path) -> None:
        self._settings = cycle(settings)
        self._folder = folder
        self._started = 0
        self.workers: list[Worker] = []
        self.fill()

    def fill(self, number: int = 2) -> None:
        """Start what is missing."""
        self.workers = [one for one in self.workers if one.process.poll() is None]
        while len(self.workers) < number:
            self._started += 1
            self.workers.append(Worker(next(self._settings), self._folder / f"{self._started}.log"))
        for worker in self.workers:
            worker.wait()

    def kill(self, process: int) -> None:
        """Kill the worker with this process id."""
        found = self._worker(process)
        found.process.kill()
        found.process.wait()

    def tell_to_end(self, process: int) -> None:
        """Let a worker end in order."""
        found = self._worker(process)
        found.end()
        assert found.process.returncode == 0, found.said()

    def _worker(self, process: int) -> Worker:
        (found,) = [one for one in self.workers if one.process.pid == process]
        return found

    def end(self) -> None:
        """Let all end that have not ended yet."""
        for worker in self.workers:
            worker.end()
