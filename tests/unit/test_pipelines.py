"""The files for pipelines are what their tools read, and name nothing that there is not."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from support.__main__ import VERBS

ROOT = Path(__file__).parents[2]
CHECKS = {
    ".github/workflows/acceptance.yml": (
        "check-jsonschema",
        "--builtin-schema=vendor.github-workflows",
    ),
    ".gitlab-ci.yml": ("check-jsonschema", "--builtin-schema=vendor.gitlab-ci"),
    "compose.yaml": ("check-jsonschema", "--builtin-schema=vendor.compose-spec"),
    ".ci/cronjob.yaml": ("kubernetes-validate", "--strict"),
    "Dockerfile": ("hadolint",),
}
_SETTING = re.compile(
    r"^\s*(?:- name: )?([A-Z][A-Z_]+_(?:URL|KEY|NAME|TOKEN|BUGS))\b", re.MULTILINE
)


def text(file: str) -> str:
    return (ROOT / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("file", CHECKS)
def test_its_own_tool_has_no_complaint(file: str) -> None:
    tool, *options = CHECKS[file]
    command = [str(Path(sys.executable).with_name(tool)), *options, file]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("file", CHECKS)
def test_it_names_verbs_and_settings_that_there_are(file: str) -> None:
    verbs = set(re.findall(r"-m support (\w+)", text(file)))
    assert verbs <= VERBS.keys()
    settings = set(re.findall(r"^([A-Z_]+)=", text("env.test.example"), re.MULTILINE))
    assert set(_SETTING.findall(text(file))) <= settings


def test_an_image_holds_all_that_the_suite_is_made_of() -> None:
    kept = set(re.findall(r"^!(\S+)", text(".dockerignore"), re.MULTILINE))
    assert {"behave.ini", "environment.py", "features", "steps", "support"} <= kept
    assert all((ROOT / one).exists() for one in kept)


def test_each_is_explained() -> None:
    page = text("docs/ci.md")
    assert [file for file in CHECKS if f"`{file}`" not in page] == []
