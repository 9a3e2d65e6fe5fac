"""Whole runs of behave, as a user starts them, against one sandbox that stays up."""

import base64
import json
import re
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import httpx
import pytest

from tests.running import run

FEATURE = "features/airweave/github.feature"


def test_the_github_features_are_green_and_leave_nothing(
    tmp_path: Path, sandbox: dict[str, str]
) -> None:
    green = run(tmp_path, sandbox, "--tags=@github")
    assert green.code == 0, green.out + green.err
    assert set(green.results().values()) == {"passed"}
    cases = [
        case
        for path in (tmp_path / "junit").glob("*.xml")
        for case in ElementTree.parse(path).iter("testcase")  # noqa: S314  our own file
    ]
    timings = json.loads((tmp_path / "timings.json").read_text(encoding="utf-8"))
    # One entry more: opening the run has its time, too.
    assert len(cases) == len(green.results()) == len(timings["scenarios"]) - 1 > 30
    key = {"X-API-Key": sandbox["AIRWEAVE_API_KEY"]}
    assert httpx.get(f"{sandbox['AIRWEAVE_API_URL']}/collections", headers=key).json() == []
    token = {"Authorization": f"token {sandbox['GITHUB_PERSONAL_ACCESS_TOKEN']}"}
    branches = f"{sandbox['GITHUB_API_URL']}/repos/{sandbox['GITHUB_REPO_NAME']}/branches"
    assert [branch["name"] for branch in httpx.get(branches, headers=token).json()] == ["main"]


def spellings(secret: str) -> list[bytes]:
    """Return the forms in which a secret may hide."""
    raw = secret.encode()
    forms = [raw, base64.b64encode(raw).rstrip(b"="), base64.urlsafe_b64encode(raw).rstrip(b"=")]
    return [*forms, quote(secret, safe="").encode()]


def test_nothing_that_a_run_wrote_holds_a_secret(tmp_path: Path, sandbox: dict[str, str]) -> None:
    # One key for two organisations: a red scenario shows all that was logged.
    verbose = {"LOG_LEVEL": "DEBUG", "AIRWEAVE_OTHER_API_KEY": sandbox["AIRWEAVE_API_KEY"]}
    done = run(tmp_path, sandbox | verbose, "--tags=@github")
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    written = b"\n".join([*files, done.out.encode(), done.err.encode()])
    assert b"GET /collections" in written, "the log of the red scenario is in the reports"
    for name in ("AIRWEAVE_API_KEY", "GITHUB_PERSONAL_ACCESS_TOKEN"):
        assert not [form for form in spellings(sandbox[name]) if form in written], name


def test_a_broken_promise_is_red_with_a_verdict_and_without_a_traceback(
    tmp_path: Path, sandbox: dict[str, str]
) -> None:
    one_key_for_two = sandbox | {"AIRWEAVE_OTHER_API_KEY": sandbox["AIRWEAVE_API_KEY"]}
    red = run(tmp_path, one_key_for_two, "features/airweave/github_isolation.feature")
    assert red.code == 1
    assert red.results()["Two organisations do not see each other"] == "failed"
    assert "ASSERT FAILED: Another organisation sees the collection" in red.out
    assert "Traceback" not in red.out + red.err


def test_a_need_that_is_not_met_is_a_skip_that_says_why(
    tmp_path: Path, sandbox: dict[str, str]
) -> None:
    poor = sandbox | {"AIRWEAVE_OTHER_API_KEY": "", "QDRANT_URL": ""}
    done = run(tmp_path, poor, "features/airweave/github_isolation.feature")
    assert done.code == 0, done.out
    assert done.results()["Two organisations do not see each other"] == "skipped"
    assert "Skipped: Two organisations do not see each other" in done.out
    assert "AIRWEAVE_OTHER_API_KEY is not set" in done.out
    assert "Not looked at: the vector store, because QDRANT_URL is not set" in done.out


MISTAKES = {
    "a malformed repository": ({"GITHUB_REPO_NAME": "acme"}, "GITHUB_REPO_NAME is 'acme'"),
    "a threshold out of range": ({"SCORE_THRESHOLD": "80"}, "SCORE_THRESHOLD is '80'"),
    "an address where nobody answers": (
        {"AIRWEAVE_API_URL": "http://127.0.0.1:9"},
        "AIRWEAVE_API_URL (the environment) gives no answer",
    ),
    "a refused key": (
        {"AIRWEAVE_API_KEY": "of-somebody-else"},
        "AIRWEAVE_API_KEY (the environment) does not work",
    ),
    "no GitHub token": (
        {"GITHUB_PERSONAL_ACCESS_TOKEN": ""},
        "GITHUB_PERSONAL_ACCESS_TOKEN is not set",
    ),
    "a refused GitHub token": (
        {"GITHUB_PERSONAL_ACCESS_TOKEN": "ghp_" + "1" * 36},
        "GitHub refuses GITHUB_PERSONAL_ACCESS_TOKEN (the environment): 401",
    ),
    "an unknown repository": ({"GITHUB_REPO_NAME": "acme/gone"}, "GITHUB_REPO_NAME acme/gone"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_in_one_line_before_any_scenario(
    mistake: str, tmp_path: Path, sandbox: dict[str, str]
) -> None:
    change, complaint = MISTAKES[mistake]
    done = run(tmp_path, sandbox | {"MAX_RETRIES": "0"} | change, FEATURE)
    assert done.code == 2
    assert re.fullmatch(r"Datamonkey cannot start: .+\n", done.err), done.err
    assert complaint in done.err
    assert "Scenario" not in done.out


def test_a_selection_of_nothing_is_a_mistake(tmp_path: Path, sandbox: dict[str, str]) -> None:
    done = run(tmp_path, sandbox, "--tags=@githbu")
    assert done.code == 2
    assert "No scenario was selected" in done.err


def test_a_probable_typo_is_reported_and_the_run_goes_on(
    tmp_path: Path, sandbox: dict[str, str]
) -> None:
    typo = sandbox | {"SCORE_TRESHOLD": "0.1"}
    done = run(tmp_path, typo, "features/airweave/github_refusal.feature")
    assert done.code == 0, done.out
    assert "SCORE_TRESHOLD in the environment is not a setting" in done.err
    assert "did you mean SCORE_THRESHOLD?" in done.err
