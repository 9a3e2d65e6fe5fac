"""Nothing wrong in the settings ends green: one line says what, and the exit code is 2."""

import re
from pathlib import Path

import pytest

from support.core.errors import SetupError
from support.core.settings import Settings as Group
from support.run.settings import groups
from tests.attacks.wrong_settings import wrong_settings
from tests.running import run
from tests.sandboxes import Sandboxes, Settings

WRONG = list(dict.fromkeys(wrong_settings()))
FIRST_SYNC = "features/airweave/github.feature:6"


def test_there_are_enough_of_them() -> None:
    assert len(WRONG) >= 150


@pytest.mark.parametrize(("group", "variable", "value"), WRONG)
def test_what_nobody_can_mean_is_refused_in_one_line(
    group: type[Group], variable: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in {name for one in groups() for name in one.model_fields}:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv(variable, value)
    with pytest.raises(SetupError) as line:
        group.load()
    said = str(line.value)
    assert said.startswith(f"{variable} is ")
    assert said.isprintable()
    assert len(said) < 700
    assert "s3cret" not in said


AT_FIRST_CONTACT = {
    "a typo in what is required": ({"REQUIRE": "githbu"}, "did you mean github"),
    "a tag that is required and ran nothing": ({"REQUIRE": "notion"}, "@notion"),
    "certificates that are none": ({"SSL_CERT_FILE": "README.md"}, "SSL_CERT_FILE"),
    "certificates that are nowhere": ({"SSL_CERT_FILE": "/nowhere.pem"}, "SSL_CERT_FILE"),
    "a proxy that is none": ({"HTTP_PROXY": "nonsense://here"}, "HTTP_PROXY"),
    "a proxy with a wild port": ({"HTTP_PROXY": "http://here:99999"}, "HTTP_PROXY"),
    "a store where nobody answers": ({"VESPA_URL": "http://127.0.0.1:9"}, "VESPA_URL"),
}


@pytest.mark.parametrize("mistake", AT_FIRST_CONTACT)
def test_a_mistake_that_shows_at_first_contact_is_told_in_one_line(
    mistake: str, tmp_path: Path, airweave: Settings
) -> None:
    change, complaint = AT_FIRST_CONTACT[mistake]
    done = run(tmp_path, airweave | {"MAX_RETRIES": "0"} | change, FIRST_SYNC)
    assert done.code == 2, done.out + done.err
    assert re.fullmatch(r"Datamonkey cannot run: .+\n", done.err), done.err
    assert complaint in done.err
    assert "Traceback" not in done.out


def test_a_qdrant_that_does_not_answer_is_named(tmp_path: Path, sandboxes: Sandboxes) -> None:
    settings = sandboxes.of("airweave", "2025-08").settings
    silent = {"MAX_RETRIES": "0", "QDRANT_URL": "http://127.0.0.1:9"}
    done = run(tmp_path, settings | silent, FIRST_SYNC)
    assert done.code == 2, done.out + done.err
    assert "QDRANT_URL" in done.err
