"""Keeps secrets out of everything that is written: messages, logs, reports, the terminal."""

import base64
import html
import json
import logging
import os
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, TextIO, cast
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urlsplit
from xml.sax.saxutils import escape

from support.core.terminal import LastingStream

_MASK = "[secret]"
_OWNER_ONLY = 0o077
_SHORTEST_SECRET = 6
_SHORTEST_WORD = 12
_spellings: list[str] = []

# How text is written inside of other text, as every program does that quotes it.
_ESCAPES: tuple[Callable[[str], str], ...] = (
    str,
    lambda text: json.dumps(text)[1:-1],
    lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    lambda text: json.dumps(text)[1:-1].replace("/", "\\/"),
    lambda text: re.sub("[<>&]", lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(text)[1:-1]),
    # Python escapes a quote only where the text holds both kinds.
    lambda text: repr(f'{text}"')[1:-2],
    lambda text: ascii(f'{text}"')[1:-2],
    lambda text: repr(f'{text}"'.encode())[2:-2],
    escape,
    html.escape,
    lambda text: html.escape(text).replace("&#x27;", "&#39;"),
    lambda text: html.escape(text).replace("&#x27;", "&apos;"),
    lambda text: escape(text, {'"': "&quot;"}),
    quote,
    lambda text: quote(text, safe=""),
    lambda text: re.sub("%..", lambda code: code[0].lower(), quote(text, safe="")),
    quote_plus,
)
# What moves the cursor of a terminal, changes its colours or turns its text around, and what no
# file in XML or UTF-8 may hold.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def keep_secret(secret: str) -> None:
    """Remember `secret`; from now on `redact` hides it in every spelling.

    If it is a URL, the password in it is a secret of its own.
    """
    found = set(_spellings)
    for one in (secret, *passwords_in(secret)):
        found |= spellings(one)
    _spellings[:] = sorted(found, key=len, reverse=True)


def passwords_in(url: str) -> set[str]:
    """Return the passwords that a URL holds, as they stand in it and as they are meant."""
    try:
        parts = urlsplit(url)
    except ValueError:  # an IPv6 address that is none
        return set()
    found = [value for name, value in parse_qsl(parts.query) if "password" in name]
    return {one for word in (parts.password, *found) if word for one in (word, unquote(word))}


def is_weak(secret: str) -> bool:
    """Tell whether to hide a secret is to hide ordinary words, or is not done for that reason."""
    return len(secret) < _SHORTEST_SECRET or (secret.isalnum() and _is_word(secret))


def _is_word(secret: str) -> bool:
    return len(secret) < _SHORTEST_WORD and (secret.isalpha() or secret.isdigit())


def spellings(secret: str) -> set[str]:
    """Return the texts in which `secret` may be met: as it is, escaped, in base64 and hexadecimal.

    Of values shorter than six characters there are none: to look for them would find, and to mask
    them would garble, ordinary words.
    """
    if len(secret) < _SHORTEST_SECRET:
        return set()
    escaped = _escaped({secret})
    encoded = {text for one in escaped for text in _encoded(one.encode())}
    return _escaped(escaped) | _escaped(encoded)


def _escaped(texts: set[str]) -> set[str]:
    return {spell(text) for text in texts for spell in _ESCAPES}


def _encoded(raw: bytes) -> Iterator[str]:
    """Yield base64 and hexadecimal, alone and in the midst of other text.

    In base64 four characters stand for three bytes (RFC 4648), so that there are three ways to
    stand in it; what the neighbours have a part in is left out.
    """
    yield raw.hex()
    yield raw.hex().upper()
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        yield encode(raw).decode()
        yield encode(raw).decode().rstrip("=")
        for before in range(3):
            text = b"\0" * before + raw
            first, end = -(-before * 8 // 6), len(text) * 8 // 6
            yield encode(text).decode()[first:end]


def redact(text: str) -> str:
    """Return `text` with every known secret replaced by `[secret]`."""
    for spelling in _spellings:
        text = text.replace(spelling, _MASK)
    return text


def presentable(text: str) -> str:
    """Return `text` as it may be shown to anybody, anywhere: no secrets, no control characters."""
    return _CONTROL.sub(lambda sign: ascii(sign[0])[1:-1], redact(text))


@cache  # once: another call would wrap what the first has made
def redact_logs() -> None:
    """Make every log record of this process pass through `presentable`."""
    make_record = logging.getLogRecordFactory()

    def make_redacted_record(*args: object, **kwargs: object) -> logging.LogRecord:
        record = make_record(*args, **kwargs)
        record.msg, record.args = presentable(record.getMessage()), ()
        return record

    logging.setLogRecordFactory(make_redacted_record)


class RedactedStream:
    """Lets through what is written to another stream, without the secrets in it.

    Args:
        stream: the other one.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a text."""
        return self._stream.write(redact(text))

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever else a stream has
        return getattr(self._stream, name)


def guarded(stream: TextIO) -> TextIO:
    """Return a stream for what may be printed: without secrets, whether anybody reads it or not."""
    return cast(TextIO, RedactedStream(cast(TextIO, LastingStream(stream))))


def say(line: str) -> None:
    """Print a line for whoever looks on, past all that captures what is printed."""
    if sys.__stderr__ is not None:
        print(presentable(line), file=guarded(sys.__stderr__), flush=True)


def keep_private() -> None:
    """Have every file that this process makes readable by its owner only, and print no secret."""
    os.umask(_OWNER_ONLY)
    for name in ("stdout", "stderr"):
        setattr(sys, name, guarded(getattr(sys, name)))


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
