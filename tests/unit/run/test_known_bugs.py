"""Known bugs are expected strictly; needs that are required must be met."""

from pathlib import Path

import httpx

from tests.running import run

SCENARIO = "--name=Two collections on one repository do not see each other"
ISOLATION = "features/airweave/github_isolation.feature"
KNOWN = {"KNOWN_BUGS": "shared_document_ids", "TIMEOUT_MULTIPLIER": "0.02"}


def test_a_known_bug_that_shows_itself_as_described_is_green_and_listed(
    tmp_path: Path, sandbox: dict[str, str], saboteur: httpx.Client
) -> None:
    saboteur.put("/_sandbox/sabotage", json=["collections-overwrite-each-other"])
    done = run(tmp_path, sandbox | KNOWN, ISOLATION, SCENARIO)
    assert done.code == 0, done.out
    assert "Known bug: Two collections on one repository do not see each other" in done.out


def test_a_known_bug_that_is_gone_turns_the_run_red(
    tmp_path: Path, sandbox: dict[str, str]
) -> None:
    done = run(tmp_path, sandbox | KNOWN, ISOLATION, SCENARIO)
    assert done.code == 1
    assert "Passed, though it is known to fail" in done.out
    assert set(done.results().values()) == {"failed"}


def test_another_failure_than_the_known_one_stays_red(
    tmp_path: Path, sandbox: dict[str, str], saboteur: httpx.Client
) -> None:
    saboteur.put("/_sandbox/sabotage", json=["job-fails"])
    done = run(tmp_path, sandbox | KNOWN, ISOLATION, SCENARIO)
    assert done.code == 1
    assert "the disk is full" in done.out


def test_a_bug_that_nobody_described_is_a_mistake(tmp_path: Path, sandbox: dict[str, str]) -> None:
    done = run(tmp_path, sandbox | {"KNOWN_BUGS": "gremlins"}, ISOLATION)
    assert done.code == 2
    assert "KNOWN_BUGS names gremlins; known are: " in done.err


def test_a_required_tag_turns_a_skip_into_a_failure(
    tmp_path: Path, sandbox: dict[str, str]
) -> None:
    demanding = sandbox | {"AIRWEAVE_OTHER_API_KEY": "", "REQUIRE": "@github"}
    done = run(tmp_path, demanding, ISOLATION, "--name=Two organisations")
    assert done.code == 1
    assert "AIRWEAVE_OTHER_API_KEY is not set, and REQUIRE names github" in done.out
