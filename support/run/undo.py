"""Undoing what a scenario made, and the journal from which the janitor can undo the rest."""

import json
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from support.core.errors import Failure
from support.reporting.report_errors import tolerated


@dataclass(frozen=True)
class Resource:
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
        deployments: addresses of those that the run works on; empty for sandboxes of the
            run's own, which take everything with them when they stop.
    """

    def __init__(self, folder: Path, run: str, deployments: str) -> None:
        self.run = run
        self.path = folder / f"{run}.jsonl"
        process, host = os.getpid(), socket.gethostname()
        self._write({"run": run, "deployments": deployments, "process": process, "host": host})

    def making(self, resource: Resource) -> None:
        """Note that `resource` is about to be made."""
        self._write({"making": asdict(resource)})

    def removed(self, resource: Resource) -> None:
        """Note that `resource` is gone."""
        self._write({"removed": asdict(resource)})

    def _write(self, entry: dict[str, object]) -> None:
        with tolerated("journal, from which the janitor works"):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(entry) + "\n")
                lines.flush()
                os.fsync(lines.fileno())


class CleanupStack:
    """The resources of one scenario, to be removed newest first.

    Args:
        remove: removes one resource; removing what is already gone is no error.
        journal: where the run writes down what it makes.
    """

    def __init__(self, remove: Callable[[Resource], None], journal: Journal) -> None:
        self._remove = remove
        self._journal = journal
        self._resources: list[Resource] = []

    def register(self, kind: str, name: str) -> None:
        """Note that a resource is about to be made; call this before making it."""
        resource = Resource(kind, name)
        self._journal.making(resource)
        self._resources.append(resource)

    @property
    def resources(self) -> tuple[Resource, ...]:
        """What is still to be removed, oldest first."""
        return tuple(self._resources)

    def undo(self) -> None:
        """Remove everything, newest first; go on after an error.

        Raises:
            Failure: names everything that could not be removed, and why.
        """
        errors: list[str] = []
        for resource in reversed(self._resources.copy()):
            try:
                self._remove(resource)
            except Failure as error:
                errors.append(f"{resource}: {error}")
            else:
                self._journal.removed(resource)
                self._resources.remove(resource)
        if errors:
            raise Failure("Could not clean up:\n" + "\n".join(errors))


def note_removed(journal: Path, resource: Resource) -> None:
    """Note in the journal of a run that has ended that one of its resources is gone."""
    with journal.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps({"removed": asdict(resource)}) + "\n")


@dataclass(frozen=True)
class Leftovers:
    """What the journal of a run that has ended still lists, and where that is."""

    run: str
    deployments: str
    resources: tuple[Resource, ...]
    journal: Path


def leftovers(folder: Path) -> list[Leftovers]:
    """Read the journals below `folder` and return what ended runs left behind.

    A run that is still going on is left out. A journal that names nothing that still exists is
    deleted.
    """
    found = [_read(path) for path in sorted(folder.glob("*.jsonl"))]
    ended = [rest for rest in found if rest is not None]
    for rest in ended:
        if not (rest.resources and rest.deployments):
            rest.journal.unlink()
    return [rest for rest in ended if rest.resources and rest.deployments]


def _read(path: Path) -> Leftovers | None:
    head, *entries = _entries(path) or [{}]
    if not head.keys() >= {"run", "deployments", "process", "host"} or _is_running(head):
        return None
    return Leftovers(head["run"], head["deployments"], tuple(_remaining(entries)), path)


def remaining(journal: Journal) -> list[Resource]:
    """Return what all processes of a run together made and did not remove."""
    return _remaining(_entries(journal.path)[1:])


def _remaining(entries: list[dict[str, Any]]) -> list[Resource]:
    resources: list[Resource] = []
    for entry in entries:
        if "making" in entry:
            resources.append(Resource(**entry["making"]))
        elif (resource := Resource(**entry["removed"])) in resources:
            resources.remove(resource)
    return resources


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
