"""Keeps secrets out of everything that is written: messages, logs, reports, journals."""

import base64
import logging
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

_MASK = "[secret]"
_SHORTEST_SECRET = 6
_spellings: set[str] = set()


def keep_secret(secret: str) -> None:
    """Remember `secret`; from now on `redact` hides it, also base64-, hex- and URL-encoded."""
    _spellings.update(spellings(secret))


def spellings(secret: str) -> set[str]:
    """Return the texts in which `secret` may be met: as it is, base64-, hex- and URL-encoded.

    In base64 it is known in the midst of other text, too. Of values shorter than six characters
    there are none: to look for them would find, and to mask them would garble, ordinary words.
    """
    if len(secret) < _SHORTEST_SECRET:
        return set()
    raw = secret.encode()
    encoded = {base64.b64encode(raw).decode(), base64.urlsafe_b64encode(raw).decode()}
    unpadded = {text.rstrip("=") for text in encoded}
    amid = set(_amid_base64(raw))
    hexadecimal = {raw.hex(), raw.hex().upper()}
    return {
        secret,
        quote(secret, safe=""),
        quote_plus(secret),
        *encoded,
        *unpadded,
        *amid,
        *hexadecimal,
    }


def _amid_base64(raw: bytes) -> Iterator[str]:
    """Yield what base64 makes of `raw` wherever it stands, without what its neighbours decide.

    Four characters stand for three bytes, so there are three ways to stand (RFC 4648).
    """
    for before in range(3):
        text = b"\0" * before + raw
        first, end = -(-before * 8 // 6), len(text) * 8 // 6
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            yield encode(text).decode()[first:end]


def redact(text: str) -> str:
    """Return `text` with every known secret replaced by `[secret]`."""
    for spelling in sorted(_spellings, key=len, reverse=True):
        text = text.replace(spelling, _MASK)
    return text


def redact_logs() -> None:
    """Make every log record of this process pass through `redact`."""
    make_record = logging.getLogRecordFactory()

    def make_redacted_record(*args: object, **kwargs: object) -> logging.LogRecord:
        record = make_record(*args, **kwargs)
        record.msg, record.args = redact(record.getMessage()), ()
        return record

    logging.setLogRecordFactory(make_redacted_record)


def redact_files(folder: Path) -> None:
    """Redact every text file below `folder` in place; files that are not UTF-8 are left alone."""
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        clean = redact(text)
        if clean != text:
            path.write_text(clean, encoding="utf-8")
