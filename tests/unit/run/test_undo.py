"""Undo: newest first, every error collected, and a journal for the janitor."""

import subprocess
import sys
from pathlib import Path

import pytest

from support.core.errors import Failure
from support.core.names import new_run_id, run_of
from support.run.undo import CleanupStack, Journal, Resource, leftovers


def stack_of(folder: Path, removed: list[str], stuck: str = "") -> CleanupStack:
    def remove(resource: Resource) -> None:
        if resource.name == stuck:
            raise Failure("it is stuck")
        removed.append(resource.name)

    return CleanupStack(remove, Journal(folder, "dm-1", "here"))


def test_resources_are_removed_newest_first(tmp_path: Path) -> None:
    removed: list[str] = []
    stack = stack_of(tmp_path, removed)
    for name in "abc":
        stack.register("branch", name)
    stack.undo()
    assert removed == ["c", "b", "a"]
    assert stack.resources == ()


def test_an_error_does_not_keep_the_rest_from_being_removed(tmp_path: Path) -> None:
    removed: list[str] = []
    stack = stack_of(tmp_path, removed, stuck="b")
    for name in "abc":
        stack.register("branch", name)
    with pytest.raises(Failure, match="branch b: it is stuck"):
        stack.undo()
    assert removed == ["c", "a"]
    assert stack.resources == (Resource("branch", "b"),)


def killed_run(folder: Path) -> None:
    """Let a process make two branches, remove one and end without a word."""
    script = (
        "import os, pathlib\n"
        "from support.run.undo import Journal, Resource\n"
        f"journal = Journal(pathlib.Path({str(folder)!r}), 'dm-1', 'here')\n"
        "journal.making(Resource('branch', 'a')); journal.making(Resource('branch', 'b'))\n"
        "journal.removed(Resource('branch', 'a'))\n"
        "os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=False)


def test_the_journal_of_a_killed_run_names_what_it_left(tmp_path: Path) -> None:
    killed_run(tmp_path)
    (rest,) = leftovers(tmp_path)
    assert (rest.run, rest.deployments, rest.resources) == (
        "dm-1",
        "here",
        (Resource("branch", "b"),),
    )


def test_a_run_that_is_still_going_on_left_nothing_yet(tmp_path: Path) -> None:
    stack = stack_of(tmp_path, [])
    stack.register("branch", "a")
    assert leftovers(tmp_path) == []


def test_names_tell_whose_a_resource_is() -> None:
    run = new_run_id()
    assert run_of(f"{run}-3-main") == run
    assert run_of(f"qa/airweave/{run}-3-main") == run


@pytest.mark.parametrize(
    "foreign",
    [
        "main",
        "test-demo-12345678.md",
        "dm-1",
        "dm-261121093000-3f9a1c",
        "adm-261121093000-3f9a1c-1",
    ],
)
def test_foreign_names_are_nobodys(foreign: str) -> None:
    assert run_of(foreign) is None
