"""Known bugs are expected strictly; needs that are required must be met."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.airweave.known_bugs import KNOWN_BUGS
from tests.running import PARALLEL, run
from tests.sandboxes import Sandbox, Sandboxes, Settings, proof_of

TITLE = "Two collections on one repository do not see each other"
SCENARIO = f"--name={TITLE}"
ISOLATION = "features/airweave/github_isolation.feature"
KNOWN = {"KNOWN_BUGS": "shared_document_ids", "TIMEOUT_MULTIPLIER": "0.1"}

OF_2025 = [one.name for one in proof_of("airweave").catalogue.values() if one.generation != "today"]
IDS = [name.replace("-", "_") for name in OF_2025]


@pytest.fixture
def sandbox(sandboxes: Sandboxes) -> Sandbox:
    """Airweave of today."""
    return sandboxes.of("airweave")


def test_a_known_bug_that_shows_itself_as_described_is_green_and_listed(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    with sandbox.sabotaged("collections-overwrite-each-other"):
        done = run(tmp_path, sandbox.settings | KNOWN, ISOLATION, SCENARIO)
    assert done.code == 0, done.out
    assert f"Known bug: {TITLE}" in done.out


def test_a_known_bug_that_is_gone_turns_the_run_red(tmp_path: Path, airweave: Settings) -> None:
    done = run(tmp_path, airweave | KNOWN, ISOLATION, SCENARIO)
    assert done.code == 1
    assert "Passed, though it is known to fail" in done.out
    assert set(done.results().values()) == {"failed"}


def test_another_failure_than_the_known_one_stays_red(tmp_path: Path, sandbox: Sandbox) -> None:
    with sandbox.sabotaged("job-fails"):
        done = run(tmp_path, sandbox.settings | KNOWN, ISOLATION, SCENARIO)
    assert done.code == 1
    assert "the disk is full" in done.out


def test_a_bug_that_nobody_described_is_a_mistake(tmp_path: Path, airweave: Settings) -> None:
    done = run(tmp_path, airweave | {"KNOWN_BUGS": "gremlins"}, ISOLATION)
    assert done.code == 2
    assert "KNOWN_BUGS names gremlins; known are: " in done.err


def test_a_required_tag_turns_a_skip_into_a_failure(tmp_path: Path, airweave: Settings) -> None:
    demanding = airweave | {"AIRWEAVE_OTHER_API_KEY": "", "REQUIRE": "@github"}
    done = run(tmp_path, demanding, ISOLATION, "--name=Two organisations")
    assert done.code == 1
    assert "AIRWEAVE_OTHER_API_KEY is not set, and REQUIRE names github" in done.out


@pytest.fixture
def as_it_was(sandboxes: Sandboxes) -> Iterator[Settings]:
    """Airweave of August 2025 with all that is known to have been wrong with it."""
    sandbox = sandboxes.of("airweave", "2025-08")
    with sandbox.sabotaged(*OF_2025):
        yield sandbox.settings


def test_every_defect_of_2025_is_a_known_bug() -> None:
    assert KNOWN_BUGS.keys() >= {*IDS}


def test_what_is_known_of_2025_is_met_by_the_features_and_nothing_else_is_red(
    tmp_path: Path, as_it_was: Settings
) -> None:
    known = {"TIMEOUT_MULTIPLIER": "0.2", "KNOWN_BUGS": ",".join(IDS)}
    done = run(tmp_path, as_it_was | known, "--tags=@github", "-j", "3", program=PARALLEL)
    assert done.code == 0, done.out
    assert "generation 2025-08" in done.err
    assert "@needs_full_sync: Airweave 2025-08 cannot be asked for one" in done.out
    for id_ in IDS:
        assert KNOWN_BUGS[id_].reason in done.out
