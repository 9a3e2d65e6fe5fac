"""Starts engines as child processes, waits until they are ready, stops them."""

import contextlib
import os
import socket
import subprocess
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from pathlib import Path
from typing import Any

from support.sandbox.kit.sockets import LISTENER

LONGEST_START_S = 300.0
"""Who takes longer hangs: a machine may be busy, and an engine that fails says so at once."""
_STOP_SECONDS = 3.0
_TAIL = 20
_READY = "ready "


class EngineFailed(RuntimeError):
    """An engine ended by itself or did not become ready in time; the message shows its log."""


class Engine:
    """One child process that announces `ready URL` on its standard output.

    It runs in a process group of its own, so that Ctrl-C in a terminal reaches only the
    supervisor. Its standard input is a pipe that closes when the supervisor is gone; what it
    runs must end then (see `lifeline.py`).
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        log: Path,
        environment: Mapping[str, str] | None = None,
        listener: socket.socket | None = None,
    ) -> None:
        """Describe the engine; nothing runs yet.

        Args:
            name: what messages call it.
            command: the program and its arguments.
            log: the file that receives its standard error.
            environment: variables added to the parent's own.
            listener: a listening socket that the engine takes over, so that its address is
                known, and clients may already connect, before it runs.
        """
        self.name = name
        self.log = log
        self.ended: Future[int] = Future()
        self._ready: Future[str] = Future()
        self._command = [str(part) for part in command]
        self._environment = dict(environment or {})
        self._listener = listener
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start the process; returns at once."""
        environment = {**os.environ, **self._environment}
        passed = []
        if self._listener:
            passed = [self._listener.fileno()]
            environment[LISTENER] = str(self._listener.fileno())
        with self.log.open("w") as log:
            self._process = subprocess.Popen(
                self._command,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                pass_fds=passed,
                process_group=0,
            )
        if self._listener:
            self._listener.close()  # the address must die with the engine
        threading.Thread(target=self._listen, args=[self._process], daemon=True).start()

    def wait_ready(self) -> str:
        """Wait until the engine announces its URL.

        Returns:
            The URL it announced.

        Raises:
            EngineFailed: it ended first, or it hangs.
        """
        futures: list[Future[Any]] = [self._ready, self.ended]
        wait(futures, timeout=LONGEST_START_S, return_when=FIRST_COMPLETED)
        if self._ready.done():
            return self._ready.result()
        raise self.failure()

    def failure(self) -> EngineFailed:
        """Return the error that tells what became of the engine, with the tail of its log."""
        state = f"ended with {self.ended.result()}" if self.ended.done() else "is not ready"
        tail = self.log.read_text(errors="replace").splitlines()[-_TAIL:]
        return EngineFailed("\n".join([f"The engine {self.name} {state}. Its log ends:", *tail]))

    def stop(self) -> None:
        """Stop the process, with a warning first; it is gone when this returns."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdin:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()

    def _listen(self, process: subprocess.Popen[str]) -> None:
        """Read the announcement, then keep the pipe empty until the process ends."""
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith(_READY) and not self._ready.done():
                self._ready.set_result(line.removeprefix(_READY).strip())
        self.ended.set_result(process.wait())


def wait_for_an_end(engines: Sequence[Engine]) -> Engine:
    """Block until one of the engines ends, and return it."""
    wait([engine.ended for engine in engines], return_when=FIRST_COMPLETED)
    return next(engine for engine in engines if engine.ended.done())
