"""What a history tells: red since when, flaky, slower; as tables, and for machines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

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
from support.history.records import Entry, moment

CALM = "Nothing is red, flaky, or slower than it was."
"""What is said where there is nothing to tell."""

Table = tuple[str, Sequence[str], Sequence[Sequence[object]]]
"""A caption, headings, and rows."""


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


def told_by(entries: Sequence[Entry]) -> Told:
    """Return what a history tells, oldest run first."""
    past = by_subject(entries)
    flaky = [(told[-1], flips(told)) for told in past.values() if is_flaky(told)]
    flaky.sort(key=lambda one: -one[1])
    return Told(len({one.run for one in entries}), spells(past), flaky, slowdowns(entries))


def tables_of(told: Told) -> Iterator[Table]:
    """Yield it for people, a table a question that has an answer."""
    if told.red:
        rows: list[Sequence[object]] = [
            (one.last.subject.name, one.last.cause, moment(one.since), one.runs, one.last.run)
            for one in told.red
        ]
        yield "What is red", ["red", "cause", "since", "runs", "last seen in"], rows
    if told.flaky:
        rows = [(one.subject.name, one.subject.deployment, count) for one, count in told.flaky]
        yield "What goes to and fro", ["flaky", "on", "changes"], rows
    if told.slower:
        rows = [
            (f"{one.source}: {one.phase}", one.deployment, f"{one.times:.1f} times", one.runs)
            for one in told.slower
        ]
        yield "What became slower", ["slower", "on", "as long as before", "runs before"], rows


def as_text(told: Told) -> str:
    """Return it for a terminal."""
    tables = [table(headings, rows, WIDE) for _, headings, rows in tables_of(told)]
    return "\n".join([f"{told.runs} runs.", *(tables or [CALM])])


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


def _named(entry: Entry) -> dict[str, Any]:
    return {
        "system": entry.system,
        "generation": entry.generation,
        **vars(entry.subject),
        "status": entry.status,
        "run": entry.run,
    }
