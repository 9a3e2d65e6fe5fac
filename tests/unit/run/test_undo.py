"""Undo: newest first, every error collected."""

from pathlib import Path

import pytest

from support.core.errors import Failure
from support.core.names import new_run_id, run_of
from support.run.journal import Journal, Resource
from support.run.undo import CleanupStack


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


def test_names_tell_whose_a_resource_is() -> None:
    run = new_run_id()
    assert run_of(f"{run}-3-main") == run
    assert run_of(f"qa/airweave/{run}-3-main") == run
    assert run_of(f"{run}-3-crowd/0") == run
    assert run_of(f"{run}-3-main/somebody/else") is None


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
