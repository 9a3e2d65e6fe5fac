"""The journal of a run: what it made and removed, for whoever must undo it after a kill.

All processes of a run hold a shared lock on its journal for as long as they live; the operating
system takes it from whoever ends, however that happens. On another machine, or where a shared
folder has no locks, a run is taken for alive until its journal has been silent for some time: the
process that opened it touches it every minute. Process ids tell nothing (containers use the same
ones), and neither do the names of hosts.
"""

import fcntl
import json
import os
import socket
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from support.core.names import is_run_id
from support.reporting.report_errors import tolerated

_BEAT_S = 60.0
_SILENT_S = 15 * 60.0
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")  # proc(5): the same until the kernel ends
_HEAD = {"run", "deployments", "host", "boot"}


@dataclass(frozen=True)
class Resource:
    """Something that a run made: its kind, such as `github branch`, and its name."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"

    @property
    def source(self) -> str:
        """Which source or system holds it."""
        return self.kind.partition(" ")[0]


class Journal:
    """What a run made and removed, one JSON line each, flushed to disk before it happens.

    What cannot be written now is written before whatever can be written later.

    Args:
        folder: where journals are kept.
        run: the id of the run.
        deployments: addresses of those that the run works on; empty for sandboxes of the
            run's own, which take everything with them when they stop.
        places: where the sources of the run are, by name.
        part: of a run with several journals, which of them it is.
    """

    def __init__(
        self,
        folder: Path,
        run: str,
        deployments: str,
        places: Mapping[str, str] | None = None,
        part: str = "",
    ) -> None:
        Journal.__setstate__(self, (folder / f"{run}{part}.jsonl", run))
        work = {"run": run, "deployments": deployments, "places": dict(places or {})}
        here = {"host": socket.gethostname(), "boot": _boot(), "process": os.getpid()}
        self._note({**work, **here})

    def __getstate__(self) -> tuple[Any, ...]:
        """Return what another process of the run needs to write into the same journal."""
        return self.path, self.run

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self.path, self.run = state
        self._unwritten: list[dict[str, object]] = []
        self._file: int | None = None
        self._turn = threading.RLock()

    def making(self, resource: Resource) -> None:
        """Note that `resource` is about to be made."""
        self._note({"making": asdict(resource)})

    def removed(self, resource: Resource) -> None:
        """Note that `resource` is gone."""
        self._note({"removed": asdict(resource)})

    @contextmanager
    def kept_alive(self) -> Iterator[None]:
        """Let others see until exit that the run goes on; then let go of the journal."""
        done = threading.Event()

        def beat() -> None:
            while not done.wait(_BEAT_S):
                with suppress(OSError):
                    os.utime(self.path)
                self._write()

        threading.Thread(target=beat, name="heartbeat", daemon=True).start()
        try:
            yield
        finally:
            done.set()
            self.close()

    def close(self) -> None:
        """Let go of the journal: nothing more will be made."""
        with self._turn:
            if self._file is not None:
                os.close(self._file)
                self._file = None

    def _note(self, entry: dict[str, object]) -> None:
        with self._turn:
            self._unwritten.append(entry)
            self._write()

    def _write(self) -> None:
        """Write what is not yet written, each entry on a line that nothing torn stands on."""
        with self._turn, tolerated("journal, from which the janitor works"):
            if not self._unwritten:
                return
            if self._file is None:
                self._file = _open(self.path)
            text = "".join(f"\n{json.dumps(entry)}\n" for entry in self._unwritten).encode()
            while text:
                text = text[os.write(self._file, text) :]
            os.fsync(self._file)
            self._unwritten.clear()


def _open(path: Path) -> int:
    """Open a journal and show that a process of its run lives."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with suppress(OSError):  # no locks on this file system: others go by the silence
        fcntl.flock(file, fcntl.LOCK_SH)
    return file


@dataclass(frozen=True)
class Leftovers:
    """What the journal of a run that has ended still lists, and where that is.

    Attributes:
        run: its id.
        deployments: addresses of those that it worked on.
        places: where its sources are, by name.
        host: on which it ran.
        is_foreign: whether that is another machine than this one.
        resources: what it made and did not remove, oldest first.
        journal: its file.
    """

    run: str
    deployments: str
    places: Mapping[str, str]
    host: str
    is_foreign: bool
    resources: tuple[Resource, ...]
    journal: Path

    def place(self, resource: Resource) -> str:
        """Return where the source is that holds a resource; empty if it lies in none."""
        return self.places.get(resource.source, "")


@dataclass(frozen=True)
class Journals:
    """What the journals in a folder tell.

    Attributes:
        running: the ids of the runs that go on.
        ended: what runs left behind that have ended.
        unreadable: what could not be understood, a line each; such a journal stays as it is.
    """

    running: list[str]
    ended: list[Leftovers]
    unreadable: list[str]


class _Unreadable(Exception):
    """A journal cannot be understood; says why."""


def read_journals(folder: Path) -> Journals:
    """Read all journals; one of a run that has ended and left nothing is deleted."""
    found = Journals([], [], [])
    now = _clock_of(folder)
    for path in sorted(folder.glob("*.jsonl")):
        try:
            rest = _read(path, now)
        except FileNotFoundError:  # another janitor was faster
            continue
        except (OSError, _Unreadable) as error:
            found.unreadable.append(f"{path} cannot be read and is kept: {error}")
            continue
        if rest is None:
            found.running.append(path.stem)
        elif rest.resources and rest.deployments:
            found.ended.append(rest)
    return found


def remaining(journal: Path) -> list[Resource]:
    """Return what all processes that write into a journal made and did not remove."""
    with suppress(OSError):
        return remaining_in(journal.read_bytes())
    return []


def remaining_in(journals: bytes) -> list[Resource]:
    """Return what those made and did not remove who wrote journals, one after the other."""
    with suppress(_Unreadable):
        return _remaining(_entries(journals))
    return []


def note_removed(journal: Path, resource: Resource) -> None:
    """Note in the journal of a run that has ended that one of its resources is gone."""
    with journal.open("a", encoding="utf-8") as lines:
        lines.write("\n" + json.dumps({"removed": asdict(resource)}) + "\n")


def _read(path: Path, now: float) -> Leftovers | None:
    """Return what a run left; None if it goes on."""
    with path.open("rb+") as file:
        is_locked = _is_locked(file.fileno())
        if is_locked:
            return None
        silent = now - os.fstat(file.fileno()).st_mtime
        entries = _entries(file.read())
        head = next((entry for entry in entries if entry.keys() >= _HEAD), None)
        if head is None:
            run = f"; python -m support janitor --run {path.stem} finds what is left of it"
            raise _Unreadable(f"it does not say where its run worked{run * is_run_id(path.stem)}")
        is_here = bool(head["boot"]) and head["boot"] == _boot()
        if silent < _SILENT_S and not (is_here and is_locked is False):
            return None
        is_foreign = not is_here and head["host"] != socket.gethostname()
        resources = tuple(_remaining(entries))
        if not (resources and head["deployments"]) and not is_foreign:
            path.unlink()
        return Leftovers(
            str(head["run"]),
            str(head["deployments"]),
            dict(head.get("places", {})),
            str(head["host"]),
            is_foreign,
            resources,
            path,
        )


def _is_locked(file: int) -> bool | None:
    """Tell whether some process holds a journal; None where the file system knows no locks."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return None
    return False


def _remaining(entries: list[dict[str, Any]]) -> list[Resource]:
    resources: dict[Resource, None] = {}
    for entry in entries:
        try:
            if "making" in entry:
                resources[Resource(**entry["making"])] = None
            elif "removed" in entry:
                resources.pop(Resource(**entry["removed"]), None)
        except TypeError:
            raise _Unreadable(f"it holds an entry that no run writes: {entry}") from None
    return list(resources)


def _entries(text: bytes) -> list[dict[str, Any]]:
    """Return the lines of a journal; one that was being written when the run died is left out."""
    entries = []
    for line in text.decode(errors="replace").splitlines():
        with suppress(ValueError, RecursionError):
            entry = json.loads(line)
            if isinstance(entry, dict):
                entries.append(entry)
    return entries


def _boot() -> str:
    """Return what tells this machine, since it was started, from all others; empty if unknown."""
    with suppress(OSError):
        return _BOOT_ID.read_text(encoding="ascii").strip()
    return ""


def _clock_of(folder: Path) -> float:
    """Return what time it is by the clock that the times of files in `folder` are told by."""
    with suppress(OSError), tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"0")
        file.flush()
        return os.fstat(file.fileno()).st_mtime
    return time.time()
