"""The journal of a run: who lives, what is left, and what cannot be read is kept."""

import errno
import fcntl
import json
import os
import pickle
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from support.core.names import new_run_id
from support.run import journal as journal_module
from support.run.journal import Journal, Resource, note_removed, read_journals, remaining

A, B = Resource("branch", "a"), Resource("branch", "b")
LONG_AGO = 10_000


def killed_run(folder: Path, run: str = "dm-1") -> Path:
    """Let a process make two branches, remove one and end without a word."""
    script = f"""
        import os, pathlib
        from support.run.journal import Journal, Resource
        journal = Journal(pathlib.Path({str(folder)!r}), {run!r}, "here")
        journal.making(Resource("branch", "a")); journal.making(Resource("branch", "b"))
        journal.removed(Resource("branch", "a"))
        os._exit(9)
        """
    subprocess.run([sys.executable, "-c", textwrap.dedent(script)], check=False)
    return folder / f"{run}.jsonl"


def rewritten(path: Path, **changes: str) -> None:
    """Change the head of a journal."""
    head, *rest = filter(None, path.read_text().splitlines())
    lines = [json.dumps(json.loads(head) | changes), *rest]
    path.write_text("\n".join(lines) + "\n")


def silent(path: Path) -> None:
    """Let a journal be as old as those of runs that ended long ago."""
    then = time.time() - LONG_AGO
    os.utime(path, (then, then))


def test_the_journal_of_a_killed_run_names_what_it_left(tmp_path: Path) -> None:
    path = killed_run(tmp_path)
    (rest,) = read_journals(tmp_path).ended
    assert (rest.run, rest.deployments, rest.resources) == ("dm-1", "here", (B,))
    note_removed(path, B)
    assert read_journals(tmp_path).ended == []
    assert not path.exists()


def test_a_run_that_goes_on_left_nothing_yet_and_has_once_it_lets_go(tmp_path: Path) -> None:
    journal = Journal(tmp_path, "dm-1", "here")
    journal.making(A)
    found = read_journals(tmp_path)
    assert (found.running, found.ended) == (["dm-1"], [])
    journal.close()
    assert [rest.run for rest in read_journals(tmp_path).ended] == ["dm-1"]


def test_a_run_goes_on_while_one_of_its_processes_does(tmp_path: Path) -> None:
    journal = Journal(tmp_path, "dm-1", "here")
    worker = pickle.loads(pickle.dumps(journal))  # noqa: S301  our own
    worker.making(A)
    journal.close()
    assert read_journals(tmp_path).running == ["dm-1"]
    worker.close()
    assert read_journals(tmp_path).running == []


def test_neither_process_id_nor_name_of_the_host_says_that_a_run_lives(tmp_path: Path) -> None:
    path = killed_run(tmp_path)
    rewritten(path, process=str(os.getpid()), host=socket.gethostname())
    assert [rest.run for rest in read_journals(tmp_path).ended] == ["dm-1"]


@pytest.mark.parametrize("host", [socket.gethostname(), "elsewhere"])
def test_on_another_machine_a_run_lives_until_its_journal_is_silent(
    host: str, tmp_path: Path
) -> None:
    path = killed_run(tmp_path)
    rewritten(path, host=host, boot="another")
    assert read_journals(tmp_path).running == ["dm-1"]
    silent(path)
    (rest,) = read_journals(tmp_path).ended
    assert rest.is_foreign == (host == "elsewhere")


def test_where_there_are_no_locks_a_run_lives_until_its_journal_is_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    path = killed_run(tmp_path)
    monkeypatch.setattr(fcntl, "flock", refuse)
    assert read_journals(tmp_path).running == ["dm-1"]
    silent(path)
    assert [rest.run for rest in read_journals(tmp_path).ended] == ["dm-1"]


def test_a_run_that_goes_on_touches_its_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_module, "_BEAT_S", 0.01)
    journal = Journal(tmp_path, "dm-1", "here")
    with journal.kept_alive():
        silent(journal.path)
        ends = time.monotonic() + 60
        while time.time() - journal.path.stat().st_mtime > LONG_AGO / 2:
            assert time.monotonic() < ends


def test_what_could_not_be_written_is_written_later_head_and_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, room = os.write, [5]

    def full(file: int, text: bytes) -> int:
        if not room[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        done = write(file, text[: room[0]])
        room[0] -= done
        return done

    monkeypatch.setattr(os, "write", full)
    journal = Journal(tmp_path, "dm-1", "here")
    journal.making(A)
    monkeypatch.undo()
    journal.making(B)
    assert remaining(journal.path) == [A, B]
    journal.close()
    (rest,) = read_journals(tmp_path).ended
    assert (rest.deployments, rest.resources) == ("here", (A, B))


SPOILT: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_text(""),
    "without head": lambda path: path.write_text('{"making": {"kind": "branch", "name": "a"}}\n'),
    "binary": lambda path: path.write_bytes(bytes(range(256))),
    "UTF-16": lambda path: path.write_text("nonsense", encoding="utf-16"),
    "a list": lambda path: path.write_text("[1, 2]\n"),
    "deep": lambda path: path.write_text("[" * 100_000),
    "a folder": lambda path: path.mkdir(),
    "entries of somebody else": lambda path: path.write_text(
        '{"run": "x", "deployments": "y", "host": "z", "boot": ""}\n{"making": 7}\n'
    ),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_journal_that_cannot_be_read_is_named_kept_and_worked_around(
    how: str, tmp_path: Path
) -> None:
    run = new_run_id()
    path = tmp_path / f"{run}.jsonl"
    SPOILT[how](path)
    if path.is_file():
        silent(path)
    killed_run(tmp_path)
    found = read_journals(tmp_path)
    assert [rest.run for rest in found.ended] == ["dm-1"]
    (line,) = found.unreadable
    assert line.startswith(f"{path} cannot be read and is kept: ")
    assert len(line.splitlines()) == 1
    assert path.exists()


def test_what_an_unreadable_journal_names_is_found_by_the_run(tmp_path: Path) -> None:
    run = new_run_id()
    (tmp_path / f"{run}.jsonl").write_text("")
    (line,) = read_journals(tmp_path).unreadable
    assert f"python -m support janitor --run {run} finds what is left of it" in line


def test_a_journal_is_for_its_owner_only(tmp_path: Path) -> None:
    Journal(tmp_path, "dm-1", "here")
    assert (tmp_path / "dm-1.jsonl").stat().st_mode & 0o77 == 0
