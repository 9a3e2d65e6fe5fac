"""A source and a system are generated in a copy of the project: green at once, and little touched.

What is not there yet is told in one line.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from support.scaffold.skeleton import GENERATED
from tests.running import ROOT, clean

# Of the project, what a copy need not have.
_REST = shutil.ignore_patterns(".git", ".venv", ".*_cache", "reports", "env.test")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with a toy of each: the source `toy_notes`, the system `toy_box`."""
    folder = tmp_path_factory.mktemp("copy") / "project"
    shutil.copytree(ROOT, folder, ignore=_REST)
    return folder


@pytest.fixture(scope="module")
def new_system(copy: Path) -> list[str]:
    """What `new-system` said."""
    return generate(copy, "new-system", "toy_box")


@pytest.fixture(scope="module")
def new_source(copy: Path) -> list[str]:
    """What `new-source` said."""
    return generate(copy, "new-source", "toy_notes")


def generate(copy: Path, verb: str, name: str) -> list[str]:
    """Write a skeleton and return the lines that tell of it."""
    done = run(copy, "-m", "support", verb, name)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def run(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the copy, with nothing configured."""
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=copy, env=clean({}), capture_output=True, text=True, check=False
    )


def changed(lines: list[str]) -> set[str]:
    """Return the files that were there before and are not generated."""
    return {line.split()[1] for line in lines if line.startswith("changed ")}


def test_a_new_system_is_green_and_touches_the_registry_alone(
    copy: Path, new_system: list[str]
) -> None:
    assert changed(new_system) == {"support/run/registry.py"}
    done = run(copy, "-m", "behave", "--tags=@toy_box")
    assert done.returncode == 0, done.stdout + done.stderr
    assert " scenarios: 1 passed, 0 failed" in done.stdout


@pytest.mark.usefixtures("new_system")
def test_the_tests_of_a_new_system_are_green_and_its_defect_is_caught(copy: Path) -> None:
    tests = run(copy, "-m", "pytest", "-q", "-n0", "tests/unit/toy_box")
    assert tests.returncode == 0, tests.stdout
    proof = run(copy, "-m", "tests.proof.steps", "toy_box")
    assert proof.returncode == 0, proof.stdout + proof.stderr
    assert "last-word-lost" in proof.stdout


def test_a_new_source_is_green_and_keeps_every_promise(copy: Path, new_source: list[str]) -> None:
    assert changed(new_source) == {
        "docs/airweave.md",
        "features/airweave/connectors.feature",
        "support/bongos/__init__.py",
        "support/bongos/settings.py",
    }
    done = run(copy, "-m", "behave", "--tags=@toy_notes")
    assert done.returncode == 0, done.stdout + done.stderr
    assert " scenarios: 8 passed, 0 failed" in done.stdout


@pytest.mark.usefixtures("new_source", "new_system")
def test_skeletons_are_well_formed(copy: Path) -> None:
    for tool in (["ruff", "check", "."], ["ruff", "format", "--check", "."]):
        done = run(copy, "-m", *tool)
        assert done.returncode == 0, done.stdout
    for page, verb in GENERATED.items():
        current = run(copy, "-m", "support", verb).stdout
        assert (copy / page).read_text(encoding="utf-8") == current, page


LACKING = {
    "support/bongos/toy_notes.py": "there is no support/bongos/toy_notes.py",
    "support/airweave/connectors/toy_notes.py": "Airweave cannot connect a toy notes: there is no",
    "support/sandbox/vendors/toy_notes.py": "there is no support/sandbox/vendors/toy_notes.py",
    "support/sandbox/airweave/app/sources/toy_notes.py": "the sandbox is to read toy_notes, but",
    "features/toy_box/entries.feature": "No scenario was selected",
    "steps/toy_box/entries.py": "steps/toy_box holds no sentences for the features of Toy Box",
    "support/toy_box/__init__.py": "support/toy_box/__init__.py has no toy_box for its steps",
    "support/toy_box/plugin.py": "there is no support/toy_box/plugin.py",
    "support/toy_box/settings.py": "No module named 'support.toy_box.settings'",
    "support/toy_box/scenario.py": "there is no support/toy_box/scenario.py",
    "support/sandbox/toy_box/deployment.py": "there is no support/sandbox/toy_box/deployment.py",
    "support/sandbox/toy_box/app/app.py": "support.sandbox.toy_box.app cannot be run: No module",
}


@pytest.mark.parametrize("file", LACKING)
@pytest.mark.usefixtures("new_source", "new_system")
def test_what_is_not_there_yet_is_told_in_one_line(file: str, copy: Path) -> None:
    toy = "toy_notes" if "toy_notes" in file else "toy_box"
    with without(copy / file):
        done = run(copy, "-m", "behave", f"--tags=@{toy}", "--no-junit", "--stop")
    assert done.returncode != 0
    said = (done.stdout + done.stderr).splitlines()
    told = {line.strip() for line in said if LACKING[file] in line}
    assert len(told) == 1, "\n".join(said)
    assert "Traceback" not in done.stdout + done.stderr


@contextmanager
def without(file: Path) -> Iterator[None]:
    """Take a file away for a while."""
    aside = file.with_suffix(".aside")
    file.rename(aside)
    try:
        yield
    finally:
        aside.rename(file)
