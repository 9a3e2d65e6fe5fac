"""Undoing what a scenario made, and the journal from which the janitor can undo the rest."""

import json
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from support.errors import Failure
from support.losses import bearing_loss


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
        with bearing_loss("journal, from which the janitor works"):
            self.path.parent.mkdir(parents=True, exist_ok=True)
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


def note_removed(journal: Path, thing: Thing) -> None:
    """Note in the journal of a run that has ended that one of its things is gone."""
    with journal.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps({"removed": asdict(thing)}) + "\n")


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
    head, *entries = _entries(path) or [{}]
    if head.keys() < {"run", "target", "process", "host"} or _is_running(head):
        return None
    things: list[Thing] = []
    for entry in entries:
        if "making" in entry:
            things.append(Thing(**entry["making"]))
        elif (thing := Thing(**entry["removed"])) in things:
            things.remove(thing)
    return Leftovers(head["run"], head["target"], tuple(things), path)


def _entries(path: Path) -> list[dict[str, Any]]:
    """Return the lines of a journal; one that was being written when the run died is left out."""
    entries = []
    for line in path.read_text(encoding="utf-8").splitlines():
        with suppress(json.JSONDecodeError):
            entries.append(json.loads(line))
    return entries


def _is_running(head: dict[str, Any]) -> bool:
    if head["host"] != socket.gethostname():
        return False
    try:
        os.kill(head["process"], 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
