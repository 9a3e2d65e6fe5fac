"""Tells what earlier runs tell: what is red and since when, what is flaky, what became slower.

A scenario is flaky if it went from green to red or back at least three times in its last twenty
runs. A phase of a source is slower if the median of its last three runs is well above that of the
runs before on the same deployment; docs/history.md says how often that is a false alarm.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.core.command_line import Parser
from support.core.errors import SetupError, in_short
from support.core.secrecy import redact
from support.core.settings import where
from support.core.tables import WIDE, table
from support.history.judging import (
    Slowdown,
    Spell,
    by_subject,
    flips,
    is_flaky,
    slowdowns,
    spells,
)
from support.history.keeping import url_of
from support.history.records import Entry, moment
from support.history.settings import HistorySettings


@dataclass(frozen=True)
class Told:
    """What a history tells.

    Attributes:
        runs: how many runs it holds, of those that are looked at.
        red: what is red, and since when.
        flaky: what goes to and fro: what became of it last, and how often it changed.
        slower: what takes longer than it used to.
    """

    runs: int
    red: Sequence[Spell]
    flaky: Sequence[tuple[Entry, int]]
    slower: Sequence[Slowdown]


def main(arguments: list[str]) -> int:
    """Run the command and return its exit code.

    Raises:
        SetupError: the history cannot be read.
    """
    parser = Parser("history", __doc__)
    parser.add_argument("--json", action="store_true", help="for machines")
    parser.add_argument("--system", default="", help="of this system only, such as airweave")
    parser.add_argument("--reports", type=Path, default=Path("reports"), help="default: reports")
    options = parser.parse_args(arguments)
    entries = _read(url_of(HistorySettings.load(), options.reports))
    told = told_by([one for one in entries if options.system in {"", one.system}])
    text = json.dumps(as_json(told), indent=2) if options.json else "\n".join(as_tables(told))
    print(redact(text))  # noqa: T201  the command's result
    return 0


def told_by(entries: Sequence[Entry]) -> Told:
    """Return what a history tells, oldest run first."""
    past = by_subject(entries)
    flaky = [(told[-1], flips(told)) for told in past.values() if is_flaky(told)]
    flaky.sort(key=lambda one: -one[1])
    return Told(len({one.run for one in entries}), spells(past), flaky, slowdowns(entries))


def as_tables(told: Told) -> Iterator[str]:
    """Yield it for people, a table a question."""
    yield f"{told.runs} runs."
    if told.red:
        rows = [
            (one.last.subject.name, one.last.cause, moment(one.since), one.runs, one.last.run)
            for one in told.red
        ]
        yield table(["red", "cause", "since", "runs", "last seen in"], rows, WIDE)
    if told.flaky:
        changes = [(one.subject.name, one.subject.deployment, count) for one, count in told.flaky]
        yield table(["flaky", "on", "changes"], changes, WIDE)
    if told.slower:
        times = [
            (f"{one.source}: {one.phase}", one.deployment, f"{one.times:.1f} times", one.runs)
            for one in told.slower
        ]
        yield table(["slower", "on", "as long as before", "runs before"], times, WIDE)
    if not (told.red or told.flaky or told.slower):
        yield "Nothing is red, flaky, or slower than it was."


def as_json(told: Told) -> dict[str, Any]:
    """Return it for machines."""
    return {
        "runs": told.runs,
        "red": [
            _named(one.last)
            | {"cause": one.last.cause, "since": one.since.isoformat(), "runs": one.runs}
            for one in told.red
        ],
        "flaky": [_named(one) | {"changes": count} for one, count in told.flaky],
        "slower": [vars(one) for one in told.slower],
    }


def _read(url: str) -> list[Entry]:
    from support.history.store import Store  # noqa: PLC0415  --help need not wait for it

    try:
        with closing(Store(url)) as store:
            return store.entries()
    except Exception as error:  # noqa: BLE001  a database may fail in any way
        place = where("HISTORY_URL")
        raise SetupError(f"HISTORY_URL ({place}) cannot be read: {in_short(error)}") from None


def _named(entry: Entry) -> dict[str, Any]:
    return {
        "system": entry.system,
        "generation": entry.generation,
        **vars(entry.subject),
        "status": entry.status,
        "run": entry.run,
    }
