"""Secrets stay out of messages, logs and files, in every spelling."""

import logging
import sys
from pathlib import Path
from typing import TextIO, cast

import pytest

from support.core.errors import Failure, SetupError
from support.core.secrecy import (
    RedactedStream,
    keep_secret,
    presentable,
    redact,
    redact_files,
    redact_logs,
)
from support.core.tables import table
from tests.attacks.spellings import spelt

SECRET = "p@ss/word+with?odd&signs"
HARD = "k\"e'y<&>\\/+= %41{}~;$`"
PLAIN = "sk_test_0f3a9cAB77"


@pytest.fixture(autouse=True)
def _known_secret() -> None:
    keep_secret(SECRET)


@pytest.mark.parametrize("secret", [SECRET, HARD, PLAIN, "pässwörd-ключ"])
def test_every_spelling_of_a_secret_is_hidden(secret: str) -> None:
    keep_secret(secret)
    for name, text in spelt(secret):
        # What stands around it, such as quotes and the name of a user, is no secret.
        around = redact(f"before {text} after").replace("[secret]", "", 1)
        assert len(around) < len("before  after") + 24, name


def test_a_failure_hides_secrets_in_its_message() -> None:
    assert SECRET not in str(Failure(f"refused {SECRET}"))


def test_log_records_hide_secrets(caplog: pytest.LogCaptureFixture) -> None:
    redact_logs()
    logging.getLogger("any.library").warning("sent %s", SECRET)
    assert caplog.messages == ["sent [secret]"]


def test_control_characters_reach_no_terminal_and_no_report() -> None:
    assert presentable("a\x1b[31mb\x07\r\x9b2J\u202ec\ud800\nd\té") == (
        "a\\x1b[31mb\\x07\\r\\x9b2J\\u202ec\\ud800\nd\té"
    )
    assert str(Failure("\x1b[2J")) == "\\x1b[2J"
    assert str(SetupError("one\ntwo\x1b")) == "one two\\x1b"


def test_a_table_hides_a_secret_before_it_folds_it() -> None:
    keep_secret("many-words " * 12)
    assert "words" not in table(["said"], [["many-words " * 12]], 40)


def test_what_a_process_prints_hides_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    print(SECRET, file=cast(TextIO, RedactedStream(sys.stdout)))
    assert capsys.readouterr().out == "[secret]\n"


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
