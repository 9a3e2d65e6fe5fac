"""Runs that are killed, told to stop, or left by their reader at any moment of their lives.

Several go on in one checkout at a time, against one product. Whatever happens to them, nothing of
theirs stays, nothing of anybody else's is touched, and no process is left.
"""

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import httpx

from support.run.journal import read_journals
from support.sandbox.kit import private
from tests.running import PARALLEL, SERIAL, start, support
from tests.sandboxes import Settings

FEATURES = ["features/airweave/github.feature:6", "features/airweave/github.feature:11"]
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE)
"""How a run is told to end; SIGPIPE stands for a reader that goes away."""

_AT_A_TIME = 4
_LONGEST_LIFE_S = 15.0
_GRACE_S = 300


@dataclass(frozen=True)
class Score:
    """How many attacks there were, and what was wrong after which."""

    tried: int
    wrong: Sequence[str]

    def __str__(self) -> str:
        return "\n".join([f"{self.tried} tried, {len(self.wrong)} went wrong", *self.wrong])


class Product:
    """A product and its source as they are seen from outside."""

    def __init__(self, settings: Settings) -> None:
        key = {"X-API-Key": settings["AIRWEAVE_API_KEY"]}
        token = {"Authorization": f"token {settings['GITHUB_PERSONAL_ACCESS_TOKEN']}"}
        self._airweave = httpx.Client(base_url=settings["AIRWEAVE_API_URL"], headers=key)
        self._github = httpx.Client(base_url=settings["GITHUB_API_URL"], headers=token, timeout=120)
        self._faults = private.client(settings, "GITHUB_FAULTS")
        self._repository = f"/repos/{settings['GITHUB_REPO_NAME']}"
        self._before = self._all()

    def settle(self, name: str) -> None:
        """Let somebody have a collection and a branch of this name."""
        body = {"name": name, "readable_id": name}
        self._airweave.post("/collections", json=body).raise_for_status()
        tip = self._github.get(f"{self._repository}/branches/main").json()["commit"]["sha"]
        branch = {"ref": f"refs/heads/{name}", "sha": tip}
        self._github.post(f"{self._repository}/git/refs", json=branch).raise_for_status()

    def leave(self, name: str) -> None:
        """Take away what `settle` made."""
        self._airweave.delete(f"/collections/{name}").raise_for_status()
        self._github.delete(f"{self._repository}/git/refs/heads/{name}").raise_for_status()

    def holds(self) -> set[str]:
        """Return what is in it, but for what was there before all attacks."""
        return self._all() - self._before

    def _all(self) -> set[str]:
        collections = self._airweave.get("/collections").json()
        branches = self._github.get(f"{self._repository}/branches?per_page=100").json()
        faults = self._faults.get("/faults").json()
        return {
            *(f"collection {item['readable_id']}" for item in collections),
            *(f"branch {item['name']}" for item in branches if item["name"] != "main"),
            *(f"fault {item['name']}" for item in faults),
        }


def attack_by_kill(reports: Path, settings: Settings, count: int, seed: int) -> Score:
    """Kill runs; then the janitor removes what is theirs, and nothing else."""
    product = Product(settings)
    wrong: list[str] = []
    foreign = "dm-demo-of-somebody"
    product.settle(foreign)
    for begun in _volleys(count):
        for process in _begin(reports, settings, begun, seed):
            process.kill()
            process.wait()
        _close_ranks(reports, wrong)
        done = support(settings, "janitor", "--reports", str(reports), "--yes")
        if done.code:
            wrong.append(f"{begun}: the janitor says {done.out}{done.err}")
        kept = {f"collection {foreign}", f"branch {foreign}"}
        wrong += [f"{begun}: {name} is left or gone" for name in product.holds() ^ kept]
    product.leave(foreign)
    return Score(count, wrong)


def attack_by_signal(reports: Path, settings: Settings, count: int, seed: int) -> Score:
    """Tell runs to end; they undo what they made, without any janitor."""
    product = Product(settings)
    wrong: list[str] = []
    for begun in _volleys(count):
        for number, process in zip(begun, _begin(reports, settings, begun, seed), strict=True):
            _tell_to_end(process, SIGNALS[number % len(SIGNALS)])
        _close_ranks(reports, wrong)
        wrong += [f"{begun}: {name} is left" for name in product.holds()]
        support(settings, "janitor", "--reports", str(reports), "--yes")
    return Score(count, wrong)


def _volleys(count: int) -> Iterator[range]:
    for first in range(0, count, _AT_A_TIME):
        yield range(first, min(first + _AT_A_TIME, count))


def _begin(
    reports: Path, settings: Settings, numbers: range, seed: int
) -> "Iterator[subprocess.Popen[str]]":
    """Start runs at once, and yield each when its hour has come."""
    chance = random.Random(f"{seed}/{numbers.start}")  # noqa: S311  nothing to guess here
    begun = [
        start(reports, settings, *FEATURES, program=PARALLEL if number % 3 == 2 else SERIAL)
        for number in numbers
    ]
    started = time.monotonic()
    for process, life in zip(begun, sorted(_lives(chance, len(begun))), strict=True):
        Event().wait(max(0.0, started + life - time.monotonic()))
        yield process


def _lives(chance: random.Random, count: int) -> list[float]:
    return [chance.uniform(0, _LONGEST_LIFE_S) for _ in range(count)]


def _tell_to_end(process: "subprocess.Popen[str]", number: signal.Signals) -> None:
    """Send a signal, or close what reads the run, and wait for its end."""
    if number == signal.SIGPIPE:
        for stream in (process.stdout, process.stderr):
            assert stream is not None
            stream.close()
        process.wait(_GRACE_S)
    else:
        process.send_signal(number)
        process.communicate(timeout=_GRACE_S)


def _close_ranks(reports: Path, wrong: list[str]) -> None:
    """Wait until no process of the runs is left: their workers and sandboxes end with them."""
    ends = time.monotonic() + _GRACE_S
    while left := [*_processes_of(reports), *read_journals(reports / "journal").running]:
        if time.monotonic() > ends:
            wrong.append(f"processes are left: {left}")
            return
        Event().wait(0.2)


def _processes_of(reports: Path) -> Iterator[str]:
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:  # it has just ended
            continue
        if f"reports={reports}" in line and path.parent.name != str(os.getpid()):
            yield line
