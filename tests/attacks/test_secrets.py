"""A product that shows every secret in every spelling: nothing of it stays, anywhere."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import cycle
from pathlib import Path

import pytest

from tests.attacks.nonsense import Handler, forward, serving
from tests.attacks.spellings import spelt
from tests.running import PARALLEL, SERIAL, Run, run
from tests.sandboxes import Settings

FIRST_SYNC = "features/airweave/github.feature:6"
KEY = "k\"e'y<&>\\/+= %41{}~;$`"
PASSWORD = "p@ss/word+with?odd&signs"
IN_A_URL = "p%40ss%2Fword%2Bwith%3Fodd%26signs"
SECRETS = {
    "AIRWEAVE_API_KEY": KEY,
    "AIRWEAVE_OTHER_API_KEY": "a-second-key-0f3a9cAB77",
}
# Of one opening, what is answered well: health and the list of collections, and what there is.
SENSIBLE = ("GET /health", "GET /openapi.json", "GET /sources")


def shown_in(text: str, secrets: Iterable[str]) -> list[str]:
    """Return which spellings of which secrets stand in a text; shortest are left out."""
    return [
        f"{secret}: {name}"
        for secret in secrets
        for name, spelling in spelt(secret)
        if spelling.strip("'\"b") in text
    ]


def everything(done: Run) -> Iterator[tuple[str, str]]:
    """Yield all that a run has left: on the terminal, and in every file."""
    yield "the terminal", done.out + done.err
    for path in done.reports.parent.rglob("*"):
        if path.is_file():
            yield path.name, content(path)


def content(path: Path) -> str:
    """Return what a file holds; of a database the statements that would make it."""
    if path.suffix != ".sqlite":
        return path.read_bytes().decode(errors="replace")
    with closing(sqlite3.connect(path)) as database:
        return "\n".join(database.iterdump())


def telltale(secrets: Iterable[str]) -> bytes:
    """Return a text with every spelling of every secret, and what would move a terminal."""
    spellings = [spelling for secret in secrets for _, spelling in spelt(secret)]
    return "\n\x1b[2J\x07".join(dict.fromkeys(spellings)).encode()


@pytest.mark.parametrize("program", [SERIAL, PARALLEL], ids=["serial", "parallel"])
@pytest.mark.parametrize("call", ["GET /collections", "POST /collections"])
def test_what_a_product_shows_of_secrets_stays_nowhere(
    call: str, program: tuple[str, ...], tmp_path: Path, airweave: Settings
) -> None:
    secrets = [*SECRETS.values(), airweave["GITHUB_PERSONAL_ACCESS_TOKEN"]]
    bodies = cycle([telltale(secrets), json.dumps({"detail": telltale(secrets).decode()}).encode()])

    def answer(handler: Handler) -> None:
        if f"{handler.command} {handler.path}".startswith(call):
            handler.reply(500, next(bodies), Content_Type="text/plain")
        else:
            key = {"X-API-Key": airweave["AIRWEAVE_API_KEY"]}
            forward(handler, airweave["AIRWEAVE_API_URL"], **key)

    with serving(answer) as server:
        settings = airweave | SECRETS | {"AIRWEAVE_API_URL": server.url, "MAX_RETRIES": "0"}
        done = run(tmp_path, settings | {"LOG_LEVEL": "DEBUG"}, FIRST_SYNC, program=program)
    assert done.code == (2 if call.startswith("GET") else 1), done.out
    assert "[secret]" in done.out + done.err, "the answer is not shown at all"
    for where, text in everything(done):
        assert shown_in(text, secrets) == [], where
        assert "\x1b[2J" not in text, where
        assert "\x07" not in text, where
    written = [path for path in tmp_path.rglob("*") if not path.is_symlink()]
    assert [path for path in written if path.stat().st_mode & 0o77] == []
