"""Undoing what a scenario made, and the journal from which the janitor can undo the rest."""

import json
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from support.errors import Failure


@dataclass(frozen=True)
class Thing:
    """Something that a run made: its kind, such as `github branch`, and its name."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Journal:
    """What a run made and removed, one JSON line each, flushed to disk before it happens.

    Args:
        folder: where journals are kept.
        run: the id of the run.
        target: the address of the deployment that the run works on; empty for a sandbox of the
            run's own, which takes everything with it when it stops.
    """

    def __init__(self, folder: Path, run: str, target: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.run = run
        self.path = folder / f"{run}.jsonl"
        process, host = os.getpid(), socket.gethostname()
        self._write({"run": run, "target": target, "process": process, "host": host})

    def making(self, thing: Thing) -> None:
        """Note that `thing` is about to be made."""
        self._write({"making": asdict(thing)})

    def removed(self, thing: Thing) -> None:
        """Note that `thing` is gone."""
        self._write({"removed": asdict(thing)})

    def _write(self, entry: dict[str, object]) -> None:
        with self.path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(entry) + "\n")
            lines.flush()
            os.fsync(lines.fileno())


class Ledger:
    """The things of one scenario, to be removed newest first.

    Args:
        remove: removes one thing; removing what is already gone is no error.
        journal: where the run writes down what it makes.
    """

    def __init__(self, remove: Callable[[Thing], None], journal: Journal) -> None:
        self._remove = remove
        self._journal = journal
        self._things: list[Thing] = []

    def register(self, kind: str, name: str) -> None:
        """Note that a thing is about to be made; call this before making it."""
        thing = Thing(kind, name)
        self._journal.making(thing)
        self._things.append(thing)

    @property
    def things(self) -> tuple[Thing, ...]:
        """What is still to be removed, oldest first."""
        return tuple(self._things)

    def undo(self) -> None:
        """Remove everything, newest first; go on after an error.

        Raises:
            Failure: names everything that could not be removed, and why.
        """
        errors: list[str] = []
        for thing in reversed(self._things.copy()):
            try:
                self._remove(thing)
            except Failure as error:
                errors.append(f"{thing}: {error}")
            else:
                self._journal.removed(thing)
                self._things.remove(thing)
        if errors:
            raise Failure("Could not clean up:\n" + "\n".join(errors))


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold the first Ctrl-C or SIGTERM back until exit, so that an undo is whole.

    A second one is not held back.

    Raises:
        KeyboardInterrupt: at the end, if one was held back.
    """
    held: list[int] = []

    def hold(number: int, frame: FrameType | None) -> None:
        if held:
            raise KeyboardInterrupt
        held.append(number)

    before = {number: signal.signal(number, hold) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if held:
        raise KeyboardInterrupt


@dataclass(frozen=True)
class Leftovers:
    """What the journal of a run that has ended still lists, and where that is."""

    run: str
    target: str
    things: tuple[Thing, ...]
    journal: Path


def leftovers(folder: Path) -> list[Leftovers]:
    """Read the journals below `folder` and return what ended runs left behind.

    A run that is still going on is left out. A journal that names nothing that still exists is
    deleted.
    """
    found = [_read(path) for path in sorted(folder.glob("*.jsonl"))]
    ended = [rest for rest in found if rest is not None]
    for rest in ended:
        if not (rest.things and rest.target):
            rest.journal.unlink()
    return [rest for rest in ended if rest.things and rest.target]


def _read(path: Path) -> Leftovers | None:
    entries = _entries(path)
    return _leftovers(path, entries) if entries and not _is_running(entries[0]) else None


def left_by(journal: Journal) -> Leftovers | None:
    """Return what processes of this run left behind that cannot clean up any more."""
    rest = _leftovers(journal.path, _entries(journal.path))
    return rest if rest.things and rest.target else None


def _entries(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _leftovers(path: Path, entries: list[dict[str, Any]]) -> Leftovers:
    things: list[Thing] = []
    for entry in entries[1:]:
        if "making" in entry:
            things.append(Thing(**entry["making"]))
        elif (thing := Thing(**entry["removed"])) in things:
            things.remove(thing)
    return Leftovers(entries[0]["run"], entries[0]["target"], tuple(things), path)


def _is_running(head: dict[str, object]) -> bool:
    if head["host"] != socket.gethostname():
        return False
    try:
        os.kill(int(str(head["process"])), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
