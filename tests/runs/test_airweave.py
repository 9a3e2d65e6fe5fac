"""Whole runs of behave, as a user starts them, against one sandbox that stays up."""

import base64
import json
import re
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from tests.running import Run, cases, run
from tests.sandboxes import Settings
from tests.warm import cases_of

FEATURE = "features/airweave/github.feature"
ISOLATION = "features/airweave/github_isolation.feature"
ORGANISATIONS = "Two organisations do not see each other"
REFUSAL = "features/airweave/github_refusal.feature"


@pytest.fixture(scope="module")
def whole_run(tmp_path_factory: pytest.TempPathFactory, airweave: Settings) -> Run:
    """A run that logs everything. One promise is broken: there is one key for two organisations."""
    (broken,) = [
        case.unit.location for case in cases_of("airweave") if ORGANISATIONS in case.titles
    ]
    changes = {"LOG_LEVEL": "DEBUG", "AIRWEAVE_OTHER_API_KEY": airweave["AIRWEAVE_API_KEY"]}
    return run(tmp_path_factory.mktemp("run"), airweave | changes, broken, REFUSAL)


def test_all_reports_tell_of_every_scenario(whole_run: Run) -> None:
    timings = json.loads((whole_run.reports / "timings.json").read_text(encoding="utf-8"))
    reported = [name for file in cases(whole_run.reports).values() for name in file]
    # One entry more: opening the run has its time, too.
    assert len(reported) == len(whole_run.results()) == len(timings["scenarios"]) - 1 > 1


def test_a_run_leaves_nothing_behind(whole_run: Run, airweave: Settings) -> None:
    assert "Left behind" not in whole_run.out
    key = {"X-API-Key": airweave["AIRWEAVE_API_KEY"]}
    collections = httpx.get(f"{airweave['AIRWEAVE_API_URL']}/collections", headers=key).json()
    token = {"Authorization": f"token {airweave['GITHUB_PERSONAL_ACCESS_TOKEN']}"}
    url = f"{airweave['GITHUB_API_URL']}/repos/{airweave['GITHUB_REPO_NAME']}/branches"
    branches = httpx.get(url, headers=token).json()
    names = [item["name"] for item in [*collections, *branches]]
    assert "main" in names
    # Others share this sandbox: a defect that kept what was deleted leaves it for good.
    assert not [name for name in names if whole_run.reports.name in name]


def spellings(secret: str) -> list[bytes]:
    """Return the forms in which a secret may hide."""
    raw = secret.encode()
    forms = [raw, base64.b64encode(raw).rstrip(b"="), base64.urlsafe_b64encode(raw).rstrip(b"=")]
    return [*forms, quote(secret, safe="").encode()]


def test_nothing_that_a_run_wrote_holds_a_secret(whole_run: Run, airweave: Settings) -> None:
    files = [path.read_bytes() for path in whole_run.reports.rglob("*") if path.is_file()]
    written = b"\n".join([*files, whole_run.out.encode(), whole_run.err.encode()])
    assert b"GET /collections" in written, "the log of the red scenario is in the reports"
    for name in ("AIRWEAVE_API_KEY", "GITHUB_PERSONAL_ACCESS_TOKEN"):
        assert not [form for form in spellings(airweave[name]) if form in written], name


def test_a_broken_promise_is_red_with_a_verdict_and_without_a_traceback(whole_run: Run) -> None:
    assert whole_run.code == 1
    red = {name for name, status in whole_run.results().items() if status != "passed"}
    assert red == {ORGANISATIONS}
    assert "ASSERT FAILED: Another organisation sees the collection" in whole_run.out
    assert "Traceback" not in whole_run.out + whole_run.err


def test_a_need_that_is_not_met_is_a_skip_that_says_why(tmp_path: Path, airweave: Settings) -> None:
    poor = airweave | {"AIRWEAVE_OTHER_API_KEY": "", "VESPA_URL": ""}
    names = ["--name=Only the chosen branch", "--name=Two organisations"]
    done = run(tmp_path, poor, ISOLATION, *names)
    assert done.code == 0, done.out
    assert done.results()["Two organisations do not see each other"] == "skipped"
    assert "): Two organisations do not see each other" in done.out
    assert "AIRWEAVE_OTHER_API_KEY is not set" in done.out
    assert "Not looked at: the vector store, because VESPA_URL is not set" in done.out


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
    mistake: str, tmp_path: Path, airweave: Settings
) -> None:
    change, complaint = MISTAKES[mistake]
    done = run(tmp_path, airweave | {"MAX_RETRIES": "0"} | change, FEATURE)
    assert done.code == 2
    assert re.fullmatch(r"Datamonkey cannot run: .+\n", done.err), done.err
    assert complaint in done.err
    assert "Scenario" not in done.out


def test_a_selection_of_nothing_is_a_mistake(tmp_path: Path, airweave: Settings) -> None:
    done = run(tmp_path, airweave, "--tags=@githbu")
    assert done.code == 2
    assert "No scenario was selected" in done.err


def test_a_probable_typo_is_reported_and_the_run_goes_on(
    tmp_path: Path, airweave: Settings
) -> None:
    typo = airweave | {"SCORE_TRESHOLD": "0.1"}
    done = run(tmp_path, typo, f"{FEATURE}:6")
    assert done.code == 0, done.out
    assert "SCORE_TRESHOLD in the environment is not a setting" in done.err
    assert "did you mean SCORE_THRESHOLD?" in done.err
