"""Tells what earlier runs tell: what is red and since when, what is flaky, what became slower.

A scenario is flaky if it went from green to red or back at least three times in its last twenty
runs. A phase of a source is slower if the median of its last three runs is well above that of the
runs before on the same deployment; docs/history.md says how often that is a false alarm.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from support.core.command_line import Parser
from support.core.errors import SetupError, in_short
from support.core.secrecy import redact
from support.core.settings import where
from support.history.keeping import opened, url_of
from support.history.records import Entry
from support.history.settings import HistorySettings
from support.history.telling import Told, as_json, as_text, told_by


def main(arguments: list[str]) -> int:
    """Run the command and return its exit code.

    Raises:
        SetupError: the history cannot be read.
    """
    parser = Parser("history", __doc__)
    parser.add_argument("--json", action="store_true", help="for machines")
    parser.add_argument("--page", type=Path, metavar="FILE", help="write a page with plots")
    parser.add_argument("--system", default="", help="of this system only, such as airweave")
    parser.add_argument("--reports", type=Path, default=Path("reports"), help="default: reports")
    options = parser.parse_args(arguments)
    entries = _read(url_of(HistorySettings.load(), options.reports))
    entries = [one for one in entries if options.system in {"", one.system}]
    told = told_by(entries)
    text = json.dumps(as_json(told), indent=2) if options.json else as_text(told)
    if options.page:
        _write(options.page, entries, told)
        text = f"The page is {options.page}"
    print(redact(text))  # noqa: T201  the command's result
    return 0


def _read(url: str) -> list[Entry]:
    try:
        with opened(url) as store:
            return store.entries()
    except Exception as error:  # noqa: BLE001  a database may fail in any way
        place = where("HISTORY_URL")
        raise SetupError(f"HISTORY_URL ({place}) cannot be read: {in_short(error)}") from None


def _write(path: Path, entries: Sequence[Entry], told: Told) -> None:
    from support.history.page import page_of  # noqa: PLC0415  only a page needs the plots

    try:
        path.write_text(redact(page_of(entries, told)), encoding="utf-8")
    except OSError as error:
        raise SetupError(f"--page {path} cannot be written: {error.strerror}") from None
