"""What a deployment is made of that can be taken away and brought back: processes, a database."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import httpx
import psycopg
from psycopg import sql

from support.core.http import certificates
from support.sandbox.kit.processes import LONGEST_START_S

_PAUSE_S = 0.03


class State(StrEnum):
    """How a process is."""

    UP = "up"
    DOWN = "down"
    FROZEN = "frozen"


class Switchable(Protocol):
    """What can be taken away and brought back."""

    @property
    def state(self) -> State:
        """How it is now."""

    def switch(self, wanted: State) -> None:
        """Bring it into a state; it is in that state when this returns.

        Raises:
            ValueError: it has no such state.
        """


class Process:
    """A server of the deployment.

    Args:
        command: the program and its arguments.
        environment: variables added to our own.
        log: the file that receives what it prints.
        answers: the URL that succeeds once it is up.
    """

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], log: Path, answers: str
    ) -> None:
        self._command = list(command)
        self._environment = {**os.environ, **environment}
        self._log = log
        self._answers = answers
        self._process: subprocess.Popen[bytes] | None = None
        self._frozen = False

    @property
    def state(self) -> State:
        """How it is now."""
        if self._process is None or self._process.poll() is not None:
            return State.DOWN
        return State.FROZEN if self._frozen else State.UP

    def start(self) -> None:
        """Start it unless it runs; returns at once."""
        if self.state is State.DOWN:
            with self._log.open("ab") as log:
                self._process = subprocess.Popen(
                    self._command,
                    env=self._environment,
                    stdin=subprocess.PIPE,
                    stdout=log,
                    stderr=log,
                    process_group=0,
                )

    def wait_until_up(self) -> None:
        """Wait until it answers.

        Raises:
            TimeoutError: it does not.
        """
        wait_until(self._is_answering, f"{self._answers} gives no answer")

    def wait_until_up_or_down(self) -> bool:
        """Wait until it answers or has ended; tell whether it answers.

        Raises:
            TimeoutError: it does neither.
        """
        wait_until(
            lambda: self.state is State.DOWN or self._is_answering(),
            f"{self._answers} gives no answer",
        )
        return self.state is not State.DOWN

    def switch(self, wanted: State) -> None:
        """Bring it into a state, as `kill -9`, `kill -STOP` and `kill -CONT` do."""
        if self._frozen:
            self._signal(signal.SIGCONT)
            self._frozen = False
        match wanted:
            case State.UP:
                self.start()
                self.wait_until_up()
            case State.DOWN:
                self._signal(signal.SIGKILL)
                if self._process is not None:
                    self._process.wait()
            case State.FROZEN:
                self._signal(signal.SIGSTOP)
                self._frozen = True

    def _signal(self, number: int) -> None:
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, number)  # and whatever it has started itself

    def _is_answering(self) -> bool:
        try:
            return httpx.get(
                self._answers, timeout=2, trust_env=False, verify=certificates()
            ).is_success
        except httpx.TransportError:
            return False


class ProductDatabase:
    """The database of the product in a server that stays up: it lets in whoever may, or nobody.

    Args:
        server: the URL of the server's own database.
        name: of the product's.
    """

    def __init__(self, server: str, name: str) -> None:
        self._server = server
        self._name = name
        self._up = True

    @property
    def state(self) -> State:
        """How it is now."""
        return State.UP if self._up else State.DOWN

    def create(self) -> None:
        """Make it, as soon as the server answers."""
        wait_until(self._is_server_up, "PostgreSQL gives no answer")
        self._run(sql.SQL("create database {}").format(sql.Identifier(self._name)))

    def switch(self, wanted: State) -> None:
        """Let nobody in and turn everybody out, or let them in again."""
        if wanted is State.FROZEN:
            raise ValueError("The database cannot be frozen")
        self._up = wanted is State.UP
        allowed = sql.Literal(self._up)
        name = sql.Identifier(self._name)
        self._run(sql.SQL("alter database {} allow_connections {}").format(name, allowed))
        if not self._up:
            self._run(
                sql.SQL(
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = {}"
                ).format(sql.Literal(self._name))
            )

    def _is_server_up(self) -> bool:
        try:
            self._run(sql.SQL("select 1"))
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, statement: sql.SQL | sql.Composed) -> None:
        with psycopg.connect(self._server, autocommit=True, connect_timeout=2) as connection:
            connection.execute(statement)


def wait_until(holds: Callable[[], bool], complaint: str) -> None:
    """Wait until a condition holds.

    Raises:
        TimeoutError: it does not, for too long.
    """
    deadline = time.monotonic() + LONGEST_START_S
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(complaint)
        time.sleep(_PAUSE_S)
