"""Secrets stay out of messages, logs and files, in every spelling."""

import base64
import logging
from pathlib import Path
from urllib.parse import quote

import pytest

from support.core.errors import Failure
from support.core.secrecy import keep_secret, redact, redact_files, redact_logs, spellings

SECRET = "p@ss/word+with?odd&signs"
SPELLINGS = [
    SECRET,
    base64.b64encode(SECRET.encode()).decode(),
    base64.urlsafe_b64encode(SECRET.encode()).decode().rstrip("="),
    quote(SECRET, safe=""),
    SECRET.encode().hex(),
]


@pytest.fixture(autouse=True)
def _known_secret() -> None:
    keep_secret(SECRET)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_of_a_secret_is_hidden(spelling: str) -> None:
    assert redact(f"before {spelling} after") == "before [secret] after"


@pytest.mark.parametrize("before", ["", "x", "xy", "xyz"])
def test_a_secret_is_known_in_the_midst_of_encoded_text(before: str) -> None:
    encoded = base64.b64encode(f"{before}{SECRET} and more".encode()).decode()
    assert any(spelling in encoded for spelling in spellings(SECRET))


def test_a_failure_hides_secrets_in_its_message() -> None:
    assert SECRET not in str(Failure(f"refused {SECRET}"))


def test_log_records_hide_secrets(caplog: pytest.LogCaptureFixture) -> None:
    redact_logs()
    logging.getLogger("any.library").warning("sent %s", SECRET)
    assert caplog.messages == ["sent [secret]"]


def test_files_are_cleaned_and_binaries_are_left_alone(tmp_path: Path) -> None:
    binary = b"\xff\xfe" + SECRET.encode()
    (tmp_path / "log.txt").write_text(f"token={SECRET}", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(binary)
    redact_files(tmp_path)
    assert (tmp_path / "log.txt").read_text(encoding="utf-8") == "token=[secret]"
    assert (tmp_path / "picture.png").read_bytes() == binary


def test_a_short_value_is_no_secret_because_masking_it_garbles_words() -> None:
    keep_secret("test")
    assert redact("the latest test") == "the latest test"
