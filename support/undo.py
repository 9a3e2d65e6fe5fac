"""Undoing what a scenario made, and the journal from which the janitor can undo the rest."""

import json
import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from support.errors import Failure

Remover = Callable[[str], None]


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
    """

    def __init__(self, folder: Path, run: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"{run}.jsonl"
        self._write({"run": run, "process": os.getpid(), "host": socket.gethostname()})

    def making(self, thing: Thing) -> None:
        """Note that `thing` is about to be made."""
        self._write({"making": asdict(thing)})

    def removed(self, thing: Thing) -> None:
        """Note that `thing` is gone."""
        self._write({"removed": asdict(thing)})

    def forget(self) -> None:
        """Delete the journal of a run that left nothing."""
        self.path.unlink(missing_ok=True)

    def _write(self, entry: dict[str, object]) -> None:
        with self.path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(entry) + "\n")
            lines.flush()
            os.fsync(lines.fileno())


class Ledger:
    """The things of one scenario, to be removed newest first.

    Args:
        removers: how to remove a thing of each kind, by name; removing what is already gone is
            no error.
        journal: where the run writes down what it makes.
    """

    def __init__(self, removers: Mapping[str, Remover], journal: Journal) -> None:
        self._removers = removers
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
                self._removers[thing.kind](thing.name)
            except Failure as error:
                errors.append(f"{thing}: {error}")
            else:
                self._journal.removed(thing)
                self._things.remove(thing)
        if errors:
            raise Failure("Could not clean up:\n" + "\n".join(errors))


@dataclass(frozen=True)
class Leftovers:
    """What the journal of a run that has ended still lists."""

    run: str
    things: tuple[Thing, ...]
    journal: Path


def leftovers(folder: Path) -> list[Leftovers]:
    """Read the journals below `folder` and return what ended runs of this machine left behind.

    A run that is still going on is left out.
    """
    found = [_read(path) for path in sorted(folder.glob("*.jsonl"))]
    return [rest for rest in found if rest is not None]


def _read(path: Path) -> Leftovers | None:
    entries = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    if not entries or _is_running(entries[0]):
        return None
    things: list[Thing] = []
    for entry in entries[1:]:
        if "making" in entry:
            things.append(Thing(**entry["making"]))
        elif (thing := Thing(**entry["removed"])) in things:
            things.remove(thing)
    return Leftovers(entries[0]["run"], tuple(things), path)


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
