"""Known bugs are expected strictly; needs that are required must be met."""

from pathlib import Path

import pytest

from support.airweave.known_bugs import KNOWN_BUGS
from tests.proof.experiments import cases_against, cases_for
from tests.running import cases as reported
from tests.running import run
from tests.sandboxes import Sandbox, Sandboxes, Settings, proof_of

TITLE = "Two collections on one repository do not see each other"
SCENARIO = f"--name={TITLE}"
ISOLATION = "features/airweave/github_isolation.feature"
KNOWN = {"KNOWN_BUGS": "shared_document_ids", "TIMEOUT_MULTIPLIER": "0.1"}

CATALOGUE = proof_of("airweave").catalogue


def known_of(release: str) -> list[str]:
    """Return the ids of the bugs that a release of the real product has."""
    return [name.replace("-", "_") for name in defects_of(release)]


def defects_of(release: str) -> list[str]:
    """Return the defects that make of the sandbox what that release is."""
    return [one.name for one in CATALOGUE.values() if release in one.releases]


@pytest.fixture
def sandbox(sandboxes: Sandboxes) -> Sandbox:
    """Airweave of today."""
    return sandboxes.of("airweave")


def test_a_known_bug_that_shows_itself_as_described_is_green_and_listed(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    with sandbox.sabotaged("shared-document-ids"):
        done = run(tmp_path, sandbox.settings | KNOWN, ISOLATION, SCENARIO)
    assert done.code == 0, done.out
    assert "Known bug shared_document_ids (" in done.out
    assert f"): {TITLE}\n" in done.out
    assert " scenarios: 0 passed, 0 failed, 1 failed as known" in done.out
    assert done.results() == {TITLE: "skipped"}
    assert reported(done.reports) == {"TESTS-airweave.github_isolation.xml": {TITLE: "Skipped"}}


def test_a_known_bug_that_is_gone_turns_the_run_red(tmp_path: Path, airweave: Settings) -> None:
    done = run(tmp_path, airweave | KNOWN, ISOLATION, SCENARIO)
    assert done.code == 1
    assert "Passed, though it is known to fail" in done.out
    assert set(done.results().values()) == {"failed"}


def test_a_sporadic_bug_that_does_not_show_is_green(tmp_path: Path, airweave: Settings) -> None:
    known = airweave | {"KNOWN_BUGS": "late_cancel_stuck"}
    title = "A cancelled sync ends as cancelled"
    done = run(tmp_path, known, "features/airweave/github_sync_jobs.feature", f"--name={title}")
    assert done.code == 0, done.out
    assert done.results() == {title: "passed"}


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


def test_every_defect_of_a_release_is_a_known_bug_and_no_other_is() -> None:
    assert KNOWN_BUGS.keys() == {*known_of("2025-08"), *known_of("2026-04")}


def test_every_known_bug_is_met_by_the_scenarios_that_catch_it() -> None:
    """The title that a defect is caught by is the title of a scenario with the bug's tag."""
    for release in ("2025-08", "2026-04"):
        for name in defects_of(release):
            tag = f"bug_{name.replace('-', '_')}"
            untagged = [
                str(case)
                for cases in cases_against("airweave", CATALOGUE[name]).values()
                for case in cases
                if tag not in case.tags
            ]
            assert not untagged, f"{tag} is missing at {untagged}"


@pytest.mark.whole
def test_2025_with_all_that_is_known_of_it_is_green(tmp_path: Path, sandboxes: Sandboxes) -> None:
    out, err = green_with(tmp_path, sandboxes.of("airweave", "2025-08"), "2025-08", "@github")
    assert "generation 2025-08" in err
    assert "@needs_full_sync: Airweave 2025-08 cannot be asked for one" in out


@pytest.mark.whole
def test_2026_with_all_that_is_known_of_it_is_green(tmp_path: Path, sandbox: Sandbox) -> None:
    green_with(tmp_path, sandbox, "2026-04", "@airweave")


def green_with(tmp_path: Path, sandbox: Sandbox, release: str, tags: str) -> tuple[str, str]:
    """Run the features against a sandbox with the defects of a release, and expect green.

    Every bug that can be met there is met, and its scenario fails in the way that is known.
    """
    known = {"TIMEOUT_MULTIPLIER": "0.1", "KNOWN_BUGS": ",".join(known_of(release))}
    with sandbox.sabotaged(*defects_of(release)):
        # One after the other: some of the bugs bring in what other scenarios write meanwhile.
        done = run(tmp_path, sandbox.settings | known, f"--tags={tags}")
    assert done.code == 0, done.out
    for id_ in known_of(release):
        cases = [one for one in cases_for("airweave", sandbox.variant) if f"bug_{id_}" in one.tags]
        assert not cases or done.known().intersection(one.unit.name for one in cases), id_
    return done.out, done.err
